"""The list of one's logins: noted when one begins, kept in step with its key, ended from anywhere.

The rows are allauth's UserSession; the truth is Django's session table. A session without its row there is
over at its next request, because sessions are read from the database each time.
"""

import re
import time
from collections.abc import Iterable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.models import User
from portal.core.permissions import Permission
from portal.core.ratelimit import client_address
from portal.web.login.events import LoginEvent

STARTED, SEEN = "session_started", "session_seen"
LONGEST_AGENT = 200

# Order matters: most browsers claim to be several others too.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Stamp every session that begins, by whatever route; one without the stamp is not accepted."""
    now = int(time.time())
    request.session[STARTED] = request.session[SEEN] = now
    request.session["language"] = user.language
    if not request.session.session_key:  # somebody else's session was there and has been emptied
        request.session.save()
    note(request, user)


def note(request: HttpRequest, user: User) -> None:
    agent = request.META.get("HTTP_USER_AGENT", "")[:LONGEST_AGENT].replace("\x00", "")
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "ip": client_address(request),
            "user_agent": agent,
            "last_seen_at": timezone.now(),
        },
    )


@receiver(user_logged_out)
def forget(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    request.session_was_ended = True  # type: ignore[attr-defined]


def follow(before: str | None, after: str | None) -> None:
    """The session got another key."""
    UserSession.objects.filter(session_key=before).update(session_key=after)


def seen(request: HttpRequest) -> None:
    UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def live(user: User) -> QuerySet[UserSession]:
    """The person's sessions that still open the door, newest first."""
    alive = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=timezone.now())
    return UserSession.objects.filter(Exists(alive), user=user).order_by("-last_seen_at")


@action(Permission.OWN_SESSIONS)
def end_sessions(*, actor: Actor, user: User, sessions: Iterable[UserSession], which: str) -> int:
    """A person ends some of their own sessions, effective at their next request. `which`: "one", "others"."""
    if actor.user != user:
        raise PermissionDenied(Permission.OWN_SESSIONS)
    return _end(actor, user, list(sessions), which)


@action(Permission.SUPPORT_ACT)
def end_all_of(*, actor: Actor, user: User) -> int:
    """Support, or the portal itself, ends every session of a person."""
    return _end(actor, user, list(live(user)), "all")


def _end(actor: Actor, user: User, sessions: list[UserSession], which: str) -> int:
    keys = [each.session_key for each in sessions]
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys, user=user).delete()
    audit.record(LoginEvent.ENDED, user, actor=actor, organisations=[], which=which, number=len(keys))
    return len(keys)


def sweep() -> int:
    """Forget sessions that are over; a periodic job. Returns how many rows of the list went."""
    Session.objects.filter(expire_date__lte=timezone.now()).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    return UserSession.objects.filter(~Exists(alive)).delete()[0]


def device(agent: str) -> str:
    """The browser's own description of itself in plain words: "Firefox på Windows"."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"\b({mark})\b", agent)), "")
    system = next((name for mark, name in SYSTEMS if re.search(mark, agent)), "")
    if browser and system:
        return _("%(browser)s på %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Ukendt enhed")
