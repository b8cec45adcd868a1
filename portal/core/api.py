"""The API's base: one permission per view, service clients only, problem+json for every refusal."""

from django.http import HttpRequest
from rest_framework.views import APIView

from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.problems import problem
from portal.core.service_clients import (
    NamesItsPermission,
    ServiceClientAuthentication,
    client_of,
    issue_token,
)
from portal.core.strict_json import StrictJSONParser

__all__ = ["ApiView", "NamesItsPermission", "ServiceClientAuthentication", "StrictJSONParser", "acts_as_service",
           "client_of", "issue_token", "problem"]  # fmt: skip


class ApiView(APIView):
    """One address of the API. `permission` is required; `self.actor` is the service client."""

    permission: Permission | None = None

    @property
    def actor(self) -> Actor:
        actor = self.request.auth
        assert isinstance(actor, Actor)
        return actor


def acts_as_service(request: HttpRequest) -> bool:
    """Whether the request came with a service client's token (then no session counts)."""
    return request.headers.get("Authorization", "").lower().startswith("bearer ")
