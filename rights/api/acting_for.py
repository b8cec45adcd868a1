"""GET /access/v1/acting-for?subject=…: what can this person act for."""

import base64
import binascii
import uuid

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from rights.api.base import AccessView
from rights.api.schemas import ACTING_FOR, ERRORS
from rights.queries.acting_for import FIRST, acting_for
from rights.queries.decision import identity_named
from rights.rules.authzen import InvalidRequest, identity_in, right_key

MOST = 200


class ActingFor(AccessView):
    @extend_schema(
        parameters=[
            OpenApiParameter("subject", str, required=True, description="uuid, <cvr>:<rid> or your own name"),
            OpenApiParameter(
                "right", str, description="a right's key or its short name; all of yours without it"
            ),
            OpenApiParameter("limit", int, description="at most 200 on a page; 50 without it"),
            OpenApiParameter("page", str, description="page.next_token of the page before"),
        ],
        responses={200: ACTING_FOR, **ERRORS},
        summary="The organisations an identity may act for",
    )
    def get(self, request: Request) -> Response:
        asked = request.query_params
        identity = subject_of(self, request)
        right = right_key(asked["right"], self.system.code) if "right" in asked else None
        page, more = (
            ([], None)
            if identity is None
            else acting_for(
                identity,
                system=self.system.pk,
                right=right,
                after=_after(asked.get("page", "")),
                size=_size(asked.get("limit", "50")),
            )
        )
        results = [{"cvr": each.cvr, "name": each.name, "own": each.own} for each in page]
        return Response({"results": results, "page": {"next_token": _token(more)}})


def subject_of(view: AccessView, request: Request) -> uuid.UUID | None:
    """The identity that ?subject= names, if there is one. Raises ParseError for no name at all."""
    try:
        named = identity_in(request.query_params.get("subject", ""))
    except InvalidRequest as error:
        raise exceptions.ParseError(str(error)) from error
    return identity_named(system=view.system.pk, **named)


def _size(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:4]) <= MOST:
        raise exceptions.ParseError(f"limit must be a number from 1 to {MOST}.")
    return int(text)


def _after(token: str) -> uuid.UUID:
    if not token:
        return FIRST
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(token.encode("ascii")))
    except (ValueError, binascii.Error) as error:
        raise exceptions.ParseError("page is not a token of ours.") from error


def _token(after: uuid.UUID | None) -> str:
    return base64.urlsafe_b64encode(after.bytes).decode() if after else ""
