"""PUT /access/v1/subjects: a service tells its own name for one of our identities."""

from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, status
from rest_framework.request import Request
from rest_framework.response import Response

from identities.models import Identity
from rights.actions.ownership import name_subject
from rights.api.base import AccessView
from rights.api.schemas import ERRORS, SUBJECT
from rights.queries.decision import identity_named
from rights.rules.authzen import InvalidRequest, identity_in


class Subjects(AccessView):
    @extend_schema(request=SUBJECT, responses={204: None, **ERRORS}, summary="Your own name for an identity")
    def put(self, request: Request) -> Response:
        name, identity = (dict(request.data).get(key) for key in ("id", "identity"))
        if not isinstance(name, str) or not isinstance(identity, str):
            raise exceptions.ParseError("id and identity are required and must be strings.")
        try:
            own, named = identity_in(name), identity_in(identity)
        except InvalidRequest as error:
            raise exceptions.ParseError(str(error)) from error
        if "name" not in own or "name" in named:
            raise exceptions.ParseError("id is your own name, identity our uuid or <cvr>:<rid>.")
        key = identity_named(system=self.system.pk, **named)
        rows = Identity.objects.across_organisations("a service names one of its users")
        found = rows.select_related("organisation").filter(pk=str(key)).first() if key else None
        if found is None:
            raise exceptions.NotFound("There is no such identity.")
        name_subject(actor=self.actor, name=own["name"], identity=found)
        return Response(status=status.HTTP_204_NO_CONTENT)
