"""A relying party and a browser, written against the protocol alone, with nothing of the broker."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import jwt
import requests

LOA = "https://data.gov.dk/concept/core/nsis/loa/"


def first_values(url: str) -> dict[str, str]:
    """The query of an address as a plain dictionary."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


class Browser:
    """Cookies and redirects. Stops where the broker sends the browser away from itself."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.session = requests.Session()

    def get(self, url: str) -> requests.Response:
        """Follow redirects inside the broker; the last response is a page, or a redirect to somebody else."""
        return self._follow(self.session.get(url, allow_redirects=False, timeout=20))

    def post(self, url: str, data: dict[str, str]) -> requests.Response:
        """The same after sending a form."""
        return self._follow(self.session.post(url, data=data, allow_redirects=False, timeout=20))

    def _follow(self, response: requests.Response) -> requests.Response:
        for _ in range(10):
            target = urljoin(response.url, response.headers.get("Location", ""))
            if not response.is_redirect or not target.startswith(self.issuer + "/"):
                return response
            response = self.session.get(target, allow_redirects=False, timeout=20)
        raise AssertionError("The broker redirects in a circle.")


@dataclass
class Attempt:
    """One authorization request, with what the relying party keeps for its answer."""

    url: str
    verifier: str
    nonce: str
    state: str


@dataclass
class Answer:
    """What came of it: claims of the ID token and the userinfo, and the raw tokens."""

    id_token: str
    access_token: str
    claims: dict[str, Any]
    userinfo: dict[str, Any] = field(default_factory=dict)


@dataclass
class RelyingParty:
    """One registered client. Checks everything a careful client checks."""

    issuer: str
    client_id: str
    secret: str
    redirect_uri: str
    after_logout: str

    @property
    def metadata(self) -> dict[str, Any]:
        return requests.get(f"{self.issuer}/.well-known/openid-configuration", timeout=20).json()

    def begin(self, **params: str) -> Attempt:
        """An authorization request; a parameter set to "" is left out."""
        verifier, nonce, state = (secrets.token_urlsafe(48) for _ in range(3))
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid mitid nemlogin",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        } | params
        sent = urlencode({name: value for name, value in query.items() if value})
        return Attempt(f"{self.issuer}/identity/o/authorize?{sent}", verifier, nonce, state)

    def callback(self, attempt: Attempt, response: requests.Response) -> dict[str, str]:
        """The parameters that came back to the redirect address."""
        assert response.status_code == 302, (response.status_code, response.url, response.text[:500])
        location = response.headers["Location"]
        assert location.startswith(self.redirect_uri), location
        values = first_values(location)
        assert values.pop("state") == attempt.state
        return values

    def exchange(self, attempt: Attempt, code: str, **changes: str) -> requests.Response:
        """Code for tokens; `changes` replaces form fields."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": attempt.verifier,
            "client_id": self.client_id,
            "client_secret": self.secret,
        } | changes
        return requests.post(f"{self.issuer}/identity/o/api/token", data=form, timeout=20)

    def jwks(self) -> dict[str, Any]:
        """The published keys by their id."""
        keys = requests.get(f"{self.issuer}/.well-known/jwks.json", timeout=20).json()["keys"]
        return {key["kid"]: key for key in keys}

    def verified(self, id_token: str, attempt: Attempt) -> dict[str, Any]:
        """The claims of an ID token that is signed by a published key and meant for this attempt."""
        kid = jwt.get_unverified_header(id_token)["kid"]
        claims = jwt.decode(
            id_token,
            jwt.PyJWK(self.jwks()[kid]).key,
            algorithms=["RS256"],
            audience=self.client_id,
            issuer=self.issuer,
            options={"require": ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce"]},
        )
        assert claims["nonce"] == attempt.nonce
        return claims

    def ask_userinfo(self, access_token: str) -> requests.Response:
        """The userinfo endpoint with a bearer token."""
        url = f"{self.issuer}/identity/o/api/userinfo"
        return requests.get(url, headers={"Authorization": f"Bearer {access_token}"}, timeout=20)

    def redeem(self, attempt: Attempt, code: str) -> Answer:
        """Everything after the callback."""
        response = self.exchange(attempt, code)
        assert response.status_code == 200, response.text
        tokens = response.json()
        claims = self.verified(tokens["id_token"], attempt)
        digest = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
        assert claims["at_hash"] == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        answer = Answer(tokens["id_token"], tokens["access_token"], claims)
        answer.userinfo = self.ask_userinfo(tokens["access_token"]).json()
        assert answer.userinfo["sub"] == claims["sub"]
        return answer

    def log_in(self, browser: Browser, **params: str) -> Answer:
        """The whole flow, for requests that are answered without a page."""
        attempt = self.begin(**params)
        values = self.callback(attempt, browser.get(attempt.url))
        assert "code" in values, values
        return self.redeem(attempt, values["code"])

    def refused(self, browser: Browser, **params: str) -> dict[str, str]:
        """The error a request is answered with."""
        attempt = self.begin(**params)
        values = self.callback(attempt, browser.get(attempt.url))
        assert "code" not in values
        return values
