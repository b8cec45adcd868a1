"""When a company moves: invited by the plan, on a day of its own choice, later a counted number of times, paused."""

import datetime
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from migration_flow import mails
from migration_flow.events import MoveEvent
from migration_flow.lifecycle import MOVE
from migration_flow.models import Letter, Move, Postponement
from migration_flow.queries.timing import room_on, window_of
from portal.core import audit, trace
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

BEFORE = (Move.State.PLANNED, Move.State.INVITED)
LETTER_VERSION = "1"
_INVITE = """
UPDATE migration_flow_move SET state = 'invited', invited_at = clock_timestamp()
WHERE id IN (SELECT id FROM migration_flow_move WHERE state = 'planned' AND planned_on <= %s
             ORDER BY planned_on, id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id
"""
# One letter to the owner and one to the administrator: what each needs to know is not the same.
_LETTERS = """
INSERT INTO migration_flow_letter (id, move_id, audience, template_version, facts)
SELECT gen_random_uuid(), m.id, a.audience, %s,
       jsonb_build_object('name', m.name, 'cvr', m.cvr,
                          'street', COALESCE(NULLIF(concat_ws(' ', c.street, c.house_number), ''), r.street, ''),
                          'postcode', COALESCE(c.postcode, r.postcode, ''), 'city', COALESCE(c.city, r.city, ''),
                          'from', w.opens_on, 'to', w.closes_on, 'times', w.postponements, 'segment', m.segment)
FROM migration_flow_move m
LEFT JOIN migration_flow_legacycompany c ON c.cvr = m.cvr
LEFT JOIN agreements_registercompany r ON r.cvr = m.cvr
LEFT JOIN migration_flow_wave w ON w.id = m.wave_id
CROSS JOIN (VALUES ('owner'), ('administrator')) AS a(audience)
WHERE m.id = ANY(%s) AND (a.audience = 'owner' OR m.segment <> 'S0')
"""
_TRACE = """
SELECT %s, 'migration_flow.move', m.id::text, m.organisation_id, jsonb_build_object('name', m.name)
FROM migration_flow_move m WHERE m.id = ANY(%s)
"""


@action(Permission.SUPPORT_SUPERVISE)
def invite_due(*, actor: Actor, limit: int = 500) -> int:
    """Invite companies whose day has come: state, letters and a mail each. Returns how many; call until none is left."""
    trace.current().entries += 1
    with connection.cursor() as cursor:
        cursor.execute(_INVITE, [timezone.localdate(), limit])
        ids = [row[0] for row in cursor.fetchall()]
        if not ids:
            return 0
        cursor.execute(_LETTERS, [LETTER_VERSION, ids])
    audit.bulk_trace(_TRACE, [MoveEvent.INVITED.value, ids], actor=actor, rows_expected=len(ids))
    for letter in Letter.objects.across_organisations("just written").filter(
        move__in=ids, audience=Letter.Audience.ADMINISTRATOR
    ).select_related("move"):  # fmt: skip
        mails.invitation(letter.move, letter.facts)
    return len(ids)


@action(Permission.MIGRATION_DECIDE)
def choose_date(*, actor: Actor, day: datetime.date) -> Move:
    """The day the company wants to move on, inside its window and where the country has room."""
    move = _before(actor)
    first, last = window_of(move)
    if day < timezone.localdate() or not first <= day <= last:
        raise RuleBroken(
            _("Vælg en dag fra %(first)s til %(last)s.")
            % {"first": _day(max(first, timezone.localdate())), "last": _day(last)}
        )
    if not room_on(move, day):
        raise RuleBroken(_("Den dag er fuld. Vælg en anden. I kan altid flytte før uden at vælge en dag."))
    move.chosen_date = day
    move.save(update_fields=["chosen_date"])
    audit.record(MoveEvent.DATE_CHOSEN, move, actor=actor, organisations=[actor.organisation], day=str(day))
    return move


@action(Permission.MIGRATION_DECIDE)
def postpone(*, actor: Actor, until: datetime.date) -> Move:
    """Say later, a counted number of times; never beyond the plan's last day."""
    move = _before(actor)
    wave = move.wave
    spent = Postponement.objects.for_actor(actor).filter(identity=None).count()
    if wave is None or spent >= wave.postponements:
        raise RuleBroken(
            _(
                "I har brugt jeres udsættelser. Nu skal I flytte, før I kan andet end at spærre og fjerne adgang."
            )
        )
    _first, last = window_of(move)
    if not timezone.localdate() < until <= last:
        raise RuleBroken(_("I kan højst udsætte til %(last)s.") % {"last": _day(last)})
    Postponement.objects.create(move=move, until=until, by=actor.label)
    move.chosen_date = until
    move.save(update_fields=["chosen_date"])
    audit.record(MoveEvent.POSTPONED, move, actor=actor, organisations=[actor.organisation], until=str(until),
                 left=wave.postponements - spent - 1)  # fmt: skip
    return move


@action(Permission.SUPPORT_MIGRATION)
def pause(*, actor: Actor, move: Move, because: str) -> Move:
    """Case work holds the move: nothing is asked of the company meanwhile."""
    return MOVE.move(move, "pause", actor=actor, paused_because=because, payload={"because": because})


@action(Permission.SUPPORT_MIGRATION)
def resume(*, actor: Actor, move: Move, reason: str = "") -> Move:
    """Go on; answers already given are still there."""
    name = "back on the path" if move.state == Move.State.OTHER_PATH else "resume"
    return MOVE.move(move, name, actor=actor, paused_because="", payload={"why": reason} if reason else None)


def _before(actor: Actor) -> Move:
    move = Move.objects.for_actor(actor).select_related("wave").select_for_update(of=("self",)).first()
    if move is None or move.state not in BEFORE:
        raise RuleBroken(_("Der er ingen dag at vælge; flytningen er i gang eller færdig."))
    return move


def _day(day: Any) -> str:
    return date_format(day)
