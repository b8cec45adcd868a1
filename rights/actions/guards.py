"""What every action here asks before it changes anything."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from identities.models import Identity
from portal.agreements.models import Organisation, RegisterUnit
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from rights.models import Right
from rights.rules import limits


def require_own(actor: Actor, organisation: Organisation) -> None:
    """The actor acts in this organisation (or is the portal itself). Raises PermissionDenied."""
    if not actor.is_system and (actor.organisation is None or actor.organisation.pk != organisation.pk):
        raise PermissionDenied(organisation.cvr)


def require_living(organisation: Organisation) -> None:
    if organisation.state == Organisation.State.CLOSED:
        raise RuleBroken(_("Organisationen er ophørt. Der kan ikke gives nye rettigheder."))


def require_givable(organisation: Organisation, right: Right, limit_type: str, limit_value: str) -> None:
    """The right is in the catalogue and may have this limit in this organisation. Raises RuleBroken."""
    if right.retired_at is not None:
        raise RuleBroken(
            _("“%(right)s” kan ikke længere tildeles. Vælg en anden rettighed.") % {"right": right.name}
        )
    refused = limits.refusal(
        right, limit_type, limit_value, units_of(organisation) if limit_type == "p" else ()
    )
    if refused:
        raise RuleBroken(refused)


def units_of(organisation: Organisation) -> frozenset[str]:
    """The organisation's living production units, as P-numbers."""
    rows = RegisterUnit.objects.filter(company_id=organisation.cvr, ceased_on__isnull=True)
    return frozenset(rows.values_list("p_number", flat=True))


def require_receiver(organisation: Organisation, identity: Identity | None, group: Any) -> None:
    """Exactly one receiver, of this organisation, and still there. Raises RuleBroken or PermissionDenied."""
    receiver = identity or group
    if receiver is None or (identity is not None and group is not None):
        raise RuleBroken(_("Vælg en bruger eller en brugergruppe."))
    if receiver.organisation_id != organisation.pk:
        raise PermissionDenied(str(receiver.pk))
    if identity is not None and identity.state == Identity.State.CLOSED:
        raise RuleBroken(_("Brugeren er lukket og kan ikke få nye rettigheder."))
    if group is not None and group.deleted_at is not None:
        raise RuleBroken(_("Brugergruppen er slettet."))
