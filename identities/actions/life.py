"""Suspend, resume, close and re-open; start and end dates."""

import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.activate import refuse_second
from identities.actions.counting import begin_life, facts, standing_charges
from identities.actions.guarding import lock_identity, lock_organisation, ours
from identities.actions.leaving import administers, end_roles, note_if_last_left
from identities.actions.order import demand_channel, refuse_if_dearer
from identities.events import IdentityEvent
from identities.lifecycle import IDENTITY
from identities.models import Activation, Authenticator, Consent, Identity, Price
from identities.queries import prices
from identities.signals import identity_closed
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.IDENTITY_SUSPEND)
def suspend(*, actor: Actor, identity: Identity, reason: str = "") -> Identity:
    """Stop a person's access now; works in every state of the organisation. Keeps everything for later."""
    ours(actor, identity)
    home = lock_organisation(identity.organisation_id)
    administered = administers(identity)
    moved = IDENTITY.move(
        lock_identity(identity), "suspend", actor=actor, payload={"why": reason} if reason else None
    )
    if administered:
        note_if_last_left(home, actor)
    return moved


@action(Permission.IDENTITY_MANAGE)
def resume(*, actor: Actor, identity: Identity) -> Identity:
    """Give the access back; costs nothing."""
    ours(actor, identity)
    return IDENTITY.move(lock_identity(identity), "resume", actor=actor)


@action(Permission.IDENTITY_MANAGE)
def close(*, actor: Actor, identity: Identity, reason: str = "") -> Identity:
    """The person has left: logins, roles and open links end; the place is free for another."""
    ours(actor, identity)
    home = lock_organisation(identity.organisation_id)
    current, administered = lock_identity(identity), administers(identity)
    moved = IDENTITY.move(
        current, "close", actor=actor, closed_at=timezone.now(), payload={"why": reason} if reason else None
    )
    release(moved, actor=actor)
    identity_closed.send(Identity, identity=moved, actor=actor)
    if administered:
        note_if_last_left(home, actor)
    return moved


def release(identity: Identity, *, actor: Actor) -> None:
    """Inside an action: what a closed identity no longer has."""
    now = timezone.now()
    why = "of an identity already found through its scope"
    Activation.objects.across_organisations(why).filter(
        identity=identity, used_at__isnull=True, withdrawn_at__isnull=True
    ).update(withdrawn_at=now)
    Authenticator.objects.across_organisations(why).filter(identity=identity).exclude(
        state=Authenticator.State.STOPPED
    ).update(state=Authenticator.State.STOPPED, stopped_at=now, stopped_because="closed")
    Consent.objects.across_organisations(why).filter(identity=identity, withdrawn_at__isnull=True).update(
        withdrawn_at=now
    )
    end_roles(identity, actor=actor, because="closed")


@action(Permission.IDENTITY_MANAGE)
def reopen(*, actor: Actor, identity: Identity, price_shown: Decimal | None = None) -> Identity:
    """The person is back: the same identity and rights; consent and roles are given anew. A free one
    beyond the free places is charged like a new one, at today's price, which the page has shown."""
    ours(actor, identity)
    lock_organisation(identity.organisation_id)
    current = lock_identity(identity)
    _refuse_reopening(current)
    refuse_second(current, current.user)
    if reopening_costs(current):
        demand_channel(current.organisation, 1)
        refuse_if_dearer(price_shown)
    charge = begin_life(current, actor=actor, price=None)
    return IDENTITY.move(current, "reopen", actor=actor, closed_at=None, ends_on=None, payload=facts(charge))


def _refuse_reopening(identity: Identity) -> None:
    if identity.pseudonymised_at or identity.merged_into_id:
        raise RuleBroken(_("Brugeren kan ikke åbnes igen. Opret en ny i stedet."))
    if identity.user_id is None:
        raise RuleBroken(_("Brugeren blev aldrig aktiveret. Opret en ny i stedet."))


def reopening_costs(identity: Identity) -> Decimal:
    """What opening it again costs now, kroner without VAT."""
    free = prices.free_identities()
    others = prices.counted_up_to(prices.live(identity.organisation_id).exclude(pk=identity.pk), free)
    charged = others >= free and not standing_charges(identity)["standing"]
    return prices.price(Price.Item.IDENTITY) if charged else Decimal(0)


@action(Permission.IDENTITY_MANAGE)
def schedule(
    *, actor: Actor, identity: Identity, starts_on: datetime.date | None, ends_on: datetime.date | None
) -> Identity:
    """When the identity starts (only a draft) and ends; the end is carried out the night after that day."""
    ours(actor, identity)
    current = lock_identity(identity)
    if starts_on and ends_on and ends_on < starts_on:
        raise RuleBroken(_("Slutdatoen ligger før startdatoen. Intet er gemt."))
    if ends_on and ends_on < timezone.localdate():
        raise RuleBroken(_("Slutdatoen er passeret. Luk brugeren i stedet. Intet er gemt."))
    if starts_on != current.starts_on and current.state != Identity.State.DRAFT:
        raise RuleBroken(_("Startdatoen kan kun ændres, før brugeren er bestilt. Intet er gemt."))
    current.starts_on, current.ends_on = starts_on, ends_on
    current.save(update_fields=["starts_on", "ends_on"])
    audit.record(
        IdentityEvent.SCHEDULED,
        current,
        actor=actor,
        organisations=[current.organisation],
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return current
