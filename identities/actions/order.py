"""Ordering the activation of an identity: its link, its price, its path."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities import mails
from identities.actions.guarding import lock_identity, lock_organisation, ours
from identities.events import ActivationEvent
from identities.lifecycle import IDENTITY
from identities.models import Activation, Identity, Price
from identities.queries import prices
from identities.queries.activations import open_activation
from identities.rules.secrets import code_digest, digest, new_code, new_token
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

LINK_DAYS = 30
Path = Activation.Path


class PriceRose(RuleBroken):
    """The price went up since it was shown; nothing happened, it is to be shown again."""


@action(Permission.IDENTITY_MANAGE)
def send_activation(
    *, actor: Actor, identity: Identity, path: str = "", price_shown: Decimal | None = None
) -> Activation:
    """Order the activation of a draft: it becomes pending and the employee gets a link."""
    ours(actor, identity)
    lock_organisation(identity.organisation_id)
    demand_channel(identity.organisation, 1)
    refuse_if_dearer(price_shown)
    return order_now(identity, actor=actor, path=path)


@action(Permission.IDENTITY_MANAGE)
def resend(*, actor: Actor, identity: Identity, path: str = "") -> Activation:
    """A new link; the old one dies. The path may be changed, a claim already made is forgotten."""
    ours(actor, identity)
    current = lock_identity(identity)
    if current.state != Identity.State.PENDING:
        raise RuleBroken(_("Brugeren venter ikke på aktivering. Intet er sendt."))
    before = open_activation(current)
    withdraw_open(current)
    return new_link(current, actor=actor, path=path or (before.path if before else ""))


@action(Permission.IDENTITY_MANAGE)
def withdraw_activation(*, actor: Actor, identity: Identity) -> Identity:
    """Take the order back before it is used: the identity is closed, nothing is charged."""
    ours(actor, identity)
    current = lock_identity(identity)
    if current.state != Identity.State.PENDING:
        raise RuleBroken(_("Brugeren venter ikke længere på aktivering. Intet er ændret."))
    withdraw_open(current)
    mails.activation_withdrawn(current)
    audit.record(ActivationEvent.WITHDRAWN, current, actor=actor, organisations=[current.organisation])
    return IDENTITY.move(current, "close", actor=actor, closed_at=timezone.now())


@action(Permission.IDENTITY_MANAGE)
def make_code(*, actor: Actor, identity: Identity) -> str:
    """A new temporary code to be handed over in person; the old one dies. It is returned once and never
    stored."""
    ours(actor, identity)
    current = lock_identity(identity)
    if current.state not in (Identity.State.PENDING, Identity.State.DRAFT):
        raise RuleBroken(_("Brugeren venter ikke på aktivering. Der er ikke lavet nogen kode."))
    if current.state == Identity.State.DRAFT:
        send_activation(actor=actor, identity=current, path=Path.CODE)
    activation = open_activation(current) or new_link(current, actor=actor, path=Path.CODE)
    code = new_code()
    activation.path, activation.code_hash, activation.wrong_codes = Path.CODE, code_digest(code), 0
    activation.claimed_by, activation.claimed_name, activation.claimed_at = None, "", None
    activation.expires_at = timezone.now() + datetime.timedelta(days=LINK_DAYS)
    activation.save()
    audit.record(ActivationEvent.CODE_MADE, current, actor=actor, organisations=[current.organisation])
    return code


def order_now(
    identity: Identity, *, actor: Actor, path: str = "", days: int = LINK_DAYS, letter: Any = None
) -> Activation:
    """Inside an action: pending, with the price that holds from now on (a start date fixed it earlier),
    and a link."""
    price = (
        identity.ordered_price if identity.ordered_price is not None else prices.price(Price.Item.IDENTITY)
    )
    IDENTITY.move(identity, "order", actor=actor, ordered_price=price)
    return new_link(identity, actor=actor, path=path, days=days, letter=letter)


def path_for(identity: Any, wanted: str = "") -> str:
    """CPR where it is on file, else birth date, else the wanted one of the rest; claim if none is wanted."""
    if wanted in (Path.CODE, Path.PROOFING, Path.CLAIM):
        return wanted
    if identity.cpr_index is not None:
        return Path.CPR
    return Path.BIRTH_DATE if identity.birth_date else Path.CLAIM


def new_link(
    identity: Identity, *, actor: Actor, path: str, days: int = LINK_DAYS, letter: Any = None
) -> Activation:
    token = new_token()
    activation = Activation.objects.create(
        identity=identity,
        path=path_for(identity, path),
        token_hash=digest(token),
        expires_at=timezone.now() + datetime.timedelta(days=days),
    )
    audit.record(
        ActivationEvent.SENT,
        identity,
        actor=actor,
        organisations=[identity.organisation],
        path=activation.path,
    )
    if letter:
        letter(identity, token, days)
    else:
        mails.activation(identity, token, actor.label if actor.user else "", days)
    return activation


def withdraw_open(identity: Identity) -> None:
    rows = Activation.objects.across_organisations("of an identity already found through its scope")
    rows.filter(identity=identity, used_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=timezone.now()
    )


def refuse_if_dearer(price_shown: Decimal | None) -> None:
    """The price may fall unseen, never rise."""
    now = prices.price(Price.Item.IDENTITY)
    if price_shown is not None and now > price_shown:
        raise PriceRose(
            _("Prisen er steget til %(price)s kr. ekskl. moms. Intet er bestilt. Se prisen, og bestil igen.")
            % {"price": now}
        )


def demand_channel(organisation: Any, ordered: int) -> None:
    """Beyond the free ones somebody must know where the invoice goes."""
    if not prices.ceiling_for(organisation, ordered).charged:
        return
    channel = prices.channel_of(organisation)
    if channel is None or not channel.kind:
        raise RuleBroken(
            _(
                "I har brugt jeres gratis brugere. Oplys først under Regninger, hvor regningen skal sendes "
                "hen. Intet er bestilt."
            )
        )
