"""/api/v1/grants: an organisation's own system gives and withdraws rights, by the same actions as the
pages."""

import uuid
from typing import Any, cast

from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core.api import ApiView
from portal.core.pages import KeysetPage
from portal.core.permissions import Permission
from rights.actions import grant_right, withdraw_grant
from rights.models import Grant, Group
from rights.queries.catalogue import available
from rights.queries.holdings import standing

PAGE = 100
LIMITS = ("", "p", "se")


class GrantShape(serializers.Serializer[Grant]):
    """A grant as it is read; `identity` or `group` is null."""

    id = serializers.UUIDField()
    right = serializers.CharField(source="right.key")
    identity = serializers.UUIDField(source="identity_id", allow_null=True)
    group = serializers.UUIDField(source="group_id", allow_null=True)
    limit_type = serializers.ChoiceField(LIMITS)
    limit_value = serializers.CharField()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)


class NewGrant(serializers.Serializer[Any]):
    """A grant as it is given: to an identity or to a group."""

    right = serializers.CharField(max_length=300)
    identity = serializers.UUIDField(required=False)
    group = serializers.UUIDField(required=False)
    limit_type = serializers.ChoiceField(LIMITS, default="")
    limit_value = serializers.CharField(default="", allow_blank=True, max_length=10)
    starts_at = serializers.DateTimeField(required=False, allow_null=True)
    ends_at = serializers.DateTimeField(required=False, allow_null=True)


class OfOrganisation(ApiView):
    """An address for the clients of one organisation; a client of an IT system is refused."""

    permission = Permission.GRANT_SEE

    @property
    def organisation(self) -> Organisation:
        return self.actor.organisation

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.actor.organisation is None:
            raise exceptions.PermissionDenied("This client serves an IT system; it has no organisation.")


class Grants(OfOrganisation):
    @extend_schema(
        parameters=[OpenApiParameter("identity", uuid.UUID), OpenApiParameter("after", str)],
        responses={200: GrantShape(many=True)},
        summary="The organisation's standing grants",
    )
    def get(self, request: Request) -> Response:
        """A hundred at a time: `next` is the query string of the page after, "" at the end."""
        rows = Grant.objects.for_actor(self.actor).filter(standing(timezone.now())).select_related("right")
        if "identity" in request.query_params:
            rows = rows.filter(identity=_uuid(request.query_params["identity"]))
        page = KeysetPage(rows, ("given_at",), PAGE, request.query_params.dict())
        return Response({"results": GrantShape(cast(Any, page.rows), many=True).data, "next": page.next})

    @extend_schema(request=NewGrant, responses={201: GrantShape}, summary="Give a right")
    def post(self, request: Request) -> Response:
        shape = NewGrant(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = dict(shape.validated_data)
        grant = grant_right(
            actor=self.actor,
            organisation=self.organisation,
            right=_found(available().filter(key=asked.pop("right")).first()),
            identity=self._own(Identity, asked.pop("identity", None)),
            group=self._own(Group, asked.pop("group", None)),
            **asked,
        )
        grant.refresh_from_db()
        return Response(GrantShape(grant).data, status=status.HTTP_201_CREATED)

    def _own(self, model: Any, key: uuid.UUID | None) -> Any:
        return None if key is None else _found(model.objects.for_actor(self.actor).filter(pk=key).first())


class OneGrant(OfOrganisation):
    @extend_schema(responses={200: GrantShape}, summary="One grant")
    def get(self, request: Request, pk: uuid.UUID) -> Response:
        return Response(GrantShape(self._grant(pk)).data)

    @extend_schema(responses={204: None}, summary="Withdraw a right")
    def delete(self, request: Request, pk: uuid.UUID) -> Response:
        """Withdrawn twice is withdrawn: a repeated call is answered alike."""
        grant = self._grant(pk)
        if grant.ends_at is None or grant.ends_at > timezone.now():
            withdraw_grant(actor=self.actor, grant=grant, because=f"API: {self.actor.label}")
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _grant(self, pk: uuid.UUID) -> Grant:
        rows = Grant.objects.for_actor(self.actor).select_related("right", "organisation")
        return _found(rows.filter(pk=pk).first())


def _found(thing: Any) -> Any:
    if thing is None:
        raise Http404
    return thing


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise exceptions.ParseError("identity must be a uuid.") from error
