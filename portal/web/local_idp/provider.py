"""allauth's OpenID Connect client for one organisation's provider, with what it leaves open closed: its metadata is
what was approved and not what is told today, calls cannot be led into our own network, the ID token is always
verified, and nothing it says makes or finds a person but its subject."""

import base64
from typing import Any
from urllib.parse import quote

from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from mozilla_django_oidc.utils import generate_code_challenge

from identities.actions import secret_of
from identities.models import LocalIdp
from portal.core import fetching
from portal.core.strict_json import parse_object
from portal.web.local_idp.tokens import verified
from portal.web.login.asked import Asked
from portal.web.login.claims import acr
from portal.web.login.errors import ProviderDown, Reason, Refused


class LocalIdpAdapter(OpenIDConnectOAuth2Adapter):
    """One login with one organisation's provider."""

    def __init__(self, request: HttpRequest, idp: LocalIdp) -> None:
        super().__init__(request, str(idp.pk))
        self.idp = idp

    @property
    def openid_config(self) -> dict[str, Any]:
        """What was fetched and checked when it was set up; never fetched during a login."""
        return self.idp.metadata

    @property
    def basic_auth(self) -> bool:
        return bool(self.idp.metadata["basic"])

    def get_callback_url(self, request: HttpRequest, app: Any = None) -> str:
        return settings.BASE_URL.rstrip("/") + reverse("local_idp:callback", args=[self.idp.pk])

    def authorize(self, asked: Asked, state: str) -> str:
        """Where the browser goes: code flow with PKCE, nonce and the level that is wanted."""
        client = OAuth2Client(
            self.request, self.idp.client_id, "", self.access_token_method, self.access_token_url,
            self.get_callback_url(self.request),
        )  # fmt: skip
        client.state = state
        extra = {
            "nonce": asked.nonce,
            "code_challenge": generate_code_challenge(asked.verifier, "S256"),
            "code_challenge_method": "S256",
            "acr_values": acr(asked.level),
        }
        if asked.must_be_fresh:
            extra |= {"prompt": "login", "max_age": str(asked.max_age)}
        return str(client.get_redirect_url(self.authorize_url, ["openid"], extra))

    def claims(self, code: str, asked: Asked) -> dict[str, Any]:
        """The verified claims of the ID token. Raises LoginProblem."""
        told = self._exchanged(code, asked)
        access_token = told.get("access_token")
        if not isinstance(access_token, str) or not access_token:
            raise Refused(Reason.TOKEN, "no access token")
        return verified(told.get("id_token"), self.idp, nonce=asked.nonce, access_token=access_token)

    def _exchanged(self, code: str, asked: Asked) -> dict[str, Any]:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.get_callback_url(self.request),
            "code_verifier": asked.verifier,
        }
        headers, secret = {}, secret_of(self.idp)
        if self.basic_auth:
            pair = f"{quote(self.idp.client_id, safe='')}:{quote(secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        else:
            form |= {"client_id": self.idp.client_id, "client_secret": secret}
        try:
            answer = fetching.post(self.access_token_url, form, headers)
            told = parse_object(answer.body)
        except (fetching.NotAllowed, fetching.NoAnswer) as error:
            raise ProviderDown(type(error).__name__) from None
        except ValueError:
            raise Refused(Reason.TOKEN, "token answer") from None
        if answer.status != 200:
            raise (
                Refused(Reason.CODE)
                if told.get("error") == "invalid_grant"
                else ProviderDown("token endpoint")
            )
        return told
