"""Owners without an agreement: nobody there distributes what is received, so they may use it themselves."""

from identities.models import Identity
from mandates.models import Mandate
from portal.agreements.models import Organisation
from portal.core.actors import Actor, Kind
from rights.actions import assign
from rights.models import Assignment


def let_owners_use_it(mandate: Mandate, actor: Actor) -> None:
    """Inside the action that brings it into force: the owners whom the register lets act alone for the grantee."""
    if mandate.grantee.state != Organisation.State.NAMED or mandate.grantee_identity_id:
        return
    owners = Identity.objects.across_organisations("the owners of a grantee without an agreement")
    alone = owners.filter(
        organisation=mandate.grantee, kind=Identity.Kind.AUTOMATIC, state=Identity.State.ACTIVE
    )
    standing = Assignment.objects.across_organisations("of a grantee without an agreement").filter(
        client=mandate.affairs_of, right=None, ends_at__isnull=True
    )
    portal = Actor(kind=Kind.SYSTEM, label="mandates", reason=actor.label)
    for owner in alone.exclude(pk__in=standing.values("identity")).order_by("pk"):
        assign(actor=portal, organisation=mandate.grantee, identity=owner, client=mandate.affairs_of)
