"""/identities/v1/activation-orders: many drafts ordered at once, as a job that can be followed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from identities.actions import start_selection
from identities.actions.selection import JOB
from identities.api.base import KEY, PK, WRITES, IdentityView, problems
from identities.api.shapes import NewOrder, OrderShape
from portal.core import jobs
from portal.core.models import Job


class ActivationOrders(IdentityView):
    @extend_schema(
        operation_id="activation_orders_create",
        parameters=[KEY],
        request=NewOrder,
        responses={202: OrderShape, **WRITES},
        summary="Send the activation of many drafts",
    )
    def post(self, request: Request) -> Response:
        """Needs an Idempotency-Key. Identities of others and those that are no drafts are left alone."""
        asked = self.asked(NewOrder, request)
        price, chosen = asked.get("max_price"), asked["identities"]
        response = self.once(
            request,
            lambda: (
                202,
                _told(start_selection(actor=self.actor, act="order", ids=chosen, price_shown=price)),
            ),
            needed=True,
        )
        response.headers["Location"] = f"/identities/v1/activation-orders/{response.data['id']}"
        return response


class ActivationOrder(IdentityView):
    @extend_schema(
        operation_id="activation_orders_read",
        parameters=[PK],
        responses={200: OrderShape, **problems(404)},
        summary="How far an order is",
    )
    def get(self, request: Request, pk: str) -> Response:
        return Response(_told(self.found(Job.objects.for_actor(self.actor).filter(kind=JOB), pk)))


def _told(job: Job) -> dict[str, Any]:
    progress = jobs.progress(job)
    found = {"id": job.pk, "state": job.state, "total": progress["total"], "done": progress["done"],
             "parked": progress["parked"]}  # fmt: skip
    return dict(OrderShape(found).data)
