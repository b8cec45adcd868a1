"""Somebody asks to become a user of an organisation that has opened for it; a user administrator answers."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities import mails
from identities.actions.guarding import lock_organisation, ours
from identities.actions.order import demand_channel, order_now, refuse_if_dearer
from identities.events import AccessRequestEvent
from identities.models import AccessRequest, Identity, Price
from identities.queries import prices
from identities.queries.access_requests import is_user_of, takes_requests
from identities.rules import people
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

MOST_OPEN = 5
SHORTEST_REASON = 10
FORGOTTEN_AFTER = datetime.timedelta(days=183)
State = AccessRequest.State


@action(Permission.OWN_IDENTITY)
def request_access(*, actor: Actor, organisation: Any, email: str, reason: str) -> AccessRequest:
    """Ask to become a user. Only with a private login: it proves who asks; the name is the one MitID shows."""
    if actor.user is None or actor.auth is None or actor.auth.organisation_cvr:
        raise RuleBroken(_("Log ind med dit private MitID for at ansøge. Intet er sendt."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(_("Skriv med mindst 10 tegn, hvorfor du skal være bruger."))
    home = lock_organisation(organisation)
    _refuse(home, actor.user)
    request = AccessRequest.objects.create(
        organisation=home, user=actor.user, name=actor.user.name, email=email, reason=reason.strip()
    )
    mails.access_requested(request)
    audit.record(AccessRequestEvent.SENT, request, actor=actor, organisations=[home], name=request.name)
    return request


@action(Permission.OWN_IDENTITY)
def withdraw_access_request(*, actor: Actor, request: AccessRequest) -> AccessRequest:
    """The one who asked takes it back."""
    current = _locked(request)
    if actor.user is None or current.user_id != actor.user.pk:
        raise RuleBroken(_("Du kan kun trække dine egne ansøgninger tilbage."))
    return _answered(current, State.WITHDRAWN, AccessRequestEvent.WITHDRAWN, actor)


@action(Permission.IDENTITY_MANAGE)
def approve_access_request(
    *, actor: Actor, request: AccessRequest, price_shown: Decimal | None = None
) -> Identity:
    """Our employee: an identity tied to the person who asked, who gets the link and the neutral choice."""
    ours(actor, request)
    home = lock_organisation(request.organisation_id)
    current = _locked(request)
    if current.user is None or is_user_of(current.user, home):
        raise RuleBroken(_("Personen er allerede bruger hos jer. Intet er ændret."))
    demand_channel(home, 1)
    refuse_if_dearer(price_shown)
    given, surname = _parted(current.name)
    identity = Identity.objects.create(
        organisation=home, user=current.user, given_name=given, surname=surname, email=current.email,
        language=current.user.language, state=Identity.State.DRAFT, source=Identity.Source.REQUESTED,
        ordered_price=prices.price(Price.Item.IDENTITY),
    )  # fmt: skip
    current.identity = identity
    _answered(current, State.APPROVED, AccessRequestEvent.APPROVED, actor)
    order_now(identity, actor=actor)
    return identity


@action(Permission.IDENTITY_MANAGE)
def reject_access_request(*, actor: Actor, request: AccessRequest, answer: str = "") -> AccessRequest:
    """Not our employee, or not now; the person reads the answer."""
    ours(actor, request)
    current = _answered(_locked(request), State.REJECTED, AccessRequestEvent.REJECTED, actor, answer.strip())
    mails.access_rejected(current)
    return current


@action(Permission.SUPPORT_SUPERVISE)
def forget_access_requests(*, actor: Actor, limit: int = 1000) -> int:
    """Who asked and why is forgotten half a year after the answer. Returns how many."""
    rows = AccessRequest.objects.across_organisations("requests answered long ago")
    old = rows.filter(answered_at__lt=timezone.now() - FORGOTTEN_AFTER, user__isnull=False)
    due = list(old.values_list("pk", flat=True)[:limit])
    rows.filter(pk__in=due).update(user=None, name="", email="", reason="", answer="")
    audit.record_bulk("SELECT 1 WHERE false", [])
    return len(due)


def _refuse(home: Any, user: Any) -> None:
    if not takes_requests(home):
        raise RuleBroken(
            _("Organisationen tager ikke imod ansøgninger her. Spørg din administrator. Intet er sendt.")
        )
    if people.is_too_young(user.birth_date):
        raise RuleBroken(_("Brugere skal være fyldt 13 år. Intet er sendt."))
    if is_user_of(user, home):
        raise RuleBroken(_("Du er allerede bruger hos organisationen. Se Mine identiteter."))
    mine = AccessRequest.objects.for_person(user).filter(state=State.OPEN)
    if mine.filter(organisation=home).exists():
        raise RuleBroken(_("Du har allerede ansøgt og venter på svar."))
    if mine.count() >= MOST_OPEN:
        raise RuleBroken(_("Du har for mange ansøgninger, der venter. Træk en tilbage først."))


def _locked(request: AccessRequest) -> AccessRequest:
    rows = AccessRequest.objects.across_organisations("of a request already found through its scope")
    current = rows.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=request.pk)
    if current.state != State.OPEN:
        raise RuleBroken(_("Ansøgningen er allerede besvaret eller trukket tilbage. Intet er ændret."))
    return current


def _answered(
    request: AccessRequest, state: str, event: AccessRequestEvent, actor: Actor, answer: str = ""
) -> AccessRequest:
    request.state, request.answer, request.answered_at = State(state), answer, timezone.now()
    request.answered_by_id = actor.identity_id if state != State.WITHDRAWN else None
    request.save()
    audit.record(event, request, actor=actor, organisations=[request.organisation], name=request.name)
    return request


def _parted(name: str) -> tuple[str, str]:
    """The last word is the surname; the administrator may put it right."""
    given, _space, surname = name.strip().rpartition(" ")
    return (given, surname) if given else (surname, "")
