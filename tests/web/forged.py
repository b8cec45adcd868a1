"""Forged tokens and answers by name: what each bends in the forge."""

import json
import time
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.web.forge import (
    EC_KEY,
    OTHER_RSA_KEY,
    RSA_KEY,
    SECRET,
    Forge,
    Raw,
    public_jwk,
    sign_text,
    without_signature,
)

Bend = Callable[[Forge], object]


def claim(**claims: Any) -> Bend:
    return lambda forge: forge.claims.update(claims)


def without(*names: str) -> Bend:
    return lambda forge: forge.drop.update(names)


def header(**fields: Any) -> Bend:
    return lambda forge: forge.header.update(fields)


def token(make: Callable[[Forge, dict[str, Any]], Any]) -> Bend:
    return lambda forge: setattr(forge, "token", make)


def several(*bends: Bend) -> Bend:
    return lambda forge: [bend(forge) for bend in bends]


def _pem(key: Any) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def _hmac_with(secret: bytes) -> Bend:
    """Signed with HS256 by hand: the libraries refuse to sign with a public key, an attacker does not."""
    import base64
    import hashlib
    import hmac

    def make(forge: Forge, claims: dict[str, Any]) -> str:
        unsigned = without_signature({"alg": "HS256", "typ": "JWT", "kid": "one"}, claims)[:-1]
        mac = hmac.digest(secret, unsigned.encode(), hashlib.sha256)
        return f"{unsigned}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    return token(make)


def _duplicated(forge: Forge, claims: dict[str, Any]) -> str:
    text = json.dumps(claims)[:-1] + ', "sub": "somebody-else"}'
    return sign_text(text, {"alg": "RS256", "typ": "JWT", "kid": "one"})


def _es256_same_kid(forge: Forge) -> None:
    forge.algorithm, forge.key = "ES256", EC_KEY
    forge.keys.append(public_jwk(EC_KEY, "one"))


