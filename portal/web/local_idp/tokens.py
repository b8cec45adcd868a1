"""Is this ID token the organisation's provider's, for us, for this login, and valid now?"""

import hmac
import time
from typing import Any

import jwt
from django.conf import settings

from identities.models import LocalIdp
from portal.core import fetching
from portal.core.strict_json import parse_object
from portal.web.login.errors import ProviderDown, Reason, Refused
from portal.web.login.keys import MOST_KEYS, Keys, KeySet

MOST_CHARACTERS = 16_384
LONGEST_LIFE_SECONDS = 24 * 3600
REQUIRED = ["iss", "aud", "sub", "exp", "iat", "nonce", "auth_time"]


class FetchedKeys(Keys):
    """Signing keys of providers that organisations name: fetched only where we may."""

    def _fetch(self, url: str) -> KeySet:
        try:
            answer = fetching.get(url)
            keys = parse_object(answer.body).get("keys")
        except (fetching.NotAllowed, fetching.NoAnswer, ValueError) as error:
            raise ProviderDown(type(error).__name__) from None
        if answer.status != 200 or not isinstance(keys, list) or not 0 < len(keys) <= MOST_KEYS:
            raise ProviderDown("no key set")
        found = KeySet([key for key in keys if isinstance(key, dict)], time.monotonic())
        with self._lock:
            self._sets[url] = found
        return found


KEYS = FetchedKeys()


def verified(token: Any, idp: LocalIdp, *, nonce: str, access_token: str) -> dict[str, Any]:
    """The claims. Raises Refused, or ProviderDown when the keys cannot be had."""
    algorithm, kid = _header(token, idp)
    claims = _decoded(token, idp, algorithm, kid)
    subject, times = claims["sub"], (claims["iat"], claims["exp"], claims["auth_time"])
    _check(all(type(each) is int for each in times), "times")
    _check(claims["exp"] - claims["iat"] <= LONGEST_LIFE_SECONDS, "valid for too long")
    _check(0 < claims["auth_time"] <= time.time() + settings.OIDC_DRIFT_SECONDS, "auth_time")
    _check(claims["aud"] in (idp.client_id, [idp.client_id]), "audience")
    _check(claims.get("azp", idp.client_id) == idp.client_id, "azp")
    _check("events" not in claims, "a logout token")
    _check(_same(claims["nonce"], nonce), "nonce")
    _check(isinstance(subject, str) and 0 < len(subject) <= 255 and subject.isprintable(), "subject")
    if "at_hash" in claims:
        _check(_same(claims["at_hash"], _hash_of(access_token)), "at_hash")
    return claims


def _header(token: Any, idp: LocalIdp) -> tuple[str, str]:
    _check(isinstance(token, str) and token.isascii() and len(token) <= MOST_CHARACTERS, "not a token")
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError:
        raise Refused(Reason.TOKEN, "unreadable") from None
    _check(header.get("alg") in idp.metadata["algorithms"], "algorithm")
    _check(str(header.get("typ", "JWT")).upper() == "JWT", "another type of token")
    _check("crit" not in header and "zip" not in header, "critical header")
    _check(isinstance(header.get("kid"), str) and header["kid"] != "", "no key id")
    return header["alg"], header["kid"]


def _decoded(token: str, idp: LocalIdp, algorithm: str, kid: str) -> dict[str, Any]:
    for key in KEYS.matching(idp.metadata["jwks_uri"], kid, algorithm):
        try:
            return jwt.decode(
                token, key, algorithms=[algorithm], leeway=settings.OIDC_DRIFT_SECONDS, issuer=idp.issuer,
                options={"require": REQUIRED, "verify_aud": False},
            )  # fmt: skip
        except jwt.InvalidSignatureError:
            continue
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise Refused(Reason.TOKEN, type(error).__name__) from None
    raise Refused(Reason.TOKEN, "signature")


def _hash_of(access_token: str) -> str:
    """at_hash of OpenID Connect Core 3.1.3.6; both algorithms we take name SHA-256."""
    import base64
    import hashlib

    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def _same(came: Any, expected: str) -> bool:
    return isinstance(came, str) and hmac.compare_digest(came.encode(), expected.encode())


def _check(holds: bool, detail: str) -> None:
    if not holds:
        raise Refused(Reason.TOKEN, detail)
