"""Attended proofing: somebody without a usable private MitID shows two documents, then uses a dedicated
MitID."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.activate import refuse_second
from identities.actions.counting import begin_life, facts
from identities.actions.dedicated import order_for
from identities.actions.guarding import lock_identity, lock_organisation, ours
from identities.actions.support import opened, reasoned
from identities.events import ActivationEvent
from identities.lifecycle import IDENTITY
from identities.models import Activation, AuthenticatorKind, Identity
from identities.queries.activations import open_activation
from identities.rules.people import is_minor, is_too_young
from identities.signals import identity_activated
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

PASSPORT, DRIVING_LICENCE, RESIDENCE_CARD, HEALTH_CARD, BIRTH_CERTIFICATE = (
    "passport",
    "driving_licence",
    "residence_card",
    "health_card",
    "birth_certificate",
)
WITH_PHOTO = (PASSPORT, DRIVING_LICENCE, RESIDENCE_CARD)
KINDS = (*WITH_PHOTO, HEALTH_CARD, BIRTH_CERTIFICATE)


@action(Permission.IDENTITY_MANAGE)
def proof(
    *,
    actor: Actor,
    identity: Identity,
    documents: list[dict[str, str]],
    kind: str = AuthenticatorKind.APP,
    birth_date: Any = None,
) -> Activation:
    """The administrator has seen the person and two different documents, one with a photo.

    `documents`: [{"kind", "last_four"}, …]; only the last four characters of a number are kept."""
    ours(actor, identity)
    return _proof(identity, documents, kind, birth_date, actor)


@action(Permission.SUPPORT_PROOF)
def proof_by_support(
    *,
    actor: Actor,
    identity: Identity,
    documents: list[dict[str, str]],
    reason: str,
    kind: str = AuthenticatorKind.APP,
    birth_date: Any = None,
) -> Activation:
    """The same at the support desk, with a typed reason, in an organisation the agent has opened."""
    opened(actor, identity.organisation_id)
    return _proof(identity, documents, kind, birth_date, reasoned(actor, reason))


def _proof(
    identity: Identity, documents: list[dict[str, str]], kind: str, birth_date: Any, actor: Actor
) -> Activation:
    current = lock_identity(identity)
    activation = open_activation(current)
    if current.state != Identity.State.PENDING or activation is None:
        raise RuleBroken(_("Brugeren venter ikke på aktivering. Intet er ændret."))
    if actor.identity_id == current.pk:
        raise RuleBroken(_("Du kan ikke kontrollere din egen legitimation."))
    _check(documents, birth_date or current.birth_date)
    activation.path, activation.documents = Activation.Path.PROOFING, documents
    activation.proofed_by, activation.confirmed_at = actor.stable_id, timezone.now()
    activation.save(update_fields=["path", "documents", "proofed_by", "confirmed_at"])
    if birth_date:
        current.birth_date = birth_date
        current.save(update_fields=["birth_date"])
    audit.record(
        ActivationEvent.PROOFED,
        current,
        actor=actor,
        organisations=[current.organisation],
        documents=[each["kind"] for each in documents],
    )
    order_for(current, kind, actor=actor)
    return activation


def _check(documents: list[dict[str, str]], birth_date: Any) -> None:
    kinds = {each["kind"] for each in documents}
    if len(kinds) < 2 or not kinds <= set(KINDS) or not kinds & set(WITH_PHOTO):
        raise RuleBroken(_("Vælg to forskellige dokumenter, hvoraf mindst ét har foto. Intet er gemt."))
    if is_too_young(birth_date):
        raise RuleBroken(_("Brugere skal være fyldt 13 år. Intet er gemt."))


def activate_proofed(identity: Identity, actor: Actor) -> Identity:
    """Inside an action: the dedicated login of a proofed person is the activation."""
    lock_organisation(identity.organisation_id)
    current = lock_identity(identity)
    activation = open_activation(current)
    if activation is None or activation.path != Activation.Path.PROOFING or activation.confirmed_at is None:
        raise RuleBroken(_("Du skal først bekræfte, hvem du er, med det link, du har fået. Intet er ændret."))
    refuse_second(current, actor.user)
    activation.used_at = timezone.now()
    activation.save(update_fields=["used_at"])
    current.user = actor.user
    charge = begin_life(current, actor=actor, price=current.ordered_price)
    IDENTITY.move(
        current,
        "activate",
        actor=actor,
        user=actor.user,
        first_activated_at=timezone.now(),
        may_sign=current.may_sign and not is_minor(current),
        payload=facts(charge),
    )
    identity_activated.send(Identity, identity=current, actor=actor)
    return current
