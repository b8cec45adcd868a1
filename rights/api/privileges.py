"""GET /access/v1/privileges?subject=…: an identity's privileges as OIO BPP 1.2, in both its forms."""

import uuid
from collections.abc import Sequence

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from rights.actions import decision_log
from rights.actions.decision_log import LogRow
from rights.api.acting_for import subject_of
from rights.api.base import AccessView
from rights.api.schemas import ERRORS, PRIVILEGES
from rights.queries.acting_for import acting_for
from rights.queries.privileges import privileges
from rights.rules.bpp import encode, to_json

MOST = 50


class Privileges(AccessView):
    @extend_schema(
        parameters=[
            OpenApiParameter("subject", str, required=True, description="uuid, <cvr>:<rid> or your own name"),
            OpenApiParameter("acting_for", str, many=True, description=f"CVR numbers, at most {MOST}"),
        ],
        responses={200: PRIVILEGES, **ERRORS},
        summary="An identity's privileges (OIO BPP 1.2)",
    )
    def get(self, request: Request) -> Response:
        """Own organisation and those named; without `acting_for` the first fifty the identity can act for."""
        identity = subject_of(self, request)
        wanted = request.query_params.getlist("acting_for")
        if len(wanted) > MOST or any(
            not (cvr.isascii() and cvr.isdigit() and len(cvr) == 8) for cvr in wanted
        ):
            raise exceptions.ParseError(f"acting_for are CVR numbers of eight digits, at most {MOST}.")
        if identity is None:
            return Response({"privileges_intermediate": "", "priv": [], "complete": True})
        complete, cvrs = (True, ["", *wanted]) if wanted else self._reach(identity)
        groups = privileges(identity, system=self.system.pk, acted_for=cvrs)
        self._log(identity, wanted)
        return Response(
            {"privileges_intermediate": encode(groups), "priv": to_json(groups), "complete": complete}
        )

    def _reach(self, identity: uuid.UUID) -> tuple[bool, list[str]]:
        page, more = acting_for(identity, system=self.system.pk, size=MOST)
        return more is None, ["", *(each.cvr for each in page if not each.own)]

    def _log(self, identity: uuid.UUID, wanted: Sequence[str]) -> None:
        """One row: the service read all of them."""
        row = LogRow(
            uuid.uuid4(),
            timezone.now(),
            self.client.client_id,
            identity,
            "",
            next(iter(wanted), ""),
            "*",
            True,
            "privileges_told",
            self.request_key,
        )
        decision_log.note([row])
