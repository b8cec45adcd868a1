"""…/authenticators and …/roles: what an identity logs in with, and what it administers."""

from typing import Any, cast

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from identities.actions import order_authenticator, stop_authenticator
from identities.api.base import KEY, PK, WRITES, IdentityView, problems
from identities.api.shapes import AuthenticatorShape, NewAuthenticator, RoleShape
from identities.models import Authenticator
from identities.queries.people import standing
from portal.core.permissions import Permission


class TheAuthenticators(IdentityView):
    @extend_schema(
        operation_id="authenticators_list",
        parameters=[PK],
        responses={200: AuthenticatorShape(many=True), **problems(404)},
        summary="The dedicated MitIDs of an identity",
    )
    def get(self, request: Request, pk: str) -> Response:
        rows = Authenticator.objects.for_actor(self.actor).filter(identity=self.identity(pk))
        return Response(AuthenticatorShape(cast(Any, rows.order_by("-created_at", "pk")), many=True).data)

    @extend_schema(
        operation_id="authenticators_order",
        parameters=[PK, KEY],
        request=NewAuthenticator,
        responses={201: AuthenticatorShape, **WRITES},
        summary="Order a dedicated MitID",
    )
    def post(self, request: Request, pk: str) -> Response:
        """Needs an Idempotency-Key. The employee ties it to the identity; a physical one costs, once."""
        identity, asked = self.identity(pk), self.asked(NewAuthenticator, request)
        price = asked.pop("max_price", None)
        return self.once(
            request,
            lambda: (
                201,
                _told(order_authenticator(actor=self.actor, identity=identity, price_shown=price, **asked)),
            ),
            needed=True,
        )


class OneAuthenticator(IdentityView):
    permission_to_write = Permission.IDENTITY_SUSPEND

    @extend_schema(
        operation_id="authenticators_stop",
        parameters=[PK],
        responses={204: None, **WRITES},
        summary="Stop a dedicated MitID",
    )
    def delete(self, request: Request, pk: str) -> Response:
        """Stopped twice is stopped: a repeated call is answered alike."""
        rows = Authenticator.objects.for_actor(self.actor).select_related("identity__organisation")
        found = self.found(rows, pk)
        if found.state != Authenticator.State.STOPPED:
            stop_authenticator(actor=self.actor, authenticator=found, reason=f"API: {self.actor.label}")
        return Response(status=status.HTTP_204_NO_CONTENT)


class TheRoles(IdentityView):
    @extend_schema(
        operation_id="roles_list",
        parameters=[PK],
        responses={200: RoleShape(many=True), **problems(404)},
        summary="The administrator roles of an identity (given by administrators only, never by the API)",
    )
    def get(self, request: Request, pk: str) -> Response:
        identity = self.identity(pk)
        rows = standing(identity.organisation_id).filter(identity=identity).order_by("given_at", "pk")
        return Response(RoleShape(cast(Any, rows), many=True).data)


def _told(authenticator: Authenticator) -> dict[str, Any]:
    authenticator.refresh_from_db()
    return dict(AuthenticatorShape(authenticator).data)
