"""The plan: every company of the legacy system has a wave and a day, and is invited when it comes."""

import datetime
from typing import Any

import holidays
from django.db import connection

from migration_flow.events import MoveEvent
from migration_flow.models import Move, Wave
from migration_flow.queries.segments import select_unplanned, signing_texts
from migration_flow.rules.segments import OWNER_ONLY
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

_MOVE = """
INSERT INTO migration_flow_move (id, cvr, name, segment, state, settings, receipt_facts, digest_before, version)
SELECT gen_random_uuid(), q.cvr, q.name, q.segment, CASE WHEN q.segment = 'S9' THEN 'other_path' ELSE 'planned' END,
       '{{}}'::jsonb, '{{}}'::jsonb, '', 1
FROM ({source}) q(cvr, name, segment) ON CONFLICT (cvr) DO NOTHING
"""
# Owners the register lets act alone, who never had an employee signature.
_OWNERS = f"""
SELECT r.cvr, r.name, '{OWNER_ONLY}' FROM agreements_registercompany r
JOIN unnest(%s::text[], %s::int[], %s::bool[]) AS s(rule, form, alone)
  ON s.rule = r.signing_rule AND s.form = r.form_code AND s.alone
WHERE r.ceased_on IS NULL AND r.status IN ('NORMAL', 'AKTIV')
  AND NOT EXISTS (SELECT 1 FROM migration_flow_legacycompany c WHERE c.cvr = r.cvr)
"""  # noqa: S608 - a constant
# In an order that has nothing to do with who they are, so that the pilot is a fair part of each segment.
_PLACE = """
UPDATE migration_flow_move m SET wave_id = %(wave)s, planned_on = (%(days)s::date[])[1 + (q.place + %(offset)s) / %(capacity)s]
FROM (SELECT id, (row_number() OVER (ORDER BY md5(cvr)) - 1)::int AS place FROM migration_flow_move
      WHERE wave_id IS NULL AND state = 'planned' AND segment = ANY(%(segments)s)
      ORDER BY md5(cvr) LIMIT %(room)s) q
WHERE m.id = q.id
"""


@action(Permission.SUPPORT_SUPERVISE)
def make_waves(*, actor: Actor, waves: list[dict[str, Any]]) -> list[Wave]:
    """Write the plan's waves; `waves` are the fields of Wave by name, dates as ISO text. One that is there is changed."""
    made = []
    for fields in waves:
        wave, _created = Wave.objects.update_or_create(number=fields["number"], defaults=fields)
        wave.refresh_from_db()
        audit.record(MoveEvent.PLANNED, wave, actor=actor, organisations=[], wave=wave.name_da)
        made.append(wave)
    return made


@action(Permission.SUPPORT_SUPERVISE)
def plan_companies(*, actor: Actor) -> dict[str, int]:
    """Give every company the plan does not know its segment, then each segment's companies their day, wave by wave up
    to its capacity. What finds no room has no day: {"planned", "placed", "without"}. Twice changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_MOVE.format(source=select_unplanned()), signing_texts())
        planned = cursor.rowcount
        cursor.execute(_MOVE.format(source=_OWNERS), signing_texts())
        planned += cursor.rowcount
        placed = sum(_place(cursor, wave) for wave in Wave.objects.order_by("number"))
    without = Move.objects.across_organisations("the plan's own").filter(state="planned", wave=None).count()
    told = {"planned": planned, "placed": placed, "without": without}
    _trace_all(actor, told)
    return told


def _place(cursor: Any, wave: Wave) -> int:
    days = working_days(wave.opens_on, wave.closes_on)
    taken = Move.objects.across_organisations("the plan's own").filter(wave=wave).count()
    room = max(0, len(days) * wave.capacity_per_day - taken)
    begun, offset = divmod(taken, wave.capacity_per_day)
    asked = {"wave": wave.pk, "days": days[begun:], "capacity": wave.capacity_per_day, "offset": offset,
             "segments": wave.segments, "room": room}  # fmt: skip
    cursor.execute(_PLACE, asked)
    return int(cursor.rowcount)


def working_days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Days on which companies are invited: no weekend, no Danish holiday."""
    closed: Any = holidays.country_holidays("DK", years=range(first.year, last.year + 1))
    span = (first + datetime.timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in span if day.weekday() < 5 and day not in closed]


def _trace_all(actor: Actor, told: dict[str, Any]) -> None:
    first = Wave.objects.order_by("number").first() or Wave(number=0)
    audit.record(MoveEvent.PLANNED, first, actor=actor, organisations=[], **told)
