"""Where neither CPR nor birth date is known: the employee claims, the administrator confirms the shown
name."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from identities import mails
from identities.actions.activate import bring_to_life, check_person
from identities.actions.guarding import lock_activation, lock_identity, lock_organisation, ours
from identities.events import ActivationEvent
from identities.models import Activation, Identity
from identities.queries.activations import open_activation
from identities.rules.people import Match, Means, match
from identities.rules.secrets import code_digest
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

MAX_WRONG_CODES = 5


@action(Permission.OWN_IDENTITY)
def claim(*, actor: Actor, activation: Activation, means: str) -> Activation:
    """The logged-in person says: this is me, and this is how I want to log in. Waits for the
    administrator."""
    current = lock_activation(activation)
    if match(current, actor.user) is not Match.MUST_CLAIM:
        raise RuleBroken(
            _("En anden har allerede meldt sig med dette link. Bed jeres administrator om et nyt.")
        )
    check_person(current.identity, actor.user, means)
    current.claimed_by, current.claimed_name = actor.user, actor.user.name
    current.claimed_at, current.claimed_means = timezone.now(), Means(means)
    current.save(update_fields=["claimed_by", "claimed_name", "claimed_at", "claimed_means"])
    mails.claim_waits(current.identity, current.claimed_name)
    audit.record(
        ActivationEvent.CLAIMED,
        current.identity,
        actor=actor,
        organisations=[current.identity.organisation],
        name=current.claimed_name,
    )
    return current


@action(Permission.IDENTITY_MANAGE)
def confirm_claims(*, actor: Actor, identities: Iterable[Identity]) -> list[Identity]:
    """Confirm that those who claimed are who they say; each is activated at once. Returns the activated
    ones."""
    return [_confirm(identity, actor) for identity in _in_order(actor, identities)]


@action(Permission.IDENTITY_MANAGE)
def reject_claim(*, actor: Actor, identity: Identity) -> Activation:
    """Not our employee: the claim is forgotten, the link is open for the right one."""
    ours(actor, identity)
    activation = open_activation(identity)
    if activation is None or activation.claimed_at is None:
        raise RuleBroken(_("Der er ikke længere nogen, der venter på bekræftelse her. Intet er ændret."))
    activation = lock_activation(activation)
    name, activation.claimed_name = activation.claimed_name, ""
    activation.claimed_by, activation.claimed_at, activation.claimed_means = None, None, ""
    activation.save(update_fields=["claimed_by", "claimed_name", "claimed_at", "claimed_means"])
    mails.claim_rejected(activation.identity)
    audit.record(
        ActivationEvent.REJECTED,
        activation.identity,
        actor=actor,
        organisations=[activation.identity.organisation],
        name=name,
    )
    return activation


@action(Permission.OWN_IDENTITY)
def ask_for_merge(*, actor: Actor, activation: Activation) -> Activation:
    """The right person, but already here under another identity: shown to the administrator beside it."""
    current = lock_activation(activation)
    if match(current, actor.user) not in (Match.YES, Match.MUST_CLAIM):
        raise RuleBroken(_("Linket er ikke til dig. Intet er ændret."))
    current.claimed_by, current.claimed_name, current.claimed_at = (
        actor.user,
        actor.user.name,
        timezone.now(),
    )
    current.save(update_fields=["claimed_by", "claimed_name", "claimed_at"])
    mails.claim_waits(current.identity, current.claimed_name)
    audit.record(
        ActivationEvent.CLAIMED,
        current.identity,
        actor=actor,
        organisations=[current.identity.organisation],
        name=current.claimed_name,
    )
    return current


@action(Permission.OWN_IDENTITY)
def enter_code(*, actor: Actor, activation: Activation, code: str) -> bool:
    """The logged-in person types the code handed over in person. Five wrong ones kill it. Returns if it
    was right."""
    current = lock_activation(activation)
    if not current.code_hash or current.wrong_codes >= MAX_WRONG_CODES:
        raise RuleBroken(_("Koden virker ikke længere. Bed jeres administrator om en ny. Intet er ændret."))
    right = code_digest(code) == current.code_hash
    if right:
        current.claimed_by, current.claimed_name, current.claimed_at = (
            actor.user,
            actor.user.name,
            timezone.now(),
        )
    else:
        current.wrong_codes += 1
    current.save(update_fields=["claimed_by", "claimed_name", "claimed_at", "wrong_codes"])
    audit.record(
        ActivationEvent.CLAIMED if right else ActivationEvent.WRONG_CODE,
        current.identity,
        actor=actor,
        organisations=[current.identity.organisation],
    )
    return right


@action(Permission.OWN_IDENTITY)
def report_wrong_person(*, actor: Actor, activation: Activation) -> Activation:
    """Somebody logged in at a link that is another's: the organisation can see that it happened, not who
    it was."""
    stranger = Actor.system("activation")
    audit.record(
        ActivationEvent.WRONG_PERSON,
        activation.identity,
        actor=stranger,
        organisations=[activation.identity.organisation],
    )
    mails.wrong_person(activation.identity)
    return activation


def _in_order(actor: Actor, identities: Iterable[Identity]) -> list[Identity]:
    found = sorted(identities, key=lambda each: each.pk)
    if not found:
        raise RuleBroken(_("Vælg mindst én medarbejder."))
    for each in found:
        ours(actor, each)
    lock_organisation(found[0].organisation_id)
    return [lock_identity(each) for each in found]


def _confirm(identity: Identity, actor: Actor) -> Identity:
    activation = open_activation(identity)
    if activation is None or activation.claimed_by is None:
        raise RuleBroken(
            _("%(name)s venter ikke længere på bekræftelse. Intet er ændret.") % {"name": identity}
        )
    activation.confirmed_at = timezone.now()
    activation.save(update_fields=["confirmed_at"])
    audit.record(
        ActivationEvent.CONFIRMED,
        identity,
        actor=actor,
        organisations=[identity.organisation],
        name=activation.claimed_name,
    )
    return bring_to_life(identity, activation, activation.claimed_by, activation.claimed_means, actor=actor)
