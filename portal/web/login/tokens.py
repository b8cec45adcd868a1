"""Is this ID token ours, for this login, signed by the provider, and valid now?

Closes what the stock library leaves open: issuer, audience, azp, required claims, at_hash, header
parameters, and every library error becomes a refusal instead of a crash.
"""

import base64
import binascii
import hashlib
import hmac
from typing import Any

import jwt
from django.conf import settings

from portal.web.login import provider
from portal.web.login.errors import Reason, Refused
from portal.web.login.keys import KEYS

MOST_CHARACTERS = 16_384
LONGEST_SUBJECT = 255
LONGEST_LIFE_SECONDS = 24 * 3600
REQUIRED = ["iss", "aud", "sub", "exp", "iat"]
HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


def verify_id_token(token: Any, *, nonce: str, access_token: str) -> dict[str, Any]:
    """The claims of a valid ID token. Raises Refused (or ProviderDown when the keys cannot be had)."""
    claims = _verified(token, REQUIRED)
    _is_for_us(claims)
    times = (claims["iat"], claims["exp"])
    _check(all(type(time) is int for time in times), "times")
    _check(claims["exp"] - claims["iat"] <= LONGEST_LIFE_SECONDS, "valid for too long")
    _check("events" not in claims, "a logout token")
    _check(_same(claims.get("nonce"), nonce), "nonce")
    if "at_hash" in claims:
        _check(_same(claims["at_hash"], access_token_hash(access_token)), "at_hash")
    return claims


def verify_userinfo(token: str) -> dict[str, Any]:
    """The claims of a signed userinfo answer. Raises Refused."""
    claims = _verified(token, ["iss", "aud", "sub"])
    _is_for_us(claims)
    return claims


def access_token_hash(access_token: str) -> str:
    """at_hash of OpenID Connect Core 3.1.3.6: left half of the hash that the algorithm of the token names."""
    digest = HASHES[settings.OIDC_RP_SIGN_ALGO[2:]](access_token.encode()).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def _verified(token: Any, required: list[str]) -> dict[str, Any]:
    header = _header(token)
    algorithm = settings.OIDC_RP_SIGN_ALGO
    for key in KEYS.matching(settings.OIDC_OP_JWKS_ENDPOINT, header["kid"], algorithm):
        try:
            return jwt.decode(
                token, key, algorithms=[algorithm], leeway=settings.OIDC_DRIFT_SECONDS,
                issuer=settings.OIDC_OP_ISSUER, options={"require": required, "verify_aud": False},
            )  # fmt: skip
        except jwt.InvalidSignatureError:
            continue
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as error:
            raise Refused(Reason.TOKEN, type(error).__name__) from None
    raise Refused(Reason.TOKEN, "signature")


def _header(token: Any) -> dict[str, Any]:
    """The header of a signed token in three parts, both JSON parts unambiguous. Its jku, x5u and jwk are
    not read."""
    _check(isinstance(token, str) and token.isascii() and len(token) <= MOST_CHARACTERS, "not a token")
    parts = token.split(".")
    _check(len(parts) == 3, "not a signed token in three parts")
    header, _claims = _part(parts[0]), _part(parts[1])
    _check(header.get("alg") == settings.OIDC_RP_SIGN_ALGO, "algorithm")
    _check(str(header.get("typ", "JWT")).upper() == "JWT", "another type of token")
    _check("crit" not in header and "zip" not in header, "critical header")
    _check(isinstance(header.get("kid"), str) and header["kid"] != "", "no key id")
    return header


def _part(text: str) -> dict[str, Any]:
    try:
        return provider.strict_json(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, provider.NotJson):
        raise Refused(Reason.TOKEN, "unreadable") from None


def _is_for_us(claims: dict[str, Any]) -> None:
    us = settings.OIDC_RP_CLIENT_ID
    _check(claims["aud"] in (us, [us]), "audience")
    _check(claims.get("azp", us) == us, "azp")
    subject = claims["sub"]
    _check(
        isinstance(subject, str) and 0 < len(subject) <= LONGEST_SUBJECT and "\x00" not in subject, "subject"
    )


def _same(came: Any, expected: str) -> bool:
    return isinstance(came, str) and bool(expected) and hmac.compare_digest(came.encode(), expected.encode())


def _check(holds: bool, detail: str) -> None:
    if not holds:
        raise Refused(Reason.TOKEN, detail)
