"""Many identities at once, set-based: what the guided move brings, and the orders of their activation."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from identities import mails
from identities.actions.order import LINK_DAYS, path_for
from identities.events import ActivationEvent, IdentityEvent
from identities.models import Activation, Identity, Price
from identities.queries.prices import price
from identities.rules.secrets import digest, new_token
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

_INSERT = """
INSERT INTO identities_identity (
    id, organisation_id, kind, source, state, given_name, surname, email, phone, birth_date, cpr, cpr_index,
    rid, p_number, department, is_pseudonym, pseudonym, se_number, language, may_sign, version, created_at)
SELECT gen_random_uuid(), %s, 'ordinary', 'moved', 'draft', s.given_name, s.surname, coalesce(s.email, ''),
       coalesce(s.phone, ''), s.birth_date, s.cpr, s.cpr_index, s.rid, coalesce(s.p_number, ''),
       coalesce(s.department, ''), false, '', '', 'da', true, 1, %s
FROM ({source}) AS s(given_name, surname, email, phone, birth_date, cpr, cpr_index, rid, p_number, department)
ON CONFLICT (organisation_id, rid) DO NOTHING
"""
_TRACE = """
SELECT %s, 'identities.identity', id::text, organisation_id, jsonb_build_object('rid', rid)
FROM identities_identity WHERE organisation_id = %s AND created_at = %s AND source = 'moved'
"""
_ORDER_TRACE = """
SELECT %s, 'identities.identity', id::text, organisation_id, jsonb_build_object('bulk', true)
FROM identities_identity WHERE id = ANY(%s::uuid[])
"""


@action(Permission.MIGRATION_EXECUTE)
def insert_moved(*, actor: Actor, organisation: Organisation, source_sql: str, params: Iterable[Any]) -> int:
    """Insert drafts from a SELECT of (given_name, surname, email, phone, birth_date, cpr, cpr_index, rid,
    p_number, department). A RID that is already there stays as it is. Returns how many were inserted; each
    has its trace. `source_sql` is written by our own code, never by a user; `params` are its parameters."""
    made_at = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_INSERT.replace("{source}", source_sql), [organisation.pk, made_at, *params])
        inserted = cursor.rowcount
    audit.bulk_trace(
        _TRACE, [IdentityEvent.MOVED.value, organisation.pk, made_at], actor=actor, rows_expected=inserted
    )
    return inserted


@action(Permission.IDENTITY_MANAGE)
def order_activations(
    *,
    actor: Actor,
    identities: QuerySet[Identity] | Iterable[Any],
    paths: dict[Any, str] | str = "",
    letter: Any = mails.activation,
) -> int:
    """Order the activation of drafts: two set-based statements and one mail each. Returns how many were
    ordered.

    `identities`: a scoped queryset or ids (of the actor's organisation). `paths`: the way to activate
    where neither CPR nor birth date is known, one for all or by identity id. `letter`: the mail that carries
    the link, `(identity, token, sender, days)`. Nobody has to have an invoice channel for it."""
    drafts = list(_drafts(actor, identities).select_for_update(of=("self",)))
    if not drafts:
        audit.record_bulk("SELECT 1 WHERE false", [])
        return 0
    now, tokens = timezone.now(), {each.pk: new_token() for each in drafts}
    rows = Identity.objects.across_organisations("drafts already found through their scope")
    rows.filter(pk__in=list(tokens)).update(
        state=Identity.State.PENDING, ordered_price=price(Price.Item.IDENTITY)
    )
    expires = now + datetime.timedelta(days=LINK_DAYS)
    Activation.objects.bulk_create(
        [
            Activation(
                identity=each,
                token_hash=digest(tokens[each.pk]),
                expires_at=expires,
                path=path_for(each, paths if isinstance(paths, str) else paths.get(each.pk, "")),
            )
            for each in drafts
        ],
        batch_size=2000,
    )
    for each in drafts:
        letter(each, tokens[each.pk], actor.label if actor.user else "", LINK_DAYS)
    for event in (IdentityEvent.ORDERED, ActivationEvent.SENT):
        audit.bulk_trace(_ORDER_TRACE, [event.value, list(tokens)], actor=actor, rows_expected=len(drafts))
    return len(drafts)


def _drafts(actor: Actor, identities: Any) -> QuerySet[Identity]:
    if not isinstance(identities, QuerySet):
        opened = Identity.objects
        rows = (
            opened.for_actor(actor) if actor.organisation else opened.across_organisations("ids from a job")
        )
        identities = rows.filter(pk__in=list(identities))
    return identities.filter(state=Identity.State.DRAFT).select_related("organisation").order_by("pk")
