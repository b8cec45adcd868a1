"""Does the provider say of itself what we are set up with? Asked by an operator, never during a login."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from portal.web.login import provider

ADDRESS = "/.well-known/openid-configuration"
ENDPOINTS = {
    "authorization_endpoint": "OIDC_OP_AUTHORIZATION_ENDPOINT",
    "token_endpoint": "OIDC_OP_TOKEN_ENDPOINT",
    "userinfo_endpoint": "OIDC_OP_USER_ENDPOINT",
    "jwks_uri": "OIDC_OP_JWKS_ENDPOINT",
    "end_session_endpoint": "OIDC_OP_LOGOUT_ENDPOINT",
}


def faults() -> list[str]:
    """One sentence per difference between the provider's metadata and the settings; empty when all is well.

    Raises ProviderDown when the metadata cannot be had."""
    answer = provider.get(settings.OIDC_OP_ISSUER.rstrip("/") + ADDRESS)
    try:
        told = provider.strict_json(answer.body)
    except provider.NotJson:
        return ["The provider's metadata is not one JSON object."]
    if told.get("issuer") != settings.OIDC_OP_ISSUER:
        return [
            f"The provider calls itself {told.get('issuer')!r}, the setting OIDC_OP_ISSUER says otherwise."
        ]
    return [*_addresses(told), *_abilities(told)]


def _addresses(told: dict[str, Any]) -> Iterator[str]:
    for name, setting in ENDPOINTS.items():
        if told.get(name) != getattr(settings, setting):
            yield f"{setting} differs from the provider's {name} ({told.get(name)!r})."


def _abilities(told: dict[str, Any]) -> Iterator[str]:
    if settings.OIDC_RP_SIGN_ALGO not in told.get("id_token_signing_alg_values_supported", ["RS256"]):
        yield f"The provider does not sign with {settings.OIDC_RP_SIGN_ALGO} (OIDC_RP_SIGN_ALGO)."
    if "S256" not in told.get("code_challenge_methods_supported", []):
        yield "The provider does not promise PKCE with S256."
    if bool(told.get("authorization_response_iss_parameter_supported")) != settings.OIDC_OP_SENDS_ISS:
        yield "OIDC_OP_SENDS_ISS differs from authorization_response_iss_parameter_supported."
    if missing := set(settings.OIDC_RP_SCOPES.split()) - set(told.get("scopes_supported", [])):
        yield f"The provider does not offer the scopes {', '.join(sorted(missing))} (OIDC_RP_SCOPES)."
