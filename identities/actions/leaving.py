"""When somebody with a role leaves: the roles end, and the organisation learns if nobody administers it
any more."""

from django.utils import timezone

from identities import mails
from identities.events import RoleEvent
from identities.models import AdministratorRole, Identity, RoleAssignment
from identities.queries.people import administrators, standing
from identities.signals import last_administrator_left
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actors import Actor


def end_roles(identity: Identity, *, actor: Actor, because: str) -> int:
    """End every standing role of the identity. Returns how many there were."""
    rows = RoleAssignment.objects.across_organisations("of an identity already found through its scope")
    held = list(rows.filter(identity=identity, ended_at__isnull=True))
    for each in held:
        end_role(each, identity, actor=actor, because=because, event=RoleEvent.TAKEN)
    return len(held)


def end_role(
    assignment: RoleAssignment, identity: Identity, *, actor: Actor, because: str, event: RoleEvent
) -> None:
    assignment.ended_at, assignment.ended_because = timezone.now(), because
    assignment.save(update_fields=["ended_at", "ended_because"])
    audit.record(
        event,
        identity,
        actor=actor,
        organisations=[identity.organisation],
        role=assignment.role,
        name=identity.name,
        because=because,
    )


def administers(identity: Identity) -> bool:
    """Whether the identity is an organisation administrator at work right now."""
    held = standing(identity.organisation_id).filter(
        identity=identity,
        role=AdministratorRole.ORGANISATION_ADMINISTRATOR,
        identity__state=Identity.State.ACTIVE,
    )
    return held.exists()


def note_if_last_left(organisation: Organisation, actor: Actor) -> None:
    """Leaving always succeeds; when it was the last one, recovery is open and the others are told."""
    left = len(administrators(organisation, AdministratorRole.ORGANISATION_ADMINISTRATOR))
    if left > 1:
        return
    mails.few_administrators(organisation, left)
    if left:
        return
    audit.record(RoleEvent.LAST_LEFT, organisation, actor=actor, organisations=[organisation])
    last_administrator_left.send(Organisation, organisation=organisation, actor=actor)
