"""The nightly recount enforces: what the facts demand is charged, what they do not is proposed back."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils import timezone

from identities import mails
from identities.events import BillingEvent
from identities.queries.recounting import missing_sql, surplus_sql
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

_RAISE = """
INSERT INTO identities_charge (id, organisation_id, kind, identity_id, amount, occasion, reason, at, raised_by)
SELECT gen_random_uuid(), m.org, 'identity', m.who, coalesce(i.ordered_price, price.amount),
       1 + (SELECT count(*) FROM identities_charge h WHERE h.identity_id = m.who AND h.kind = 'identity'),
       'beyond the free identities', %s, 'recount'
FROM missing m JOIN identities_identity i ON i.id = m.who
CROSS JOIN LATERAL (
    SELECT p.amount FROM identities_price p WHERE p.item = 'identity'
    ORDER BY (p.valid_from <= (m.since AT TIME ZONE 'Europe/Copenhagen')::date) DESC,
             CASE WHEN p.valid_from <= (m.since AT TIME ZONE 'Europe/Copenhagen')::date THEN p.valid_from END DESC,
             p.valid_from LIMIT 1) price
WHERE coalesce(i.ordered_price, price.amount) > 0
ON CONFLICT (identity_id, occasion) WHERE kind = 'identity' DO NOTHING
"""
_PROPOSE = """
INSERT INTO identities_creditnote (id, organisation_id, charge_id, reason, state, proposed_at, answered_by)
SELECT gen_random_uuid(), s.org, s.charge, 'not due after the recount', 'proposed', %s, ''
FROM surplus s ON CONFLICT (charge_id) DO NOTHING
"""
_HOLD = """
INSERT INTO identities_invoicechannel (organisation_id, kind, email, ean, attention, order_number, set_at, hold_since)
SELECT o.organisation_id, '', '', '', '', '', %s, %s
FROM (SELECT organisation_id FROM identities_liveperiod WHERE ended_at IS NULL
      GROUP BY organisation_id HAVING count(*) > %s) o
ON CONFLICT (organisation_id) DO UPDATE SET hold_since = excluded.hold_since
WHERE identities_invoicechannel.kind = '' AND identities_invoicechannel.hold_since IS NULL
"""
_TRACE_CHARGES = """
SELECT %s, 'identities.charge', id::text, organisation_id,
       jsonb_build_object('identity', identity_id, 'amount', amount::text, 'raised_by', raised_by)
FROM identities_charge WHERE at = %s AND raised_by = 'recount'
"""
_TRACE_NOTES = """
SELECT %s, 'identities.creditnote', id::text, organisation_id, jsonb_build_object('charge', charge_id)
FROM identities_creditnote WHERE proposed_at = %s AND state = 'proposed'
"""
_TRACE_HOLDS = """
SELECT %s, 'agreements.organisation', organisation_id::text, organisation_id, '{}'::jsonb
FROM identities_invoicechannel WHERE hold_since = %s
"""


@dataclass(frozen=True)
class Recounted:
    """How many charges were raised, credit notes proposed, organisations put on hold."""

    raised: int
    proposed: int
    held: int


@action(Permission.SUPPORT_SUPERVISE)
def recount(*, actor: Actor, organisation: Organisation | None = None) -> Recounted:
    """Count all organisations (or one) again from the facts, in one pass over them. Doing it twice adds
    nothing."""
    now = timezone.now()
    raised = _run(missing_sql(organisation), "missing(org, who, since)", _RAISE, [now])
    proposed = _run(surplus_sql(organisation), "surplus(org, who, charge)", _PROPOSE, [now])
    held = 0 if organisation else _hold(now)
    facts = (
        (raised, _TRACE_CHARGES, BillingEvent.CHARGED),
        (proposed, _TRACE_NOTES, BillingEvent.CREDIT_PROPOSED),
        (held, _TRACE_HOLDS, BillingEvent.HELD),
    )
    for count, source, event in facts:
        if count:
            audit.bulk_trace(source, [event.value, now], actor=actor, rows_expected=count)
    _tell(now)
    if not any((raised, proposed, held)):
        audit.record_bulk("SELECT 1 WHERE false", [])
    return Recounted(raised, proposed, held)


def _run(found: tuple[str, list[Any]], shape: str, insert: str, params: list[Any]) -> int:
    """Look first, write after: the rows found are kept aside for the length of the transaction."""
    sql, found_params = found
    name, _, columns = shape.partition("(")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        cursor.execute(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {sql}", found_params)
        for number, column in enumerate(columns.rstrip(")").split(", ")):
            old = ("org", "who", "since" if name == "missing" else "id")[number]
            if old != column:
                cursor.execute(f"ALTER TABLE {name} RENAME COLUMN {old} TO {column}")
        cursor.execute(insert, params)
        return cursor.rowcount


def _hold(now: Any) -> int:
    from identities.queries.prices import free_identities

    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [now, now, free_identities()])
        return cursor.rowcount


def _tell(now: Any) -> None:
    """One mail per organisation concerned."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organisation_id, count(*), sum(amount) FROM identities_charge"
            " WHERE at = %s AND raised_by = 'recount' GROUP BY organisation_id",
            [now],
        )
        charged = {row[0]: (row[1], Decimal(row[2])) for row in cursor.fetchall()}
        cursor.execute("SELECT organisation_id FROM identities_invoicechannel WHERE hold_since = %s", [now])
        held = {row[0] for row in cursor.fetchall()}
    homes = Organisation.objects.across_organisations("the recount tells those it concerns").in_bulk(
        [*charged, *held]
    )
    for pk, (count, amount) in charged.items():
        mails.charge_raised(homes[pk], count, amount)
    for pk in held:
        mails.channel_missing(homes[pk])
