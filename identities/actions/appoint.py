"""The administrator an agreement appoints."""

import datetime
from collections.abc import Iterable
from typing import Any

from identities import mails
from identities.actions.create import SealedCpr
from identities.actions.guarding import lock_organisation
from identities.actions.order import order_now
from identities.actions.roles import ALL_IN_ONE, give_role
from identities.events import IdentityEvent
from identities.lifecycle import IDENTITY
from identities.models import Identity
from identities.rules import people
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

SET_UP_DAYS = 60


@action(Permission.AGREEMENT_SIGN)
def appoint_first_administrator(
    *,
    actor: Actor,
    organisation: Organisation,
    given_name: str,
    surname: str,
    email: str,
    birth_date: datetime.date | None = None,
    cpr: str | SealedCpr | None = None,
    roles: Iterable[str] = ALL_IN_ONE,
    user: Any = None,
) -> Identity:
    """An agreement (or a recovery) names its administrator: an identity with its roles and a set-up link
    of 60 days.

    `user`: the appointed person, where it is the one logged in; then only that person can use the link,
    and finds the identity under "Mine identiteter" too. A live identity of the same person gets the roles
    instead of a second one."""
    lock_organisation(organisation)
    known = _known(organisation, user)
    if known and known.kind != Identity.Kind.AUTOMATIC:
        return _promote(known, roles, actor)
    sealed = people.sealed_cpr(cpr) if isinstance(cpr, str) and cpr else cpr or (None, None)
    facts = {"given_name": given_name, "surname": surname, "email": email, "birth_date": birth_date, "cpr": sealed[0],
             "cpr_index": sealed[1], "source": Identity.Source.AGREEMENT}  # fmt: skip
    identity = _new_from(known, facts, actor) if known else _new(organisation, user, facts, actor)
    for role in roles:
        give_role(identity, role, actor=actor, tell=False)
    order_now(identity, actor=actor, days=SET_UP_DAYS, letter=mails.set_up)
    return identity


def _new(organisation: Organisation, user: Any, facts: dict[str, Any], actor: Actor) -> Identity:
    identity = Identity.objects.create(
        organisation=organisation, user=user, state=Identity.State.DRAFT, **facts
    )
    audit.record(
        IdentityEvent.APPOINTED, identity, actor=actor, organisations=[organisation], name=identity.name
    )
    return identity


def _new_from(automatic: Identity, facts: dict[str, Any], actor: Actor) -> Identity:
    """The owner's automatic identity, not a second one: an ordinary one from now on, counted when it is activated."""
    return IDENTITY.move(automatic, "appoint", actor=actor, kind=Identity.Kind.ORDINARY, first_activated_at=None,
                         payload={"name": automatic.name}, **facts)  # fmt: skip


def _known(organisation: Organisation, user: Any) -> Identity | None:
    if user is None:
        return None
    rows = Identity.objects.across_organisations("of the organisation the agreement is with")
    return rows.filter(organisation=organisation, user=user, state__in=Identity.LIVE).first()


def _promote(identity: Identity, roles: Iterable[str], actor: Actor) -> Identity:
    held = set(identity.role_assignments.filter(ended_at__isnull=True).values_list("role", flat=True))
    if identity.state == Identity.State.SUSPENDED:
        IDENTITY.move(identity, "resume", actor=actor)
    for role in set(roles) - held:
        give_role(identity, role, actor=actor)
    audit.record(
        IdentityEvent.APPOINTED,
        identity,
        actor=actor,
        organisations=[identity.organisation],
        name=identity.name,
    )
    return identity
