"""A whole country moves: every company of a delivery goes through the plan, the pages' own actions and the jobs, under a
seeded model of how companies behave, in compressed time.

Size: COMPANIES in the environment (300 unless said); SEED. The model: of the invited, seven in ten move on their day,
two in ten say later once and move the next week, one in ten begins and leaves it."""

import io
import os
import random
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.benchmarks import Figure

BEHAVIOUR = (("move", 0.7), ("later", 0.9), ("leave", 1.0))


def run() -> list[Figure]:
    companies, seed = int(os.environ.get("COMPANIES", "300")), int(os.environ.get("SEED", "1"))
    with tempfile.TemporaryDirectory() as folder:
        _load(Path(folder), companies, seed)
    planned, load = _plan(companies)
    began = time.perf_counter()
    told = _play(random.Random(seed))
    took = time.perf_counter() - began
    from migration_flow.queries.steering import funnel

    accounted = sum(sum(row["cells"]) for row in funnel())
    return [
        Figure("national_accounted", accounted / planned, 1, "higher", f"{accounted} of {planned} companies in the funnel"),
        Figure("national_receipts", told["missing"], 0, "lower", f"lost rights in {told['receipts']} access receipts"),
        Figure("national_refused", told["refused"] / max(1, told["tried"]), 0.05, "lower", f"of {told['tried']} moves tried"),
        Figure("national_load", load["most"] / load["capacity"], 1, "lower",
               f"busiest day {load['most']} of {load['capacity']}, {load['days']} days"),
        Figure("national_per_company", took / max(1, told["receipts"]), 5, "lower", "seconds, receipt and letters included"),
    ]  # fmt: skip


def _load(folder: Path, companies: int, seed: int) -> None:
    from django.core.management import call_command

    quiet = io.StringIO()
    call_command("make_delivery", companies=companies, seed=seed, out=folder, stdout=quiet)
    call_command("load_catalogue", stdout=quiet)
    call_command("load_register", folder / "register" / "companies.jsonl", stdout=quiet)
    call_command("import_delivery", next(folder.glob("NEMIDERHV_*_01")), here=True, stdout=quiet)


def _plan(companies: int) -> tuple[int, dict[str, int]]:
    """Twelve months: pilot 1, main 9, clean-up 2, with room for a tenth more than there are companies."""
    from django.db import connection

    from migration_flow import actions
    from migration_flow.rules.segments import WORDS
    from portal.core.actors import Actor

    system, segments = Actor.system("bench"), [name for name in WORDS if name != "S9"]
    capacity = max(1, round(companies * 1.1 / 185))
    months = (
        ("01-04", "01-29", max(1, capacity // 10)),
        ("02-01", "10-29", capacity),
        ("11-01", "12-30", capacity),
    )
    actions.make_waves(actor=system, waves=[
        {"number": n, "name_da": f"B{n}", "name_en": f"W{n}", "segments": segments, "opens_on": f"2027-{first}",
         "closes_on": f"2027-{last}", "capacity_per_day": room, "postponements": 2, "employee_postponements": 3}
        for n, (first, last, room) in enumerate(months, 1)
    ])  # fmt: skip
    told = actions.plan_companies(actor=system)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(n), count(*) FROM (SELECT count(*) AS n FROM migration_flow_move"
                       " WHERE planned_on IS NOT NULL GROUP BY planned_on) d")  # fmt: skip
        most, days = cursor.fetchone()
    return told["planned"], {"most": most, "days": days, "capacity": capacity}


def _play(chance: random.Random) -> dict[str, int]:
    """One planned day after another; a day comes when its companies are put on today."""
    from django.utils import timezone

    from migration_flow import actions
    from migration_flow.models import Move
    from portal.core.actors import Actor

    told = {"missing": 0, "receipts": 0, "refused": 0, "tried": 0}
    moves = Move.objects.across_organisations("benchmark")
    days = list(
        moves.filter(planned_on__isnull=False)
        .order_by("planned_on")
        .values_list("planned_on", flat=True)
        .distinct()
    )
    for day in days:
        today = list(moves.filter(planned_on=day).values_list("pk", flat=True))
        moves.filter(pk__in=today).update(planned_on=timezone.localdate())
        actions.invite_due(actor=Actor.system("bench"), limit=10_000)
        for move in moves.filter(pk__in=today).order_by("cvr"):
            _one(move, next(name for name, upto in BEHAVIOUR if chance.random() <= upto), told)
    return told


def _one(move: Any, behaviour: str, told: dict[str, int]) -> None:
    from migration_flow.models import LegacyCompany, Move
    from portal.core.actions import RuleBroken

    if not LegacyCompany.objects.across_organisations("benchmark").filter(cvr=move.cvr).exists():
        return  # S0: the owner comes when the owner comes
    told["tried"] += 1
    try:
        _through(move, leave=behaviour == "leave")
    except RuleBroken:
        told["refused"] += 1
        return
    done = Move.objects.across_organisations("benchmark").get(pk=move.pk)
    if done.receipt_id:
        told["receipts"] += 1
        told["missing"] += sum(each["missing"] for each in done.receipt_facts.values())


def _through(move: Any, *, leave: bool) -> None:
    from migration_flow import actions
    from migration_flow.models import Decision
    from portal.agreements.models import Organisation
    from portal.core import jobs
    from portal.core.permissions import ADMINISTRATOR_ROLES
    from tests.cast import make_actor, make_identity, make_organisation, make_user

    named = Organisation.objects.across_organisations("benchmark").filter(cvr=move.cvr).first()
    organisation = named or make_organisation(move.cvr, move.name)
    identity = make_identity(
        organisation, make_user("Anne Prøve", subject=move.cvr), roles=ADMINISTRATOR_ROLES
    )
    actor = make_actor(identity, ADMINISTRATOR_ROLES)
    actions.start_move(actor=actor)
    if leave:
        return
    for item in Decision.Item.values:
        actions.accept_proposals(actor=actor, item=item)
    jobs.work(actions.execute(actor=actor).job_id)
