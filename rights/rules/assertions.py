"""How a client proves who it is: a secret, or a signed assertion (private_key_jwt, RFC 7523 and OpenID Core
§9)."""

import datetime
import hashlib
import hmac
from typing import Any

import jwt

LONGEST = 300  # seconds an assertion may live
_LEEWAY = 10
# The algorithms a key of each kind may sign with; anything else, "none" and shared secrets too, is refused.
_ALGORITHMS = {"RSA": ["RS256", "PS256"], "EC": ["ES256"], "OKP": ["EdDSA"]}


class Refused(ValueError):
    """The client is not who it says, or the assertion is not one for us."""


def secret_hash(secret: str) -> str:
    """The stored form: secrets are random and of full strength, so one SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def secret_is(secret: str, stored: str) -> bool:
    return bool(stored) and hmac.compare_digest(secret_hash(secret), stored)


def claimed_client(assertion: str) -> str:
    """Whose key to check with: `sub`, not yet believed. Raises Refused."""
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False})
    except jwt.PyJWTError as error:
        raise Refused("not a JWT") from error
    return str(claims.get("sub", ""))


def checked_assertion(assertion: str, jwk: dict[str, Any], *, client_id: str, audiences: list[str]) -> str:
    """The assertion's `jti`, after every check but that it is used once. Raises Refused."""
    try:
        key = jwt.PyJWK(jwk)
        claims = jwt.decode(
            assertion,
            key.key,
            algorithms=_ALGORITHMS.get(jwk.get("kty", ""), []),
            audience=audiences,
            issuer=client_id,
            leeway=_LEEWAY,
            options={"require": ["iss", "sub", "aud", "exp", "jti"]},
        )
    except (jwt.PyJWTError, NotImplementedError, KeyError) as error:
        raise Refused(type(error).__name__) from error
    return _jti(claims, client_id)


def _jti(claims: dict[str, Any], client_id: str) -> str:
    left = claims["exp"] - datetime.datetime.now(datetime.UTC).timestamp()
    if claims["sub"] != client_id or left > LONGEST + _LEEWAY:
        raise Refused("sub or exp")
    if not isinstance(claims["jti"], str) or not 1 <= len(claims["jti"]) <= 200:
        raise Refused("jti")
    return claims["jti"]
