"""…/suspend and …/reactivate: access stopped now, and given back."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from identities.actions import resume, suspend
from identities.api.base import KEY, PK, WRITES, IdentityView
from identities.api.people import told
from identities.api.shapes import IdentityShape, Reason
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
