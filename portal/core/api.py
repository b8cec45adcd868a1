"""The API's base: service clients with short tokens, one permission per view, problem+json for every refusal.

Tokens are signed by us and say only who the client is; what it may do is read from its live row at each call.
RFC 6749 §4.4 (client credentials), RFC 9457 (problem details).
"""

import datetime
import json
from typing import Any

import jwt
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.module_loading import import_string
from rest_framework import exceptions, status
from rest_framework.authentication import BaseAuthentication
from rest_framework.parsers import JSONParser
from rest_framework.permissions import BasePermission
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.core import audit
from portal.core.actions import RuleBroken, Stale
from portal.core.actors import Actor
from portal.core.permissions import Permission

AUDIENCE = "erhvervsadgang-api"
MAX_DEPTH = 20


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


class ApiView(APIView):
    """One address of the API. `permission` is required; `self.actor` is the service client."""

    permission: Permission | None = None

    @property
    def actor(self) -> Actor:
        return self.request.auth


class StrictJSONParser(JSONParser):
    """JSON that every parser reads alike: no duplicate keys, no NaN, no deep nesting, no other charset."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        try:
            text = stream.read().decode("utf-8")
            data = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise exceptions.ParseError(f"The body is not valid JSON: {_safe(error)}.") from error
        if _depth(data) > MAX_DEPTH:
            raise exceptions.ParseError(f"The body is nested more than {MAX_DEPTH} levels deep.")
        return data


class DuplicateKey(ValueError):
    pass


def _safe(error: Exception) -> str:
    return "a key stands twice" if isinstance(error, DuplicateKey) else "it cannot be parsed"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({key for key, _ in pairs}) != len(pairs):
        raise DuplicateKey
    return dict(pairs)


def _refuse_constant(name: str) -> Any:
    raise ValueError(name)


def _depth(data: Any, level: int = 1) -> int:
    children = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return max((_depth(child, level + 1) for child in children), default=level)


_STATUS: tuple[tuple[type[Exception], int, str], ...] = (
    (Stale, status.HTTP_409_CONFLICT, "stale"),
    (RuleBroken, status.HTTP_422_UNPROCESSABLE_ENTITY, "rule-broken"),
    (Http404, status.HTTP_404_NOT_FOUND, "not-found"),
    (PermissionDenied, status.HTTP_403_FORBIDDEN, "forbidden"),
)


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Every refusal as application/problem+json with the request id; unknown errors stay 500 (None)."""
    for kind, code, slug in _STATUS:
        if isinstance(error, kind):
            return _problem(code, slug, str(error) if isinstance(error, RuleBroken) else "", {})
    if not isinstance(error, exceptions.APIException):
        return None
    headers = {}
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        error.status_code = status.HTTP_401_UNAUTHORIZED
        headers["WWW-Authenticate"] = 'Bearer realm="erhvervsadgang"'
    if isinstance(error, exceptions.Throttled) and error.wait:
        headers["Retry-After"] = str(int(error.wait) + 1)
    if isinstance(error, exceptions.ValidationError):
        return _problem(error.status_code, "invalid", "The request is not valid.", headers, errors=error.detail)
    return _problem(error.status_code, str(error.default_code), str(error.detail), headers)


def _problem(code: int, slug: str, detail: str, headers: dict[str, str], **extra: Any) -> Response:
    from http import HTTPStatus

    body = {"type": f"urn:erhvervsadgang:problem:{slug.replace('_', '-')}", "title": HTTPStatus(code).phrase,
            "status": code, "detail": detail, "request_id": audit.request_id(), **extra}  # fmt: skip
    return Response(body, status=code, headers=headers, content_type="application/problem+json")


def acts_as_service(request: HttpRequest) -> bool:
    """Whether the request came with a service client's token (then no session counts)."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")
