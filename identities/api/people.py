"""/identities/v1/identities: created, searched, read, changed and closed by the same actions as the pages."""

from typing import Any, cast

from django.db import transaction
from django.http import Http404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from identities.actions import close, create_identity, edit, set_pseudonym
from identities.api.base import KEY, PK, WRITES, IdentityView, problems
from identities.api.shapes import ChangedIdentity, IdentityPage, IdentityShape, NewIdentity
from identities.models import Identity
from identities.queries import search
from portal.core.pages import KeysetPage

MOST = 200
FILTERS = ("state", "email", "rid", "p_number", "department")


class Identities(IdentityView):
    @extend_schema(
        operation_id="identities_list",
        parameters=[
            OpenApiParameter("q", str, description="name, e-mail, RID, UUID or P-number: the fifty nearest"),
            OpenApiParameter("state", str, enum=Identity.State.values),
            *(OpenApiParameter(name, str, description="exactly this") for name in FILTERS[1:]),
            OpenApiParameter("limit", int, description=f"1 to {MOST}; 50 without it"),
            OpenApiParameter("after", str, description="as in `next` of the page before"),
        ],
        responses={200: IdentityPage, **problems()},
        summary="The organisation's identities",
    )
    def get(self, request: Request) -> Response:
        """By name. `next` is the query string of the page after, "" at the end; a search has one page."""
        asked = request.query_params
        rows = Identity.objects.for_actor(self.actor).filter(**_exactly(asked))
        if text := asked.get("q", "").strip():
            return _page(search.best(rows, text[:200]), "")
        try:
            page = KeysetPage(rows, ("sort_key",), _size(asked.get("limit", "50")), asked.dict())
        except Http404 as error:
            raise exceptions.ParseError("after is not a cursor of ours.") from error
        return _page(page.rows, page.next)

    @extend_schema(
        operation_id="identities_create",
        parameters=[KEY],
        request=NewIdentity,
        responses={201: IdentityShape, **WRITES},
        summary="Create an identity and send its activation",
    )
    def post(self, request: Request) -> Response:
        """Needs an Idempotency-Key. With `order` false it is a draft, ordered later."""
        asked = self.asked(NewIdentity, request)
        asked["price_shown"] = asked.pop("max_price", None)
        asked["is_pseudonym"] = bool(asked.get("pseudonym"))
        response = self.once(
            request,
            lambda: (201, told(create_identity(actor=self.actor, **asked))),
            needed=True,
        )
        response.headers["Location"] = f"/identities/v1/identities/{response.data['id']}"
        return response


class OneIdentity(IdentityView):
    @extend_schema(
        operation_id="identities_read",
        parameters=[PK],
        responses={200: IdentityShape, **problems(404)},
        summary="One identity",
    )
    def get(self, request: Request, pk: str) -> Response:
        return Response(told(self.identity(pk)))

    @extend_schema(
        operation_id="identities_change",
        parameters=[PK],
        request=ChangedIdentity,
        responses={200: IdentityShape, **WRITES},
        summary="Change an identity",
    )
    def patch(self, request: Request, pk: str) -> Response:
        """Only what stands in the body is changed."""
        identity, asked = self.identity(pk), self.asked(ChangedIdentity, request)
        with transaction.atomic():
            return Response(told(self._changed(identity, asked)))

    def _changed(self, identity: Identity, asked: dict[str, Any]) -> Identity:
        pseudonym, version = asked.pop("pseudonym", None), asked.pop("version", None)
        if asked or pseudonym is None:
            identity, version = edit(actor=self.actor, identity=identity, version=version, **asked), None
        if pseudonym is not None:
            identity = set_pseudonym(
                actor=self.actor, identity=identity, pseudonym=pseudonym, version=version
            )
        return identity

    @extend_schema(
        operation_id="identities_close",
        parameters=[PK],
        responses={204: None, **WRITES},
        summary="Close an identity",
    )
    def delete(self, request: Request, pk: str) -> Response:
        """Closed twice is closed: a repeated call is answered alike."""
        identity = self.identity(pk)
        if identity.state != Identity.State.CLOSED:
            close(actor=self.actor, identity=identity, reason=f"API: {self.actor.label}")
        return Response(status=status.HTTP_204_NO_CONTENT)


def told(identity: Identity) -> dict[str, Any]:
    """The identity as the API tells it, read anew (generated columns)."""
    rows = Identity.objects.across_organisations("an identity already found through its scope")
    fresh = rows.select_related("user").get(pk=identity.pk)
    return dict(IdentityShape(fresh).data)


def _exactly(asked: Any) -> dict[str, str]:
    found = {name: asked[name] for name in FILTERS if asked.get(name)}
    if any("\x00" in value for value in asked.values()):
        raise exceptions.ParseError("The query holds a character that cannot be used.")
    if found.get("state", Identity.State.ACTIVE) not in Identity.State.values:
        raise exceptions.ParseError(f"state must be one of {', '.join(Identity.State.values)}.")
    return found


def _size(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:4]) <= MOST:
        raise exceptions.ParseError(f"limit must be a number from 1 to {MOST}.")
    return int(text)


def _page(rows: Any, following: str) -> Response:
    return Response({"results": IdentityShape(cast(Any, rows), many=True).data, "next": following})
