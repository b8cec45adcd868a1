"""A party ends, or rests, a mandate: with the next decision it is so."""

from django.utils import timezone
from django.utils.translation import gettext as _

from mandates.actions.guards import lock, policy_for, require_living_parties, require_party, resolve
from mandates.actions.sending import facts
from mandates.actions.stopping import given_on, stop_all
from mandates.lifecycle import MANDATE
from mandates.models import Mandate, Resolution
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions import resume_powers, suspend_powers


@action(Permission.MANDATE_WITHDRAW)
def withdraw(*, actor: Actor, mandate: Mandate, reason: str = "") -> Mandate:
    """The grantor takes the mandate (or an unanswered offer) back. Powers and sub-mandates end at once.

    Which roles may is the policy's to say; what is carried over, every administrator of either side may end."""
    current = lock(mandate)
    require_party(actor, current, "grantor")
    if current.is_live:
        _require_role(actor, current, "withdraw")
    return _stop(current, actor, "withdraw", Resolution.Kind.WITHDRAWN, "grantor", reason)


@action(Permission.MANDATE_WITHDRAW)
def waive(*, actor: Actor, mandate: Mandate, reason: str = "") -> Mandate:
    """The grantee gives the mandate (or an unanswered request) up."""
    current = lock(mandate)
    require_party(actor, current, "grantee")
    if current.is_live:
        _require_role(actor, current, "waive")
    return _stop(current, actor, "waive", Resolution.Kind.WAIVED, "grantee", reason)


@action(Permission.MANDATE_WITHDRAW)
def end_sub_mandate(*, actor: Actor, mandate: Mandate, reason: str = "") -> Mandate:
    """The principal ends what was given on, and keeps the mandate it was given on from."""
    current = lock(mandate)
    require_party(actor, current, "principal")
    return _stop(current, actor, "end", Resolution.Kind.WITHDRAWN, "principal", reason)


def _stop(
    mandate: Mandate, actor: Actor, move: str, kind: Resolution.Kind, party: str, reason: str
) -> Mandate:
    MANDATE.move(mandate, move, actor=actor, ended_at=timezone.now(), ended_because=reason, answer_before=None,
                 payload=facts(mandate) | ({"because": reason} if reason else {}))  # fmt: skip
    resolve(mandate, kind, actor, party, reason)
    stop_all(actor=actor, mandates=[mandate.pk], move="", because=reason or mandate.state)
    return mandate


def _require_role(actor: Actor, mandate: Mandate, verb: str) -> None:
    if actor.is_system or mandate.basis == Mandate.Basis.CARRIED_OVER:
        return
    if not getattr(policy_for(mandate), verb) & frozenset(actor.roles):
        raise RuleBroken(
            _("Din rolle må ikke afslutte denne fuldmagt. Spørg jeres organisationsadministrator.")
        )


@action(Permission.MANDATE_WITHDRAW)
def suspend(*, actor: Actor, mandate: Mandate, reason: str = "") -> Mandate:
    """The grantor lets the mandate rest: nobody can use it until it is resumed. Sub-mandates rest with it."""
    current = lock(mandate)
    require_party(actor, current, "grantor")
    MANDATE.move(current, "suspend", actor=actor, payload=facts(current))
    resolve(current, Resolution.Kind.SUSPENDED, actor, "grantor", reason)
    suspend_powers(
        actor=actor, mandates=[current.pk, *given_on([current.pk], "suspend")], because=reason or "suspended"
    )
    return current


@action(Permission.MANDATE_GIVE)
def resume(*, actor: Actor, mandate: Mandate) -> Mandate:
    """Nothing is given anew: the same rights, the same end."""
    current = lock(mandate)
    require_party(actor, current, "grantor")
    require_living_parties(current)
    MANDATE.move(current, "resume", actor=actor, payload=facts(current))
    resolve(current, Resolution.Kind.RESUMED, actor, "grantor")
    resume_powers(actor=actor, mandates=[current.pk, *given_on([current.pk], "suspend")])
    return current
