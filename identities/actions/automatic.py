"""Owners whom the register lets act alone come in with private MitID, without an agreement."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.counting import begin_life, facts
from identities.actions.guarding import lock_identity, lock_organisation
from identities.actions.roles import ALL_IN_ONE, give_role
from identities.events import IdentityEvent
from identities.lifecycle import IDENTITY
from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.SUPPORT_ACT)
def recognise_owner(*, actor: Actor, organisation: Organisation, user: Any) -> Identity:
    """MitID privat til erhverv: whom the register lets act alone has an automatic identity. No agreement,
    no cost.

    Called by the system, which has asked the register; the person alone may not."""
    lock_organisation(organisation)
    rows = Identity.objects.across_organisations("of the organisation the register names")
    if rows.filter(organisation=organisation, user=user, state__in=Identity.LIVE).exists():
        raise RuleBroken(_("Du har allerede adgang til organisationen."))
    given, _space, surname = user.name.rpartition(" ")
    identity = Identity.objects.create(
        organisation=organisation,
        user=user,
        given_name=given or surname,
        surname=surname if given else "",
        kind=Identity.Kind.AUTOMATIC,
        source=Identity.Source.REGISTER,
        state=Identity.State.ACTIVE,
        first_activated_at=timezone.now(),
    )
    audit.record(
        IdentityEvent.RECOGNISED, identity, actor=actor, organisations=[organisation], name=identity.name
    )
    return identity


@action(Permission.SUPPORT_ACT)
def stop_automatic(*, actor: Actor, organisation: Organisation, reason: str) -> list[Identity]:
    """The register no longer lets them act alone (or the owner has died): automatic identities stop."""
    rows = Identity.objects.across_organisations("of the organisation the register names")
    acting = rows.filter(
        organisation=organisation, kind=Identity.Kind.AUTOMATIC, state=Identity.State.ACTIVE
    ).select_related("organisation")
    stopped = [
        IDENTITY.move(identity, "suspend", actor=actor, payload={"why": reason}) for identity in acting
    ]
    if not stopped:
        audit.record(
            IdentityEvent.SUSPENDED, organisation, actor=actor, organisations=[organisation], count=0
        )
    return stopped


@action(Permission.AGREEMENT_SIGN)
def make_ordinary(*, actor: Actor, identity: Identity, roles: Iterable[str] = ALL_IN_ONE) -> Identity:
    """An owner's automatic identity becomes an ordinary administrator: the same identity, counted from
    now."""
    lock_organisation(identity.organisation_id)
    current = lock_identity(identity)
    if current.kind != Identity.Kind.AUTOMATIC or current.state != Identity.State.ACTIVE:
        raise RuleBroken(_("Kun en aktiv automatisk identitet kan gøres til en almindelig bruger."))
    current.kind, current.source = Identity.Kind.ORDINARY, Identity.Source.AGREEMENT
    charge = begin_life(current, actor=actor, price=None)
    current.save(update_fields=["kind", "source"])
    audit.record(
        IdentityEvent.MADE_ORDINARY,
        current,
        actor=actor,
        organisations=[current.organisation],
        **facts(charge),
    )
    for role in roles:
        give_role(current, role, actor=actor, tell=False)
    return current
