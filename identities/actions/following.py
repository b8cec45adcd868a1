"""Owners follow the register: who may act alone comes in by logging in, who no longer may is stopped."""

from typing import Any

from django.db.models import QuerySet

from identities.actions.automatic import recognise_owner
from identities.lifecycle import IDENTITY
from identities.models import Identity
from portal.agreements import queries
from portal.agreements.actions import name_organisation
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.models import AuditEntry
from portal.core.permissions import Permission

REGISTER = Actor.system("register")


@action(Permission.SUPPORT_ACT)
def recognise_own(*, actor: Actor, user: Any) -> list[Identity]:
    """At login: an automatic identity in each company the register lets this person act for alone, where they have none
    yet. One that the register had stopped wakes up again; one that somebody suspended does not."""
    found = []
    for company in queries.acts_alone_in(user):
        organisation = name_organisation(actor, company.pk)
        known = _own(organisation, user)
        if known is None and organisation.state != organisation.State.CLOSED:
            found.append(recognise_owner(actor=actor, organisation=organisation, user=user))
        elif known is not None and _stopped_by_register(known):
            found.append(IDENTITY.move(known, "resume", actor=actor))
    audit.record_bulk("SELECT 1 WHERE false", [])
    return found


@action(Permission.SUPPORT_ACT)
def stop_owners(*, actor: Actor, organisation: Any, why: str, everybody: bool = False) -> list[Identity]:
    """Automatic identities stop whose people the register no longer lets act alone; with `everybody`, all of them."""
    rows = _live(organisation).filter(kind=Identity.Kind.AUTOMATIC, state=Identity.State.ACTIVE)
    stopped = [
        IDENTITY.move(identity, "suspend", actor=actor, payload={"why": why})
        for identity in rows.select_related("organisation", "user").order_by("pk")
        if everybody or not queries.acts_alone(identity.user, organisation.cvr)
    ]
    audit.record_bulk("SELECT 1 WHERE false", [])
    return stopped


def _own(organisation: Any, user: Any) -> Identity | None:
    """The person's identity there: active, else one that waits for its link (an appointed administrator's, which a
    second identity would stand in the way of), else a stopped one."""
    rows = Identity.objects.across_organisations("of an organisation the register names")
    there = rows.filter(
        organisation=organisation, user=user, state__in=(*Identity.LIVE, Identity.State.PENDING)
    )
    return there.order_by("state").first()


def _live(organisation: Any) -> QuerySet[Identity]:
    rows = Identity.objects.across_organisations("of an organisation the register names")
    return rows.filter(organisation=organisation, state__in=Identity.LIVE)


def _stopped_by_register(identity: Identity) -> bool:
    if identity.kind != Identity.Kind.AUTOMATIC or identity.state != Identity.State.SUSPENDED:
        return False
    entries = AuditEntry.objects.across_organisations("who stopped this one identity")
    last = entries.filter(
        subject_type="identities.identity", subject_id=str(identity.pk), event="identities.identity.suspended"
    ).order_by("-at").first()  # fmt: skip
    return last is not None and last.actor_id == REGISTER.stable_id
