"""Service clients: short tokens signed by us that say only who the client is; what it may do is read from its live row
at each call (RFC 6749 §4.4)."""

import datetime
from typing import Any

import jwt
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission

from portal.core.actors import Actor
from portal.core.permissions import Permission

AUDIENCE = "erhvervsadgang-api"


def issue_token(client_id: str) -> tuple[str, int]:
    """A signed bearer token for the client and its life in seconds."""
    now, seconds = timezone.now(), settings.SERVICE_TOKEN_SECONDS
    claims = {"sub": client_id, "aud": AUDIENCE, "iss": settings.BASE_URL, "iat": now,
              "exp": now + datetime.timedelta(seconds=seconds), "typ": "service"}  # fmt: skip
    return jwt.encode(claims, settings.SECRET_KEY, algorithm="HS256"), seconds


def client_of(token: str) -> str:
    """The client id of a token. Raises AuthenticationFailed for anything but a live token of ours."""
    try:
        claims = jwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"], audience=AUDIENCE,
                            issuer=settings.BASE_URL, options={"require": ["exp", "sub", "aud", "iss"]})  # fmt: skip
    except jwt.PyJWTError as error:
        raise exceptions.AuthenticationFailed("The token is not valid or has expired.") from error
    return str(claims["sub"])


class ServiceClientAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; request.user becomes None-like, request.auth the service's Actor."""

    def authenticate(self, request: Any) -> tuple[Any, Actor] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        actor = import_string(settings.SERVICE_ACTOR)(client_of(token))
        if actor is None:
            raise exceptions.AuthenticationFailed("The client is closed or unknown.")
        return actor, actor

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="erhvervsadgang"'


class NamesItsPermission(BasePermission):
    """Deny by default: a view without `permission` answers nobody, one with it only those who have it."""

    def has_permission(self, request: Any, view: Any) -> bool:
        permission = getattr(view, "permission", None)
        if not isinstance(request.auth, Actor):
            raise exceptions.NotAuthenticated()
        return isinstance(permission, Permission) and request.auth.may(permission)
