"""How the API's documentation describes its one way in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class ServiceClientScheme(OpenApiAuthenticationExtension):
    """Client credentials at /oauth2/token, then a bearer token (RFC 6749 §4.4)."""

    target_class = "portal.core.service_clients.ServiceClientAuthentication"
    name = "serviceClient"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/oauth2/token", "scopes": {}}}}
