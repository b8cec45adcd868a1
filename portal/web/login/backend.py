"""The relying party: mozilla-django-oidc with its gaps closed (see tests/web/test_login_tokens.py, row by
row)."""

from dataclasses import dataclass, field
from typing import Any

import structlog
from django.conf import settings
from django.urls import reverse
from mozilla_django_oidc.auth import OIDCAuthenticationBackend

from portal.core.models import User
from portal.web.login import claims, provider, tokens
from portal.web.login.asked import Asked
from portal.web.login.claims import Proof
from portal.web.login.errors import ProviderDown, Reason, Refused

log = structlog.get_logger(__name__)
LOST_CODE = "invalid_grant"


@dataclass(frozen=True)
class Proved:
    """A proof and the ID token to log out with ("" when the token itself holds a CPR number)."""

    proof: Proof
    id_token: str = field(repr=False)


class MitIDBackend(OIDCAuthenticationBackend):
    """Sessions of people who came through MitID. `prove` is the only way in."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Never from credentials: the stock method would exchange any `?code=` on any page that asks a
        password."""
        return

    def prove(self, code: str, asked: Asked) -> Proved:
        """Exchange the code, verify everything, compare with what was asked. Raises LoginProblem."""
        info = self.get_token({
            "client_id": self.OIDC_RP_CLIENT_ID,
            "client_secret": self.OIDC_RP_CLIENT_SECRET,
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback_url(),
            "code_verifier": asked.verifier,
        })  # fmt: skip
        id_token, access_token = info.get("id_token"), info.get("access_token")
        if not isinstance(access_token, str) or not access_token:
            raise Refused(Reason.TOKEN, "no access token")
        payload = self.verify_token(id_token, nonce=asked.nonce, access_token=access_token)
        proof = claims.normalise(payload, self.get_userinfo(access_token, id_token, payload))
        asked.check(proof)
        return Proved(proof, "" if claims.carries_cpr(payload) else str(id_token))

    def get_token(self, payload: dict[str, str]) -> dict[str, Any]:
        """The token endpoint's answer. Raises Refused for a code that is used or old, ProviderDown else."""
        auth = None
        if self.get_settings("OIDC_TOKEN_USE_BASIC_AUTH", False):
            auth = (payload["client_id"], payload.pop("client_secret"))
        answer = provider.post(self.OIDC_OP_TOKEN_ENDPOINT, payload, auth=auth)
        try:
            told = provider.strict_json(answer.body)
        except provider.NotJson:
            raise Refused(Reason.TOKEN, "token answer") from None
        if answer.status == 200:
            return told
        if told.get("error") == LOST_CODE:
            raise Refused(Reason.CODE)
        log.error("login.token_endpoint", status=answer.status)
        raise ProviderDown(f"token endpoint {answer.status}")

    def verify_token(self, token: Any, **kwargs: Any) -> dict[str, Any]:
        return tokens.verify_id_token(token, nonce=kwargs["nonce"], access_token=kwargs["access_token"])

    def get_userinfo(self, access_token: str, id_token: Any, payload: dict[str, Any]) -> dict[str, Any]:
        """The userinfo answer, signed or plain, of the very subject of the ID token. Raises Refused."""
        answer = provider.get(self.OIDC_OP_USER_ENDPOINT, bearer=access_token)
        if answer.status != 200:
            raise Refused(Reason.USERINFO, f"status {answer.status}")
        told = _userinfo(answer)
        if not isinstance(told.get("sub"), str) or told["sub"] != payload["sub"]:
            raise Refused(Reason.USERINFO, "another subject")
        return told

    def get_user(self, user_id: Any) -> User | None:
        """Asked at every request: a closed user's sessions end at the next one."""
        return User.objects.filter(pk=user_id, is_active=True, is_staff=False).first()


def _userinfo(answer: provider.Answer) -> dict[str, Any]:
    if answer.content_type == "application/jwt":
        try:
            return tokens.verify_userinfo(answer.body.decode("ascii"))
        except (Refused, UnicodeDecodeError):
            raise Refused(Reason.USERINFO, "signature") from None
    try:
        return provider.strict_json(answer.body)
    except provider.NotJson:
        raise Refused(Reason.USERINFO, "unreadable") from None


def callback_url() -> str:
    """The portal's own address, whatever Host the browser named."""
    return settings.BASE_URL.rstrip("/") + reverse("login:callback")
