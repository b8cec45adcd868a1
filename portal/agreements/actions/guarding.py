"""What every action on a case asks first: is it this person's, is it as it was shown."""

import secrets
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.agreements import queries
from portal.agreements.models import Connection, RegisterCompany
from portal.core.actions import RuleBroken, Stale
from portal.core.actors import Actor, Kind

WHY = "the case of this action"


def case_number() -> str:
    """Short enough to read on the telephone; letters that look like digits are left out."""
    alphabet = "BCDFGHJKMNPQRSTVWXYZ23456789"
    return "T-" + "".join(secrets.choice(alphabet) for _ in range(8))


def locked(connection: Connection, version: int | None = None) -> Connection:
    """The case under a lock. Raises Stale when somebody else changed it since the page was shown."""
    every = Connection.objects.across_organisations(WHY).select_related("started_by", "document", "terms")
    current = every.select_for_update(of=("self",)).get(pk=connection.pk)
    if version is not None and current.version != version:
        raise Stale(
            _("En anden har ændret sagen, mens du havde siden åben. Intet er gået tabt; se den nye version.")
        )
    return current


def own(actor: Actor, connection: Connection, version: int | None = None) -> Connection:
    """The case under a lock, for somebody who takes part in it: starter, signatory or invited."""
    if actor.kind is Kind.PERSON and not queries.cases_of(actor.user).filter(pk=connection.pk).exists():
        raise PermissionDenied("another person's case")
    return locked(connection, version)


def require_state(connection: Connection, *states: str) -> None:
    if connection.state not in states:
        raise RuleBroken(
            _("Det kan ikke lade sig gøre nu, fordi sagens status er “%(state)s”. Intet er ændret.")
            % {"state": connection.get_state_display()}
        )


def known_company(cvr: str) -> RegisterCompany | None:
    return RegisterCompany.objects.filter(pk=cvr).first()


def facts_of(connection: Connection) -> dict[str, Any]:
    """What is known now of the organisation of a case: the register, else what the applicant told."""
    return queries.snapshot_of(connection.cvr) or connection.register_snapshot
