"""What one login asked for, kept beside its `state` until the answer comes, and compared with it.

Kept in the session under one key, at most MOST_OPEN at a time (a tab each), for half an hour, taken once:
the row of the session is locked while an entry is put or taken, so that two tabs never undo each other's.
"""

import dataclasses
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

from portal.core.permissions import Level
from portal.web.login.claims import Proof
from portal.web.login.errors import Reason, Refused

STATES = "oidc_states"
MOST_OPEN = 10
OPEN_SECONDS = 1800
FRESH_SECONDS = 300


class Purpose(StrEnum):
    LOGIN = "login"
    STEP_UP = "step_up"
    RELINK = "relink"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`user`, `subject`, `population`, `cvr`: who must answer, where that is known ("" where it is not).

    `max_age` in seconds, None where the age does not matter; `started_at` and `proven_at` (the proof that
    stood before) in seconds since 1970."""

    purpose: Purpose
    level: Level
    next: str = ""
    max_age: int | None = None
    user: str = ""
    subject: str = ""
    population: str = ""
    cvr: str = ""
    proven_at: int = 0
    started_at: float = dataclasses.field(default_factory=time.time)
    nonce: str = dataclasses.field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    verifier: str = dataclasses.field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)

    @property
    def must_be_fresh(self) -> bool:
        return self.purpose is not Purpose.LOGIN

    def check(self, proof: Proof) -> None:
        """Raise Refused unless the proof has the level, the freshness and the identity that was asked for."""
        if proof.auth.level < self.level:
            raise Refused(Reason.LEVEL)
        if (
            self.max_age is not None
            and time.time() - proof.auth_time > self.max_age + settings.OIDC_DRIFT_SECONDS
        ):
            raise Refused(Reason.STALE, "older than max_age")
        if self.must_be_fresh and not self._is_newer(proof.auth_time):
            raise Refused(Reason.STALE, "answered without asking the person")
        for wanted, came in (
            (self.subject, proof.auth.subject),
            (self.population, proof.auth.population),
            (self.cvr, proof.auth.organisation_cvr),
        ):
            if self.must_be_fresh and wanted and wanted != came:
                raise Refused(Reason.OTHER_PERSON)

    def _is_newer(self, auth_time: int) -> bool:
        """Proven after it was asked for, and not the proof that stood before."""
        asked_at = int(self.started_at)
        newer = auth_time > self.proven_at or auth_time >= asked_at
        return newer and auth_time >= asked_at - settings.OIDC_DRIFT_SECONDS


def put(request: HttpRequest, asked: Asked) -> str:
    """Keep what is asked; returns the `state` (256 bit) that finds it again."""
    state = secrets.token_urlsafe(32)
    with _entries(request) as entries:
        for old in sorted(entries, key=lambda each: entries[each]["started_at"])[: -(MOST_OPEN - 1)]:
            del entries[old]
        entries[state] = dataclasses.asdict(asked)
    return state


def take(request: HttpRequest, state: str) -> Asked | None:
    """What was asked under `state` in this very session, once; None for an unknown, used or old one."""
    if not request.session.session_key:
        return None
    with _entries(request) as entries:
        entry = entries.pop(state, None)
    if entry is None or time.time() - entry["started_at"] > OPEN_SECONDS:
        return None
    return Asked(**{**entry, "purpose": Purpose(entry["purpose"]), "level": Level(entry["level"])})


@contextmanager
def _entries(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """The open entries, written back at the end; the request goes on with the session as it then is."""
    if not request.session.session_key:
        request.session.create()
    with transaction.atomic():
        key = request.session.session_key
        list(Session.objects.select_for_update().filter(pk=key))
        session = type(request.session)(key)
        entries = session.get(STATES)
        entries = entries if isinstance(entries, dict) else {}
        yield entries
        session[STATES] = entries
        session.save()
    request.session = session
