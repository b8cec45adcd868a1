"""From pending to active: by the right person, with a choice freely made, counted and charged once."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.counting import begin_life, facts
from identities.actions.dedicated import order_for
from identities.actions.guarding import lock_activation, lock_organisation
from identities.events import ConsentEvent
from identities.lifecycle import IDENTITY
from identities.models import Activation, Authenticator, AuthenticatorKind, Consent, Identity
from identities.rules.people import Match, Means, is_minor, is_too_young, match
from identities.signals import identity_activated
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

CONSENT_VERSION = "1"


class AlreadyHere(RuleBroken):
    """The person already has a live identity in this organisation: the two can be merged."""

    def __init__(self, message: str, live: Identity):
        super().__init__(message)
        self.live = live


@action(Permission.OWN_IDENTITY)
def activate(*, actor: Actor, activation: Activation, means: str) -> Identity:
    """The right person, logged in, chooses how to log in at work: `means` is private or dedicated.

    Raises RuleBroken for anybody else and for a dead link, AlreadyHere where a merge is the way on."""
    current = lock_activation(activation)
    if match(current, actor.user) is not Match.YES:
        raise RuleBroken(_("Linket er ikke til dig. Intet er ændret."))
    return bring_to_life(current.identity, current, actor.user, means, actor=actor)


def bring_to_life(
    identity: Identity, activation: Activation, user: Any, means: str, *, actor: Actor
) -> Identity:
    """Inside an action, for a person found to be the right one."""
    lock_organisation(identity.organisation_id)
    check_person(identity, user, means)
    refuse_second(identity, user)
    activation.used_at, activation.claimed_name = timezone.now(), user.name
    activation.save(update_fields=["used_at", "claimed_name"])
    identity.user = user
    charge = begin_life(identity, actor=actor, price=identity.ordered_price)
    may_sign = identity.may_sign and not is_minor(identity)
    IDENTITY.move(
        identity,
        "activate",
        actor=actor,
        user=user,
        first_activated_at=timezone.now(),
        may_sign=may_sign,
        asked_on=timezone.localdate(),
        payload=facts(charge),
    )
    _choose(identity, user, means, actor)
    identity_activated.send(Identity, identity=identity, actor=actor)
    return identity


def check_person(identity: Identity, user: Any, means: str) -> None:
    """Old enough, and only what the organisation allows."""
    if is_too_young(user.birth_date):
        raise RuleBroken(_("Brugere skal være fyldt 13 år. Intet er ændret."))
    if means not in (Means.PRIVATE, Means.DEDICATED):
        raise RuleBroken(_("Vælg, hvordan du vil logge ind."))
    if means == Means.PRIVATE and not private_is_allowed(identity):
        raise RuleBroken(
            _("Organisationen tillader ikke privat MitID. Vælg særskilt MitID. Intet er ændret.")
        )


def private_is_allowed(identity: Identity) -> bool:
    """The employer's half; not yet decided for the administrator who comes to set the organisation up."""
    home = identity.organisation
    undecided = home.set_up_at is None and identity.source == Identity.Source.AGREEMENT
    return home.allows_private_mitid or undecided


def refuse_second(identity: Identity, user: Any) -> None:
    rows = Identity.objects.across_organisations("of an organisation already found through its scope").filter(
        organisation=identity.organisation_id, user=user, state__in=Identity.LIVE
    )
    if other := rows.exclude(pk=identity.pk).first():
        raise AlreadyHere(
            _(
                "Du er allerede bruger i organisationen. Administratoren kan lægge de to sammen, så ingen "
                "rettigheder går tabt. Intet er ændret."
            ),
            other,
        )


def _choose(identity: Identity, user: Any, means: str, actor: Actor) -> None:
    if means == Means.PRIVATE:
        Consent.objects.create(identity=identity, user=user, text_version=CONSENT_VERSION)
        audit.record(
            ConsentEvent.ACCEPTED,
            identity,
            actor=actor,
            organisations=[identity.organisation],
            text_version=CONSENT_VERSION,
        )
        return
    if not identity.authenticators.exclude(state=Authenticator.State.STOPPED).exists():
        order_for(identity, AuthenticatorKind.APP, actor=actor)


@action(Permission.IDENTITY_MANAGE)
def activate_by_local_idp(*, actor: Actor, identity: Identity) -> Identity:
    """An identity of the organisation's own provider needs no activation: it is live once ordered, and
    counted."""
    lock_organisation(identity.organisation_id)
    if identity.user is None:
        raise RuleBroken(_("Brugeren er ikke knyttet til jeres lokale IdP."))
    IDENTITY.move(identity, "order", actor=actor)
    charge = begin_life(identity, actor=actor, price=identity.ordered_price)
    IDENTITY.move(identity, "activate", actor=actor, first_activated_at=timezone.now(), payload=facts(charge))
    identity_activated.send(Identity, identity=identity, actor=actor)
    return identity
