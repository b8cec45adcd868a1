"""Redraw the lifecycles in the README from their tables; a test compares."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.core.lifecycle import LIFECYCLES

START, END = "<!-- lifecycles -->", "<!-- /lifecycles -->"


def drawn() -> str:
    """Every lifecycle as a Mermaid diagram, in the order of their names."""
    parts = [
        f"### {name}\n\n```mermaid\n{LIFECYCLES[name].as_mermaid()}\n```\n" for name in sorted(LIFECYCLES)
    ]
    return "\n".join(parts)


def redrawn(text: str) -> str:
    head, _, rest = text.partition(START)
    return f"{head}{START}\n{drawn()}{END}{rest.partition(END)[2]}"


class Command(BaseCommand):
    help = "Redraw the lifecycles in README.md."

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "README.md"
        path.write_text(redrawn(path.read_text()))
