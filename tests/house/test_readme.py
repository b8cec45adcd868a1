"""The README is true where it can be checked."""

import re
from pathlib import Path

from django.core.management import get_commands

from tests.house.test_sizes import ROOT


def test_the_lifecycles_are_drawn_as_they_are():
    import portal.urls  # noqa: F401 - loads every app's lifecycle
    from portal.core.management.commands.readme import redrawn

    text = Path(ROOT / "README.md").read_text()
    assert "stateDiagram" in text
    assert redrawn(text) == text, "run: manage.py readme"


def test_every_command_it_names_is_there():
    named = set(re.findall(r"manage\.py (\w+)", Path(ROOT / "README.md").read_text()))
    assert named <= set(get_commands())


def test_every_signal_is_told_of():
    """And none that is not there."""
    found = set()
    for app in ("portal/agreements", "identities", "rights", "mandates", "migration_flow", "portal/web"):
        path = ROOT / app / "signals.py"
        if path.exists():
            found |= set(re.findall(r"^(\w+) = Signal\(\)", path.read_text(), re.MULTILINE))
    told = Path(ROOT / "README.md").read_text().split("## Signals")[1].split("## Lifecycles")[0]
    assert set(re.findall(r"`(\w+)\(", told)) == found
