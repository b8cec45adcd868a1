"""The plan of the national move: waves from a JSON file, or the shape of the 2019 plan from a day on."""

import calendar
import datetime
import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from migration_flow import actions
from migration_flow.rules.segments import WORDS
from portal.core.actors import Actor

# Name in Danish and English, months, share of the daily capacity: pilot 1, main 9, clean-up 2 (twelve months in all).
SHAPE = (("Pilot", "Pilot", 1, 20), ("Hovedbølge", "Main wave", 9, 1), ("Opsamling", "Clean-up", 2, 1))
STOPPED = "S9"  # led by case work, never by the plan


class Command(BaseCommand):
    help = "Write the waves of the move (FILE: their fields as JSON) and give every company its day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path)
        parser.add_argument(
            "--opens", type=datetime.date.fromisoformat, default=None, help="first day, YYYY-MM-DD"
        )
        parser.add_argument(
            "--capacity", type=int, default=3800, help="companies a day the country can carry"
        )

    def handle(
        self, *args: Any, file: Path | None, opens: datetime.date | None, capacity: int, **options: Any
    ) -> None:
        actor = Actor.system("load_plan")
        waves = json.loads(file.read_text()) if file else shape(opens or timezone.localdate(), capacity)
        actions.make_waves(actor=actor, waves=waves)
        told = actions.plan_companies(actor=actor)
        self.stdout.write(
            f"{len(waves)} waves; {told['planned']} companies new in the plan, {told['placed']} given a day,"
            f" {told['without']} without"
        )


def shape(opens: datetime.date, capacity: int) -> list[dict[str, Any]]:
    """The waves of SHAPE, one after the other, from `opens` on."""
    waves, first = [], opens
    for number, (danish, english, months, share) in enumerate(SHAPE, 1):
        following = _months_later(first, months)
        waves.append({
            "number": number, "name_da": danish, "name_en": english, "opens_on": first.isoformat(),
            "segments": [name for name in WORDS if name != STOPPED], "capacity_per_day": max(1, capacity // share),
            "closes_on": (following - datetime.timedelta(days=1)).isoformat(), "postponements": 2,
            "employee_postponements": 3,
        })  # fmt: skip
        first = following
    return waves


def _months_later(day: datetime.date, months: int) -> datetime.date:
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return day.replace(year=day.year + year, month=month + 1, day=min(day.day, last))
