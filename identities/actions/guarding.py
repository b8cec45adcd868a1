"""What every action here does first: is it ours, and may two do this at once."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from identities.models import Activation, Identity
from portal.agreements.models import Organisation
from portal.core.actions import RuleBroken
from portal.core.actors import Actor, Kind


def organisation_of(actor: Actor, organisation: Organisation | None = None) -> Organisation:
    """The organisation an action works in: the actor's own; the system and staff name one."""
    chosen = organisation or actor.organisation
    if chosen is None:
        raise PermissionDenied("no organisation")
    _same(actor, chosen.pk)
    return chosen


def ours(actor: Actor, thing: Any) -> None:
    """Refuse a row of another organisation, however it came here. People acting for themselves pass their
    own rules."""
    for organisation in thing.organisations():
        _same(actor, organisation.pk)


def _same(actor: Actor, organisation: Any) -> None:
    bound = actor.kind in (Kind.PERSON, Kind.SERVICE) and actor.organisation is not None
    if bound and actor.organisation.pk != organisation:
        raise PermissionDenied("another organisation")


def lock_organisation(organisation: Any) -> Organisation:
    """One at a time per organisation: counting free identities, removing administrators. Rows that only
    point at the organisation are not held up."""
    rows = Organisation.objects.across_organisations("of an organisation already found through its scope")
    return rows.select_for_update(no_key=True).get(pk=getattr(organisation, "pk", organisation))


def lock_identity(identity: Identity) -> Identity:
    """The row as it is now, held until the action ends."""
    rows = Identity.objects.across_organisations("of an identity already found through its scope")
    return rows.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=identity.pk)


def lock_activation(activation: Activation) -> Activation:
    """The activation as it is now, held; RuleBroken when it has been used, withdrawn or has expired
    meanwhile."""
    lock_organisation(activation.identity.organisation_id)
    rows = Activation.objects.across_organisations("of an activation already opened by its key")
    current = (
        rows.select_for_update(of=("self",))
        .select_related("identity__organisation", "identity__user")
        .filter(pk=activation.pk)
        .first()  # gone where a company's move was undone meanwhile
    )
    if current is None or current.used_at or current.withdrawn_at or current.expires_at <= timezone.now():
        raise RuleBroken(_("Linket virker ikke længere. Bed jeres administrator om et nyt. Intet er ændret."))
    return current
