"""What every address of the decision API shares: who may ask, how much, and in which form errors come."""

from typing import Any

from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from portal.core import audit
from portal.core.api import ApiView, StrictJSONParser
from portal.core.permissions import Permission
from rights.models import ITSystem, ServiceClient

MAX_BODY = 1_000_000
MAX_REQUEST_ID = 200


class TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = f"The body is larger than {MAX_BODY} bytes."


class AccessJSONParser(StrictJSONParser):
    """JSON of at most MAX_BODY bytes: an object, as every request here is."""

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            raise TooLarge
        data = super().parse(stream, media_type, parser_context)
        if not isinstance(data, dict):
            raise exceptions.ParseError("The body must be a JSON object.")
        return data


class AccessView(ApiView):
    """An address for clients of an IT system. Answers carry the caller's X-Request-ID."""

    permission = Permission.DECISION_ASK
    parser_classes = (AccessJSONParser,)

    @property
    def client(self) -> ServiceClient:
        return self.actor.extra["client"]

    @property
    def system(self) -> ITSystem:
        return self.client.system  # type: ignore[return-value]

    @property
    def request_key(self) -> str:
        """The caller's request id, else the one that our own log has."""
        given = self.request.headers.get("X-Request-ID", "")
        return given[:MAX_REQUEST_ID] if given else audit.request_id()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.client.kind != ServiceClient.Kind.DECISIONS:
            raise exceptions.PermissionDenied(
                "This client serves an organisation; it cannot ask for decisions."
            )

    def handle_exception(self, exc: Exception) -> Response:
        # The specification knows 400 for every request that is not one of its own.
        if isinstance(exc, exceptions.UnsupportedMediaType):
            exc = exceptions.ParseError("The body must be application/json.")
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["X-Request-ID"] = self.request_key
        response.headers["Cache-Control"] = "no-store"
        return response
