"""Support suspends a person, or lets them in again, only when two agents agree."""

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.guarding import lock_identity, lock_organisation
from identities.actions.leaving import administers, note_if_last_left
from identities.actions.support import opened, reasoned
from identities.events import SupportEvent
from identities.lifecycle import IDENTITY
from identities.models import Identity, SupportProposal
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

Act = SupportProposal.Act
STARTS_FROM = {Act.SUSPEND: Identity.State.ACTIVE, Act.RESUME: Identity.State.SUSPENDED}


@action(Permission.SUPPORT_STOP)
def propose_stop(*, actor: Actor, identity: Identity, act: str, reason: str) -> SupportProposal:
    """Ask that the person be suspended (`act` "suspend") or let in again ("resume"). Nothing changes yet."""
    opened(actor, identity.organisation_id)
    actor, current = reasoned(actor, reason), lock_identity(identity)
    if act not in Act.values or current.state != STARTS_FROM[Act(act)]:
        raise RuleBroken(_("Det kan ikke lade sig gøre med brugerens status nu. Intet er ændret."))
    rows = SupportProposal.objects.across_organisations("of an identity already found through its scope")
    if rows.filter(identity=current, state=SupportProposal.State.OPEN).exists():
        raise RuleBroken(_("Der er allerede et forslag, som venter på en kollega."))
    proposal = SupportProposal.objects.create(
        identity=current, act=act, reason=actor.reason, proposed_by=actor.stable_id
    )
    _note(SupportEvent.PROPOSED, proposal, actor)
    return proposal


@action(Permission.SUPPORT_STOP)
def answer_stop(*, actor: Actor, proposal: SupportProposal, approved: bool, reason: str) -> SupportProposal:
    """A second agent agrees, and it happens at once; or not, and nothing does. Both say why."""
    identity = proposal.identity
    opened(actor, identity.organisation_id)
    actor = reasoned(actor, reason)
    home = lock_organisation(identity.organisation_id)
    current = _locked(proposal)
    if current.state != SupportProposal.State.OPEN:
        raise RuleBroken(_("Forslaget er allerede besvaret. Intet er ændret."))
    if current.proposed_by == actor.stable_id:
        raise RuleBroken(_("En kollega skal svare på dit forslag. Intet er ændret."))
    current.state = SupportProposal.State.APPROVED if approved else SupportProposal.State.REJECTED
    current.answered_by, current.answered_at = actor.stable_id, timezone.now()
    current.save(update_fields=["state", "answered_by", "answered_at"])
    _note(SupportEvent.APPROVED if approved else SupportEvent.REJECTED, current, actor)
    if approved:
        administered = administers(current.identity)
        IDENTITY.move(lock_identity(identity), current.act, actor=actor, payload={"why": current.reason})
        if administered and current.act == Act.SUSPEND:
            note_if_last_left(home, actor)
    return current


def _locked(proposal: SupportProposal) -> SupportProposal:
    rows = SupportProposal.objects.across_organisations("of a proposal already found through its scope")
    return (
        rows.select_for_update(of=("self",))
        .select_related("identity__organisation", "identity__user")
        .get(pk=proposal.pk)
    )


def _note(event: SupportEvent, proposal: SupportProposal, actor: Actor) -> None:
    audit.record(
        event,
        proposal.identity,
        actor=actor,
        organisations=[proposal.identity.organisation],
        proposed=proposal.act,
        why=proposal.reason,
    )
