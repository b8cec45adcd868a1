"""Two identities that are one person: put together, no right is lost, and it counts once."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.guarding import lock_identity, lock_organisation, ours
from identities.actions.life import release
from identities.actions.roles import give_role
from identities.actions.settle import settle
from identities.events import IdentityEvent
from identities.lifecycle import IDENTITY
from identities.models import Authenticator, Consent, Identity
from identities.queries.activations import open_activation
from identities.queries.people import standing
from identities.signals import identities_merged
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

FILLED = ("email", "phone", "department", "p_number", "se_number", "birth_date")


@action(Permission.IDENTITY_MANAGE)
def merge(*, actor: Actor, kept: Identity, merged: Identity, reason: str = "") -> Identity:
    """Close `merged` and give what it had to `kept`. Only for one and the same person: the same login, or
    the same CPR number, or one that claimed to be the other; otherwise the administrator's reason is
    asked for and kept.

    The floors above move rights and mandates on the signal, in the same transaction."""
    ours(actor, kept)
    ours(actor, merged)
    lock_organisation(kept.organisation_id)
    first, second = sorted((kept, merged), key=lambda each: each.pk)
    locked = {each.pk: lock_identity(each) for each in (first, second)}
    kept, merged = locked[kept.pk], locked[merged.pk]
    _refuse(kept, merged, reason)
    roles = list(standing(kept.organisation_id).filter(identity=merged).values_list("role", flat=True))
    _hand_over(kept, merged)
    IDENTITY.move(
        merged,
        "merge",
        actor=actor,
        closed_at=timezone.now(),
        merged_into=kept,
        payload={"kept": str(kept.pk), **({"why": reason} if reason else {})},
    )
    release(merged, actor=actor)
    held = set(standing(kept.organisation_id).filter(identity=kept).values_list("role", flat=True))
    for role in roles:
        if role not in held:
            give_role(kept, role, actor=actor, tell=False)
    _repoint(kept, merged)
    audit.record(
        IdentityEvent.MERGED, kept, actor=actor, organisations=[kept.organisation], merged=str(merged.pk)
    )
    settle(kept.organisation, [kept.pk, merged.pk], actor=actor)
    identities_merged.send(Identity, kept=kept, merged=merged, actor=actor)
    return kept


def same_person(kept: Identity, merged: Identity) -> bool:
    """What the portal itself knows to be one person."""
    if kept.user_id is not None and kept.user_id == merged.user_id:
        return True
    if kept.cpr_index is not None and merged.cpr_index is not None:
        return bytes(kept.cpr_index) == bytes(merged.cpr_index)
    claimed = open_activation(merged)
    return bool(claimed and kept.user_id is not None and claimed.claimed_by_id == kept.user_id)


def _refuse(kept: Identity, merged: Identity, reason: str) -> None:
    if kept.pk == merged.pk or kept.organisation_id != merged.organisation_id:
        raise RuleBroken(_("De to brugere kan ikke lægges sammen."))
    if Identity.State.CLOSED in (kept.state, merged.state):
        raise RuleBroken(_("En lukket bruger kan ikke lægges sammen med en anden. Intet er ændret."))
    if kept.state not in Identity.LIVE and merged.state in Identity.LIVE:
        raise RuleBroken(_("Behold den aktive af de to. Intet er ændret."))
    both = (kept.cpr_index, merged.cpr_index)
    if None not in both and bytes(both[0]) != bytes(both[1]):  # type: ignore[arg-type]
        raise RuleBroken(
            _("De to brugere har forskellige CPR-numre og er ikke samme person. Intet er ændret.")
        )
    if not same_person(kept, merged) and len(reason.strip()) < 10:
        raise RuleBroken(
            _("Skriv med mindst 10 tegn, hvordan I ved, at det er samme person. Intet er ændret.")
        )


def _hand_over(kept: Identity, merged: Identity) -> None:
    """Fill what `kept` lacks; a RID moves only where `kept` has none, else both stay findable."""
    changes: dict[str, Any] = {
        name: getattr(merged, name) for name in FILLED if not getattr(kept, name) and getattr(merged, name)
    }
    if kept.cpr is None and merged.cpr is not None:
        changes |= {"cpr": merged.cpr, "cpr_index": merged.cpr_index}
    if kept.rid is None and merged.rid is not None:
        changes["rid"], merged.rid = merged.rid, None
        merged.save(update_fields=["rid"])
    for name, value in changes.items():
        setattr(kept, name, value)
    if changes:
        kept.save(update_fields=list(changes))
    why = "of an identity already found through its scope"
    if not Consent.objects.across_organisations(why).filter(identity=kept, withdrawn_at=None).exists():
        moving = Consent.objects.across_organisations(why).filter(identity=merged, user=kept.user_id)
        moving.filter(withdrawn_at=None).update(identity=kept)
    dedicated = Authenticator.objects.across_organisations(why).filter(identity=merged)
    dedicated.exclude(state=Authenticator.State.STOPPED).update(identity=kept)


def _repoint(kept: Identity, merged: Identity) -> None:
    """Those merged into the merged one earlier are found under the kept one."""
    rows = Identity.objects.across_organisations("of an identity already found through its scope")
    rows.filter(merged_into=merged).update(merged_into=kept)
