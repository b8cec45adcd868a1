"""The other side's answer: in force with both consents, or not at all."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mandates.actions.documents import write_document
from mandates.actions.guards import (
    lock,
    require_level,
    require_living_parties,
    require_party,
    require_person_there,
    resolve,
    rights_of,
)
from mandates.actions.owners import let_owners_use_it
from mandates.actions.sending import facts, signatories, signed_by_both
from mandates.actions.stopping import stop_all
from mandates.events import MandateEvent
from mandates.lifecycle import MANDATE
from mandates.models import LIVE, Mandate, Resolution
from mandates.rules import policy as policies
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions import open_powers
from rights.models import Right


def answering_party(mandate: Mandate) -> str:
    """Whose answer an offer or a request waits for."""
    return "grantee" if mandate.created_by_grantor else "grantor"


@action(Permission.MANDATE_ANSWER)
def accept(*, actor: Actor, mandate: Mandate) -> Mandate:
    """Say yes. The mandate is in force, its powers open and the one it renews replaced, all at once.

    A requested mandate whose policy asks for two signatories waits for the second after the first; a sub-mandate
    whose policy asks the principal waits for them. Raises RuleBroken where the answer comes too late."""
    current = lock(mandate)
    party = require_party(actor, current, answering_party(current))
    rights = rights_of(current)
    _require_acceptable(current, actor, rights)
    policy = policies.together(rights)
    if party == "grantor" and policy.second_signatory and not signed_by_both(current, actor):
        return current
    if current.asks_principal and current.principal_consented_at is None:
        raise RuleBroken(
            _("Fuldmagtsgiver skal først godkende, at fuldmagten gives videre. Svar, når det er sket.")
        )
    now = timezone.now()
    consent: dict[str, Any] = {
        f"{party}_consented_at": now,
        f"{party}_consented_by": signatories(current, actor) if party == "grantor" else actor.label,
    }
    MANDATE.move(current, "accept", actor=actor, basis=Mandate.Basis.CONSENTS, answer_before=None, reminded_days=None,
                 starts_at=max(current.starts_at or now, now), payload=facts(current), **consent)  # fmt: skip
    resolve(current, Resolution.Kind.ACCEPTED, actor, party)
    _replace_old(current, actor)
    _open(current, actor, rights)
    let_owners_use_it(current, actor)
    write_document(current, rights, actor=actor)
    return current


def _require_acceptable(mandate: Mandate, actor: Actor, rights: list[Right]) -> None:
    """Everything that was so when it was sent must be so now."""
    _require_in_time(mandate)
    require_level(actor, policies.together(rights), Permission.MANDATE_ANSWER)
    if answering_party(mandate) == "grantor":
        refused = policies.refusal_to_give(policies.together(rights), actor.roles, as_grantor=True)
        if refused:
            raise RuleBroken(refused)
    require_living_parties(mandate)
    require_person_there(mandate)
    if mandate.parent_id and mandate.parent and mandate.parent.state != Mandate.State.ACTIVE:
        raise RuleBroken(_("Den fuldmagt, denne gives videre fra, er ikke længere i kraft."))
    if mandate.ends_at is not None and mandate.ends_at <= timezone.now():
        raise RuleBroken(_("Fuldmagtens slutdato er passeret. Bed om en ny."))


def _require_in_time(mandate: Mandate) -> None:
    if not mandate.is_waiting:
        raise RuleBroken(
            _("Fuldmagten er allerede besvaret eller trukket tilbage: “%(state)s”. Intet er ændret.")
            % {"state": mandate.get_state_display()}
        )
    if mandate.answer_before is not None and mandate.answer_before <= timezone.now():
        raise RuleBroken(_("Fristen på 21 dage er udløbet. Bed den anden part om at sende fuldmagten igen."))


def _replace_old(mandate: Mandate, actor: Actor) -> None:
    if mandate.replaces_id is None or mandate.replaces is None:
        return
    old = lock(mandate.replaces)
    if old.state in LIVE:
        MANDATE.move(
            old, "replace", actor=actor, ended_at=timezone.now(), ended_because="renewed", payload=facts(old)
        )
        resolve(old, Resolution.Kind.REPLACED, actor, "portal")
        stop_all(actor=actor, mandates=[old.pk], move="", because="renewed")


def _open(mandate: Mandate, actor: Actor, rights: list[Right]) -> None:
    open_powers(
        actor=actor, mandate_id=mandate.pk, holder=mandate.grantee, grantor=mandate.affairs_of, rights=rights,
        limit_type=mandate.limit_type, limit_value=mandate.limit_value, only_identity=mandate.grantee_identity,
        starts_at=mandate.starts_at, ends_at=mandate.ends_at,
    )  # fmt: skip


@action(Permission.MANDATE_ANSWER)
def decline(*, actor: Actor, mandate: Mandate, reason: str = "") -> Mandate:
    """Say no, as the one who is asked or as the principal of a sub-mandate; the reason is shown to the others."""
    current = lock(mandate)
    party = require_party(actor, current, answering_party(current), "principal")
    _require_in_time(current)
    MANDATE.move(current, "decline", actor=actor, answer_before=None, ended_at=timezone.now(), ended_because=reason,
                 payload=facts(current))  # fmt: skip
    resolve(current, Resolution.Kind.DECLINED, actor, party, reason)
    return current


@action(Permission.MANDATE_ANSWER)
def approve(*, actor: Actor, mandate: Mandate) -> Mandate:
    """The principal lets their mandate be given on to a third organisation."""
    current = lock(mandate)
    require_party(actor, current, "principal")
    _require_in_time(current)
    if not current.asks_principal or current.principal_consented_at is not None:
        raise RuleBroken(_("Der er ikke noget at godkende. Intet er ændret."))
    current.principal_consented_at, current.principal_consented_by = timezone.now(), actor.label
    current.save(update_fields=["principal_consented_at", "principal_consented_by"])
    resolve(current, Resolution.Kind.APPROVED, actor, "principal")
    audit.record(
        MandateEvent.APPROVED, current, actor=actor, organisations=current.organisations(), **facts(current)
    )
    return current


__all__ = ["accept", "answering_party", "approve", "decline"]
