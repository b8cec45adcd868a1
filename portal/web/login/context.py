"""What a login proved, as the session keeps it: one key, one reader, one writer."""

import datetime
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest

from portal.core.actors import AuthContext
from portal.core.permissions import Level

KEY = "auth_context"
# Other keys of the session: the ID token to log out with, a new subject to be linked, why the last session
# ended, why the last login came to nothing.
ID_TOKEN, RELINK, ENDED, PROBLEM = "oidc_id_token", "login_relink", "session_ended", "login_problem"
MITID_BACKEND = "portal.web.login.backend.MitIDBackend"
STAFF_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
STAFF = "staff"
# People of an organisation's own provider: a backend of their own, which asks at every request if it counts.
LOCAL_BACKEND = "portal.web.local_idp.backend.LocalIdpBackend"
LOCAL = "local"


def store(session: Any, auth: AuthContext) -> None:
    """Keep what was proven in the session (of the request, or of a test's client)."""
    session[KEY] = {
        "population": auth.population,
        "issuer": auth.issuer,
        "subject": auth.subject,
        "level": auth.level.name,
        "at": auth.at.isoformat(),
        "authenticators": list(auth.authenticators),
        "organisation_cvr": auth.organisation_cvr,
        "rid": auth.rid,
    }


def auth_context(request: HttpRequest) -> AuthContext | None:
    """What this session proved, or None: for nobody, and for a session whose proof is not that of its person.

    The backend of the session decides the population: one that came in as staff is never a person, nor the
    other way round, whatever the row of the user says."""
    user = request.user
    if not user.is_authenticated:
        return None
    backend = request.session.get(BACKEND_SESSION_KEY)
    if backend == STAFF_BACKEND and user.is_staff:
        return AuthContext(population=STAFF, issuer="", subject=user.get_username(), level=Level.NONE,
                           at=user.last_login or user.created_at)  # type: ignore[attr-defined]  # fmt: skip
    kept = request.session.get(KEY)
    if backend not in (MITID_BACKEND, LOCAL_BACKEND) or user.is_staff or kept is None:
        return None
    if (kept["population"] == LOCAL) != (backend == LOCAL_BACKEND):
        return None
    if (kept["issuer"], kept["subject"]) != (user.issuer, user.subject):  # type: ignore[attr-defined]
        return None
    return AuthContext(**{
        **kept, "level": Level[kept["level"]], "at": datetime.datetime.fromisoformat(kept["at"]),
        "authenticators": tuple(kept["authenticators"]),
    })  # fmt: skip


def rotate(request: HttpRequest) -> None:
    """A new session key, the same session: at login, step-up, one-time code and change of organisation."""
    from portal.web.login import sessions

    before = request.session.session_key
    request.session.cycle_key()
    sessions.follow(before, request.session.session_key)
