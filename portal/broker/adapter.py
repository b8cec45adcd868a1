"""What this provider says about a login: issuer, pairwise subject, claims, metadata, keys."""

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from typing import Any, Literal

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.private_keys import filter_keys
from allauth.idp.oidc.models import Client, PrivateKey
from django.conf import settings

from . import claims, keys, logins
from .clients import SCOPES
from .levels import Level
from .models import Login

UNWANTED = ("device_authorization_endpoint",)


def pairwise_subject(client_id: str, subject_uuid: uuid.UUID) -> str:
    """The name one person (or professional identity) has at one client; another client cannot derive it."""
    message = f"{client_id}\0{subject_uuid}".encode()
    mac = hmac.new(settings.BROKER.pairwise_key.encode(), message, hashlib.sha256)
    return str(uuid.UUID(bytes=mac.digest()[:16]))


class Adapter(DefaultOIDCAdapter):
    """The provider's hooks."""

    def get_issuer(self) -> str:
        """Always the configured one, whatever Host the browser used."""
        return settings.BROKER.issuer

    def get_user_sub(self, client: Client, user: Login) -> str:
        """The pairwise subject of a login."""
        return pairwise_subject(client.pk, user.subject_uuid)

    def get_user_by_sub(self, client: Client, sub: str) -> Login | None:
        """The login behind a subject: that of the code being exchanged, else the one of this browser."""
        code = self.request.POST.get("code")
        login = logins.spend_code(code) if code else self.request.user
        if not getattr(login, "is_active", False):
            return None
        return login if hmac.compare_digest(self.get_user_sub(client, login), sub) else None

    def get_claims(
        self,
        purpose: Literal["id_token", "userinfo"],
        user: Login,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """How and when in the ID token, who in the userinfo."""
        subject = {"sub": self.get_user_sub(client, user)}
        if purpose == "id_token":
            return subject | claims.authentication(user)
        return subject | claims.person(user, set(scopes))

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Say what is really offered, at the issuer's own address."""
        for name in UNWANTED:
            data.pop(name, None)
        here = self.request.build_absolute_uri("/").rstrip("/")
        for name, value in data.items():
            if isinstance(value, str) and value.startswith(here):
                data[name] = settings.BROKER.issuer + value.removeprefix(here)
        data |= {
            "subject_types_supported": ["pairwise"],
            "scopes_supported": list(SCOPES),
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "prompt_values_supported": ["none", "login", "select_account"],
            "acr_values_supported": [level.acr for level in Level],
            "claims_supported": claims.SUPPORTED,
            "ui_locales_supported": [code for code, _ in settings.LANGUAGES],
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
        }

    def list_private_keys(
        self, *, did_activate: Literal[True] | None = None, is_active: Literal[True] | None = None
    ) -> list[PrivateKey]:
        """The keys of the environment when it names some, else our own."""
        if settings.IDP_OIDC_PRIVATE_KEYS:
            return super().list_private_keys(did_activate=did_activate, is_active=is_active)
        return filter_keys(keys.live(), did_activate=did_activate, is_active=is_active)
