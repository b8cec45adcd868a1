"""What every address of the identity API shares: one organisation, one form of errors, one answer per key."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from identities.actions.idempotency import Answered, KeyReused, answer_once, answer_to, request_hash
from identities.models import Identity
from portal.core import audit
from portal.core.api import ApiView, StrictJSONParser
from portal.core.permissions import Permission

MAX_BODY = 1_000_000
LONGEST_KEY = 200
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "request_id": {"type": "string"},
        "errors": {"type": ["object", "array"]},
    },
}


def problems(*codes: int) -> dict[Any, Any]:
    """The refusals every address may give, and those of this one."""
    return {(code, "application/problem+json"): _PROBLEM for code in sorted({400, 401, 403, *codes})}


KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": "^[ -~]+$"},
    OpenApiParameter.HEADER,
    description="Yours, 1–200 characters. The same request with the same key is answered alike and done once.",
)
PK = OpenApiParameter("id", OpenApiTypes.UUID, OpenApiParameter.PATH)
WRITES = problems(404, 409, 413, 415, 422)


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = f"The body is larger than {MAX_BODY} bytes."


class KeyUsedElsewhere(exceptions.APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "idempotency_key_reused"
    default_detail = "This Idempotency-Key was used for another request."


class SmallJSONParser(StrictJSONParser):
    """JSON of at most MAX_BODY bytes; no body at all is an empty object."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        length = int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0)
        if length > MAX_BODY:
            raise TooLarge
        return super().parse(stream, media_type, parser_context)


class IdentityView(ApiView):
    """An address for the clients of one organisation; a client of an IT system is refused."""

    permission = Permission.IDENTITY_SEE
    permission_to_write = Permission.IDENTITY_MANAGE
    parser_classes = (SmallJSONParser,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.actor.organisation is None:
            raise exceptions.PermissionDenied("This client serves an IT system; it has no organisation.")
        if request.method not in ("GET", "HEAD", "OPTIONS"):
            self.actor.require(self.permission_to_write)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["X-Request-ID"] = audit.request_id()
        response.headers["Cache-Control"] = "no-store"
        return response

    def identity(self, pk: str) -> Identity:
        """The identity of an address. Http404 for anybody else's, and for what is no uuid."""
        rows = Identity.objects.for_actor(self.actor).select_related("organisation", "user", "merged_into")
        return self.found(rows, pk)

    def found(self, rows: Any, pk: str) -> Any:
        try:
            thing = rows.filter(pk=uuid.UUID(pk)).first()
        except ValueError:
            thing = None
        if thing is None:
            raise Http404
        return thing

    def asked(self, shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
        """The body as the shape reads it. Raises ValidationError, also for a name the shape does not know."""
        read = shape(data=request.data)
        read.is_valid(raise_exception=True)
        if unknown := sorted(set(request.data) - set(read.fields)):
            raise exceptions.ValidationError({name: ["There is no such field."] for name in unknown})
        return dict(read.validated_data)

    def once(
        self, request: Request, work: Callable[[], tuple[int, Any]], *, needed: bool = False
    ) -> Response:
        """Do `work` and answer with its (status, body); with an Idempotency-Key only once, however often asked."""
        key = request.headers.get("Idempotency-Key", "")
        if not key and not needed:
            return _response(*work())
        if not 0 < len(key) <= LONGEST_KEY or not key.isprintable() or not key.isascii():
            raise exceptions.ParseError(f"Idempotency-Key must be 1 to {LONGEST_KEY} printable characters.")
        hashed = request_hash(request.method, request.path, request.data)
        try:
            return _response(*self._told(key, hashed, work))
        except KeyReused:
            raise KeyUsedElsewhere from None

    def _told(self, key: str, hashed: str, work: Callable[[], tuple[int, Any]]) -> tuple[int, Any]:
        told = answer_to(self.actor, key, hashed)
        if told is not None:
            return told
        try:
            return answer_once(actor=self.actor, key=key, hashed=hashed, work=work)
        except Answered:
            told = answer_to(self.actor, key, hashed)
            assert told is not None
            return told


def _response(code: int, body: Any) -> Response:
    return Response(body, status=code)
