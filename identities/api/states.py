"""…/suspend, …/reactivate and …/reopen: access stopped now, given back, and a closed identity opened again."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from identities.actions import reopen, resume, suspend
from identities.api.base import KEY, PK, WRITES, IdentityView
from identities.api.people import told
from identities.api.shapes import IdentityShape, Reason, Reopening
from portal.core.permissions import Permission


class Suspend(IdentityView):
    permission_to_write = Permission.IDENTITY_SUSPEND

    @extend_schema(
        operation_id="identities_suspend",
        parameters=[PK, KEY],
        request=Reason,
        responses={200: IdentityShape, **WRITES},
        summary="Suspend an identity; works in every state of the organisation",
    )
    def post(self, request: Request, pk: str) -> Response:
        identity = self.identity(pk)
        reason = self.asked(Reason, request).get("reason", "")
        return self.once(
            request, lambda: (200, told(suspend(actor=self.actor, identity=identity, reason=reason)))
        )


class Reactivate(IdentityView):
    @extend_schema(
        operation_id="identities_reactivate",
        parameters=[PK, KEY],
        request=Reason,
        responses={200: IdentityShape, **WRITES},
        summary="Give a suspended identity its access back",
    )
    def post(self, request: Request, pk: str) -> Response:
        identity = self.identity(pk)
        self.asked(Reason, request)
        return self.once(request, lambda: (200, told(resume(actor=self.actor, identity=identity))))


class Reopen(IdentityView):
    @extend_schema(
        operation_id="identities_reopen",
        parameters=[PK, KEY],
        request=Reopening,
        responses={200: IdentityShape, **WRITES},
        summary="Open a closed identity again; `max_price` is the most it may cost",
    )
    def post(self, request: Request, pk: str) -> Response:
        """Rights come back; the person chooses anew how to log in, and roles are given anew."""
        identity, price = self.identity(pk), self.asked(Reopening, request).get("max_price")
        return self.once(
            request, lambda: (200, told(reopen(actor=self.actor, identity=identity, price_shown=price)))
        )
