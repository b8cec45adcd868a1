"""A company's move is undone: what it brought here is as if it had never been, and so are the links it sent."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from identities.actions.guarding import lock_organisation
from identities.events import IdentityEvent
from identities.models import Identity
from portal.core import audit
from portal.core.actions import RuleBroken
from portal.core.actors import Actor

_MOVED = "SELECT id FROM identities_identity WHERE organisation_id = %s AND source = 'moved'"
_TRACE = """
SELECT %s, 'identities.identity', id::text, organisation_id, jsonb_build_object('rid', rid)
FROM identities_identity WHERE organisation_id = %s AND (source = 'moved' OR id = ANY(%s))
"""
_TELL = """
SELECT DISTINCT i.email, i.name, i.language FROM identities_identity i
JOIN identities_activation a ON a.identity_id = i.id
WHERE i.organisation_id = %s AND i.source = 'moved' AND i.email <> ''
"""
# What hangs on an identity in this app; charges and periods of life hang only on those that have been active.
_HANGING = ("activation", "consent", "authenticator", "roleassignment", "rolerequest")
_LOOSENED = ("proposed_by_id", "answered_by_id")


def refuse_if_activated(organisation: Any) -> None:
    """Hold the organisation, then look: whoever comes first, the undo or an activation, wins; the other is refused."""
    lock_organisation(organisation)
    rows = Identity.objects.across_organisations("of an organisation already found through its scope")
    begun = Q(first_activated_at__isnull=False) | Q(merged_into__isnull=False) | Q(merged_here__isnull=False)
    first = rows.filter(begun, organisation=organisation, source=Identity.Source.MOVED).first()
    if first is not None:
        raise RuleBroken(
            _("%(name)s har aktiveret sin bruger, så flytningen kan ikke længere fortrydes. Intet er ændret.")
            % {"name": first.shown_name}
        )


def take_back_moved(*, actor: Actor, organisation: Any, adopted: Sequence[uuid.UUID], roles_by: str) -> int:
    """Delete the identities the move brought, take the RID from those that were here before and adopted one, and the
    roles the move (`roles_by`) gave them. Call inside an action, after `refuse_if_activated`. Returns how many
    identities went; rights and mandates are taken back by the floors above, first."""
    own = organisation.pk
    audit.bulk_trace(_TRACE, [IdentityEvent.MOVE_UNDONE.value, own, list(adopted)], actor=actor)
    with connection.cursor() as cursor:
        for column in _LOOSENED:
            cursor.execute(
                f"UPDATE identities_rolerequest SET {column} = NULL WHERE {column} IN ({_MOVED})",  # noqa: S608
                [own],
            )
        for table in _HANGING:
            cursor.execute(f"DELETE FROM identities_{table} WHERE identity_id IN ({_MOVED})", [own])  # noqa: S608
        cursor.execute(
            "DELETE FROM identities_roleassignment WHERE organisation_id = %s AND identity_id = ANY(%s) AND given_by = %s",
            [own, list(adopted), roles_by],
        )
        cursor.execute("UPDATE identities_identity SET rid = NULL WHERE organisation_id = %s AND id = ANY(%s)",
                       [own, list(adopted)])  # fmt: skip
        cursor.execute(
            "DELETE FROM identities_identity WHERE organisation_id = %s AND source = 'moved'", [own]
        )
        return int(cursor.rowcount)


def told_of_activation(organisation: Any) -> list[tuple[str, str, str]]:
    """(address, name, language) of those who have been sent a link; ask before it is taken back."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [organisation.pk])
        return [(row[0], row[1], row[2]) for row in cursor.fetchall()]
