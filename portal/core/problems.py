"""Every refusal of the API as problem details (RFC 9457) with the request id."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions, status
from rest_framework.response import Response

from portal.core import audit
from portal.core.actions import RuleBroken, Stale

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
    if isinstance(error, exceptions.ValidationError):
        return _problem(error.status_code, "invalid", "The request is not valid.", {}, errors=error.detail)
    return _problem(_code(error), str(error.default_code), str(error.detail), _headers(error))


def _code(error: exceptions.APIException) -> int:
    """Who is not known gets 401 even where Django REST framework would say 403."""
    unknown = isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed)
    return status.HTTP_401_UNAUTHORIZED if unknown else int(error.status_code)


def _headers(error: exceptions.APIException) -> dict[str, str]:
    if _code(error) == status.HTTP_401_UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="erhvervsadgang"'}
    wait = getattr(error, "wait", None)
    return {"Retry-After": str(int(wait) + 1)} if wait else {}


def _problem(code: int, slug: str, detail: str, headers: dict[str, str], **extra: Any) -> Response:
    body = {"type": f"urn:erhvervsadgang:problem:{slug.replace('_', '-')}", "title": HTTPStatus(code).phrase,
            "status": code, "detail": detail, "request_id": audit.request_id(), **extra}  # fmt: skip
    return Response(body, status=code, headers=headers, content_type="application/problem+json")
