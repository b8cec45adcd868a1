"""May I pass this on, and if not, why: answered before the button is pressed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.rules.policy import policy_of


class Way(StrEnum):
    GRANT = "grant"  # to one's own people
    MANDATE = "mandate"  # to another organisation
    SUB_MANDATE = "sub_mandate"  # what was received, on to a third


@dataclass(frozen=True)
class Check:
    """`code` is stable, `sentence` is for the reader; both are "" where it is allowed."""

    way: Way
    allowed: bool
    code: str = ""
    sentence: str = ""


def delegation_check(actor: Actor, right: Any) -> list[Check]:
    """Every way of passing `right` on, for this actor in this organisation. Pure: asks nobody."""
    policy = policy_of(right)
    return [
        _check(Way.GRANT, _general(actor, right) or _permission(actor, Permission.GRANT_GIVE)),
        _check(Way.MANDATE, _general(actor, right) or _policy(policy) or _giver(actor, policy)),
        _check(
            Way.SUB_MANDATE,
            _general(actor, right) or _policy(policy) or _sub(policy) or _giver(actor, policy),
        ),
    ]


def _check(way: Way, obstacle: tuple[str, str] | None) -> Check:
    return Check(way, obstacle is None, *(obstacle or ("", "")))


def _general(actor: Actor, right: Any) -> tuple[str, str] | None:
    if right.retired_at is not None:
        return "retired", _("Rettigheden kan ikke længere gives til nogen.")
    if actor.organisation is None or actor.organisation.state == "closed":
        return "organisation_closed", _("Organisationen er ophørt.")
    return None


def _permission(actor: Actor, permission: Permission) -> tuple[str, str] | None:
    if actor.may(permission):
        return None
    return "role", _("Det kan kun en rettighedsadministrator eller brugeradministrator. Søg om rettigheden.")


def _policy(policy: Any) -> tuple[str, str] | None:
    if policy.may_be_given:
        return None
    return "policy", _("Myndigheden tillader ikke, at rettigheden gives til andre organisationer.")


def _giver(actor: Actor, policy: Any) -> tuple[str, str] | None:
    if set(actor.roles) & policy.give:
        return None
    return "role", _("Det kan kun en organisationsadministrator eller ledelsesrepræsentant.")


def _sub(policy: Any) -> tuple[str, str] | None:
    if policy.sub_delegate == "no":
        return "sub_delegation", _("En modtaget fuldmagt til rettigheden kan ikke gives videre.")
    return None