def _weak_key(forge: Forge) -> None:
    """1024 bits: signed by hand, as the libraries warn."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505
    forge.keys = [public_jwk(key, "one")]
    forge.token = lambda forge, claims: sign_text(json.dumps(claims), {"alg": "RS256", "kid": "one"}, key)


FAR = 10**9
TOKENS: dict[str, Bend] = {
    "wrong issuer": claim(iss="https://evil.example"),
    "issuer with a slash more": lambda forge: forge.claims.update(iss=forge.issuer + "/"),
    "missing issuer": without("iss"),
    "missing sub": without("sub"),
    "empty sub": claim(sub=""),
    "sub is a number": claim(sub=12345),
    "sub is a list": claim(sub=["subject-of-anne"]),
    "sub too long": claim(sub="s" * 256),
    "wrong audience": claim(aud="another-client"),
    "missing audience": without("aud"),
    "audience with a stranger": claim(aud=["erhvervsadgang", "another-client"], azp="erhvervsadgang"),
    "foreign azp": claim(azp="another-client"),
    "missing iat": without("iat"),
    "missing exp": without("exp"),
    "expired": claim(exp=int(time.time()) - 120),
    "exp is a text": claim(exp="tomorrow"),
    "exp is a number in a text": token(
        lambda forge, claims: sign_text(
            json.dumps({**claims, "exp": str(claims["exp"])}), {"alg": "RS256", "kid": "one"}
        )
    ),
    "valid for a week": claim(exp=int(time.time()) + 7 * 24 * 3600),
    "nbf in the future": claim(nbf=int(time.time()) + FAR),
    "iat in the future": claim(iat=int(time.time()) + FAR),
    "exp beyond any calendar": claim(exp=10**400),
    "no kid with one key": lambda forge: setattr(forge, "kid", None),
    "no kid with several keys": several(
        lambda forge: setattr(forge, "kid", None),
        lambda forge: forge.keys.append(public_jwk(OTHER_RSA_KEY, "two")),
    ),
    "kid is a number": token(lambda forge, claims: sign_text(json.dumps(claims), {"alg": "RS256", "kid": 1})),
    "unknown kid": lambda forge: setattr(forge, "kid", "three"),
    "another key under the same kid": lambda forge: setattr(forge, "key", OTHER_RSA_KEY),
    "bad signature": token(
        lambda forge, claims: jwt.encode(claims, RSA_KEY, "RS256", {"kid": "one"})[:-8] + "AAAAAAAA"
    ),
    "bad ES256 signature under an RSA client": _es256_same_kid,
    "signed with an encryption key": lambda forge: setattr(
        forge, "keys", [public_jwk(RSA_KEY, "one") | {"use": "enc"}]
    ),
    "key for another algorithm": lambda forge: setattr(
        forge, "keys", [public_jwk(RSA_KEY, "one") | {"alg": "RS512"}]
    ),
    "key that may not verify": lambda forge: setattr(
        forge, "keys", [public_jwk(RSA_KEY, "one") | {"key_ops": ["encrypt"]}]
    ),
    "key too short": _weak_key,
    "algorithm not configured": lambda forge: setattr(forge, "algorithm", "RS512"),
    "alg none": token(lambda forge, claims: without_signature({"alg": "none", "kid": "one"}, claims)),
    "alg None in capitals": token(
        lambda forge, claims: without_signature({"alg": "NONE", "kid": "one"}, claims)
    ),
    "RS256 without a signature": token(
        lambda forge, claims: without_signature({"alg": "RS256", "kid": "one"}, claims)
    ),
    "HS256 with the public key": _hmac_with(_pem(RSA_KEY)),
    "HS256 with the client secret": _hmac_with(SECRET.encode()),
    "jku header": several(
        header(jku="http://127.0.0.1:1/keys"), lambda forge: setattr(forge, "key", OTHER_RSA_KEY)
    ),
    "x5u header": several(
        header(x5u="http://127.0.0.1:1/cert"), lambda forge: setattr(forge, "key", OTHER_RSA_KEY)
    ),
    "jwk header": several(
        header(jwk=public_jwk(OTHER_RSA_KEY, "one")), lambda forge: setattr(forge, "key", OTHER_RSA_KEY)
    ),
    "critical header": token(
        lambda forge, claims: sign_text(
            json.dumps(claims), {"alg": "RS256", "kid": "one", "crit": ["b64"], "b64": True}
        )
    ),
    "an access token": header(typ="at+jwt"),
    "a logout token": several(
        header(typ="logout+jwt"), claim(events={"http://schemas.openid.net/event/backchannel-logout": {}})
    ),
    "a logout token without its type": claim(
        events={"http://schemas.openid.net/event/backchannel-logout": {}}
    ),
    "wrong nonce": claim(nonce="another-login"),
    "missing nonce": without("nonce"),
    "nonce is a list": token(
        lambda forge, claims: jwt.encode(
            {**claims, "nonce": [claims["nonce"]]}, RSA_KEY, "RS256", {"kid": "one"}
        )
    ),
    "wrong at_hash": claim(at_hash="AAAAAAAAAAAAAAAAAAAAAA"),
    "five segments": token(lambda forge, claims: "eyJhbGciOiJSU0EtT0FFUCJ9.a.b.c.d"),
    "two segments": token(lambda forge, claims: "eyJhbGciOiJSUzI1NiJ9.e30"),
    "garbage": token(lambda forge, claims: "!!.!!.!!"),
    "not ASCII": token(lambda forge, claims: "æ.ø.å"),
    "a number instead of a token": token(lambda forge, claims: 5),
    "no id_token": token(lambda forge, claims: None),
    "oversized": claim(padding="x" * 20_000),
    "duplicate keys": token(_duplicated),
    "NaN": token(
        lambda forge, claims: sign_text(
            json.dumps({**claims, "x": float("nan")}), {"alg": "RS256", "kid": "one"}
        )
    ),
    "claims are a list": token(lambda forge, claims: sign_text("[]", {"alg": "RS256", "kid": "one"})),
    "nested too deep": token(
        lambda forge, claims: sign_text("[" * 5000 + "]" * 5000, {"alg": "RS256", "kid": "one"})
    ),
    "missing auth_time": without("auth_time"),
    "auth_time is a text": claim(auth_time="now"),
    "auth_time in the future": claim(auth_time=int(time.time()) + 3600),
}


HONEST: dict[str, Bend] = {
    "as it is": lambda forge: None,
    "audience as a list of one": claim(aud=["erhvervsadgang"]),
    "own azp": claim(azp="erhvervsadgang"),
    "without at_hash": without("at_hash"),
    "an unreadable key beside": lambda forge: forge.keys.insert(
        0, {"kty": "RSA", "kid": "one", "n": "!", "e": "!"}
    ),
    "a key without kid beside": lambda forge: forge.keys.insert(0, {"kty": "RSA"}),
    "an entry that is no key beside": lambda forge: forge.keys.insert(0, "nonsense"),
    "an encryption key under the same kid": lambda forge: forge.keys.insert(
        0, public_jwk(OTHER_RSA_KEY, "one") | {"use": "enc"}
    ),
    "half a minute of drift": claim(iat=int(time.time()) + 30, nbf=int(time.time()) + 30),
    "typ at+jwt is not needed": header(typ="JWT"),
}


USERINFO: dict[str, Bend] = {
    "another subject": lambda forge: forge.userinfo.update(sub="subject-of-carl"),
    "no subject": lambda forge: forge.drop_userinfo.add("sub"),
    "subject is a number": lambda forge: forge.userinfo.update(sub=7),
    "401": lambda forge: forge.answers.update({"/userinfo": Raw(401)}),
    "403": lambda forge: forge.answers.update({"/userinfo": Raw(403)}),
    "not JSON": lambda forge: forge.answers.update({"/userinfo": Raw(body=b"<html>")}),
    "a list": lambda forge: forge.answers.update({"/userinfo": Raw(body=b"[]")}),
    "duplicate keys": lambda forge: forge.answers.update(
        {"/userinfo": Raw(body=b'{"sub": "x", "sub": "subject-of-anne"}')}
    ),
    "signed with another key": lambda forge: forge.answers.update(
        {"/userinfo": signed(forge, OTHER_RSA_KEY)}
    ),
    "signed for another client": lambda forge: forge.answers.update(
        {"/userinfo": signed(forge, RSA_KEY, aud="another-client")}
    ),
    "signed by another issuer": lambda forge: forge.answers.update(
        {"/userinfo": signed(forge, RSA_KEY, iss="https://evil.example")}
    ),
    "unsigned but said to be signed": lambda forge: forge.answers.update(
        {
            "/userinfo": Raw(
                content_type="application/jwt", body=without_signature({"alg": "none"}, {}).encode()
            )
        }
    ),
}


def signed(forge: Forge, key: Any, **claims: Any) -> Raw:
    told = {"iss": forge.issuer, "aud": "erhvervsadgang", **forge.told_userinfo(), **claims}
    body = jwt.encode(told, key, "RS256", {"kid": "one"}).encode()
    return Raw(content_type="application/jwt; charset=utf-8", body=body)
