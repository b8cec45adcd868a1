"""Dedicated MitID: ordered, tied to its identity at the first login, stopped, replaced, reported lost."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities import mails
from identities.actions.guarding import lock_identity, lock_organisation, ours
from identities.events import AuthenticatorEvent, BillingEvent
from identities.models import Authenticator, AuthenticatorKind, AuthenticatorOrder, Charge, Identity
from identities.queries import prices
from identities.rules.secrets import digest, new_token
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

LINK_DAYS = 30
PHYSICAL = (AuthenticatorKind.CODE_DISPLAY, AuthenticatorKind.AUDIO_READER, AuthenticatorKind.CHIP)


@action(Permission.IDENTITY_MANAGE)
def order_authenticator(
    *, actor: Actor, identity: Identity, kind: str, price_shown: Any = None
) -> Authenticator:
    """A dedicated MitID for the employee; a physical one costs what the page showed, once."""
    ours(actor, identity)
    current = lock_identity(identity)
    if current.state not in (Identity.State.ACTIVE, Identity.State.SUSPENDED, Identity.State.PENDING):
        raise RuleBroken(_("Brugeren skal være bestilt eller aktiv. Intet er bestilt."))
    if price_shown is not None and price_of(kind) > price_shown:
        raise RuleBroken(_("Prisen er steget. Intet er bestilt. Se prisen, og bestil igen."))
    return order_for(current, kind, actor=actor)


@action(Permission.IDENTITY_MANAGE)
def new_phone(*, actor: Actor, authenticator: Authenticator) -> Authenticator:
    """A new link for a new phone. The old one works until the new one is in use; every right stays."""
    ours(actor, authenticator)
    current = locked(authenticator)
    if current.state == Authenticator.State.STOPPED:
        raise RuleBroken(_("Identifikationsmidlet er stoppet. Bestil et nyt. Intet er ændret."))
    if current.state == Authenticator.State.ORDERED:
        _link(current)
        record(AuthenticatorEvent.REPLACED, current, actor)
        return current
    if current.kind in PHYSICAL:
        raise RuleBroken(_("Det er ikke en telefon. Bestil et nyt i stedet. Intet er ændret."))
    fresh = Authenticator.objects.create(identity=current.identity, kind=current.kind)
    _link(fresh)
    record(AuthenticatorEvent.REPLACED, fresh, actor, replaces=str(current.pk))
    return fresh


@action(Permission.IDENTITY_SUSPEND)
def stop_authenticator(*, actor: Actor, authenticator: Authenticator, reason: str = "") -> Authenticator:
    """Stop it now; the identity and its rights stay."""
    ours(actor, authenticator)
    return stop(locked(authenticator), reason, actor, AuthenticatorEvent.STOPPED)


@action(Permission.OWN_IDENTITY)
def report_lost(*, actor: Actor, authenticator: Authenticator) -> Authenticator:
    """The employee has lost it, at any hour, in any state of the organisation: it stops at the next
    request."""
    current = locked(authenticator)
    if actor.user is None or actor.user.pk not in (current.user_id, current.identity.user_id):
        raise RuleBroken(_("Du kan kun melde dine egne identifikationsmidler mistet."))
    stopped = stop(current, "lost", actor, AuthenticatorEvent.REPORTED_LOST)
    mails.reported_lost(current.identity, current.get_kind_display())
    return stopped


def order_for(identity: Identity, kind: str, *, actor: Actor) -> Authenticator:
    """Inside an action: the row, the order of a physical one with its charge, and the link."""
    if kind not in allowed_kinds(identity.organisation):
        raise RuleBroken(
            _("Organisationen bruger ikke det identifikationsmiddel. Vælg et andet. Intet er bestilt.")
        )
    authenticator = Authenticator.objects.create(identity=identity, kind=kind)
    if kind in PHYSICAL:
        _order_physical(authenticator, actor)
    _link(authenticator)
    record(AuthenticatorEvent.ORDERED, authenticator, actor)
    return authenticator


def allowed_kinds(organisation: Any) -> list[str]:
    """Dedicated MitID is always allowed; the organisation only chooses which kinds besides the app."""
    chosen = [kind for kind in organisation.allowed_authenticators if kind in AuthenticatorKind.values]
    return list(dict.fromkeys([AuthenticatorKind.APP.value, *(kind for kind in chosen if kind in PHYSICAL)]))


def price_of(kind: str) -> Any:
    """Kroner without VAT; the app is free."""
    return prices.price(kind) if kind in PHYSICAL else 0


def _order_physical(authenticator: Authenticator, actor: Actor) -> None:
    home = lock_organisation(authenticator.identity.organisation_id)
    channel = prices.channel_of(home)
    if channel is None or not channel.kind:
        raise RuleBroken(_("Oplys først under Regninger, hvor regningen skal sendes hen. Intet er bestilt."))
    amount = price_of(authenticator.kind)
    AuthenticatorOrder.objects.create(organisation=home, authenticator=authenticator, price=amount)
    charge = Charge.objects.create(
        organisation=home,
        kind=Charge.Kind.AUTHENTICATOR,
        amount=amount,
        identity=authenticator.identity,
        reason=authenticator.kind,
        raised_by="order",
    )
    audit.record(
        BillingEvent.AUTHENTICATOR_CHARGED,
        charge,
        actor=actor,
        organisations=[home],
        amount=str(amount),
        kind=authenticator.kind,
    )


def _link(authenticator: Authenticator) -> None:
    token = new_token()
    authenticator.enrol_hash = digest(token)
    authenticator.enrol_expires_at = timezone.now() + datetime.timedelta(days=LINK_DAYS)
    authenticator.save(update_fields=["enrol_hash", "enrol_expires_at"])
    mails.enrol(authenticator.identity, token, str(authenticator.get_kind_display()), LINK_DAYS)


def stop(authenticator: Authenticator, reason: str, actor: Actor, event: AuthenticatorEvent) -> Authenticator:
    if authenticator.state == Authenticator.State.STOPPED:
        raise RuleBroken(_("Identifikationsmidlet er allerede stoppet."))
    authenticator.state, authenticator.stopped_at = Authenticator.State.STOPPED, timezone.now()
    authenticator.stopped_because = reason
    authenticator.save(update_fields=["state", "stopped_at", "stopped_because"])
    record(event, authenticator, actor, reason=reason)
    mails.authenticator_stopped(authenticator.identity, str(authenticator.get_kind_display()))
    return authenticator


def locked(authenticator: Authenticator) -> Authenticator:
    rows = Authenticator.objects.across_organisations(
        "of an authenticator already found through its scope or key"
    )
    related = rows.select_for_update(of=("self",)).select_related("identity__organisation", "identity__user")
    return related.get(pk=authenticator.pk)


def record(event: AuthenticatorEvent, authenticator: Authenticator, actor: Actor, **payload: Any) -> None:
    identity = authenticator.identity
    audit.record(
        event,
        identity,
        actor=actor,
        organisations=[identity.organisation],
        kind=authenticator.kind,
        **payload,
    )
