"""A login provider that lies on demand: a real HTTP server on loopback whose answers each test bends.

It signs with keys of its own, so that every token an attacker, a faulty broker or a library with a gap
could produce can be put in front of the portal's own code, which is not patched anywhere.
"""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

CLIENT = "erhvervsadgang"
SECRET = "a-secret-that-only-this-client-and-the-forge-know"
LOA = "https://data.gov.dk/concept/core/nsis/loa/"
CPR = "6101660001"  # a substitute number: day + 60
RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())


def public_jwk(key: Any, kid: str, **extra: Any) -> dict[str, Any]:
    algorithm = (
        jwt.algorithms.ECAlgorithm
        if isinstance(key, ec.EllipticCurvePrivateKey)
        else jwt.algorithms.RSAAlgorithm
    )
    told = algorithm.to_jwk(key.public_key(), as_dict=True)
    return {**told, "kid": kid, "use": "sig", **extra}


def without_signature(header: dict[str, Any], claims: str | dict[str, Any]) -> str:
    body = claims if isinstance(claims, str) else json.dumps(claims)
    return ".".join(
        base64.urlsafe_b64encode(part.encode()).rstrip(b"=").decode()
        for part in (json.dumps(header), body, "")
    )


def sign_text(text: str, header: dict[str, Any], key: Any = RSA_KEY) -> str:
    """A well signed token whose claims are exactly this text (duplicate keys and all)."""
    unsigned = without_signature(header, text)[:-1]
    algorithm = jwt.algorithms.RSAAlgorithm(jwt.algorithms.RSAAlgorithm.SHA256)
    signature = algorithm.sign(unsigned.encode(), key)
    return f"{unsigned}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


@dataclass
class Seen:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    form: dict[str, list[str]]


@dataclass
class Raw:
    """An answer as it leaves the socket; `before` runs first (sleep, or nothing)."""

    status: int = 200
    content_type: str = "application/json"
    body: bytes = b"{}"
    trickle: float = 0.0
    delay: float = 0.0
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Forge:
    port: int = 0
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    drop: set[str] = field(default_factory=set)
    drop_userinfo: set[str] = field(default_factory=set)
    header: dict[str, Any] = field(default_factory=dict)
    algorithm: str = "RS256"
    key: Any = RSA_KEY
    kid: str | None = "one"
    keys: list[Any] = field(default_factory=lambda: [public_jwk(RSA_KEY, "one")])
    token: Callable[["Forge", dict[str, Any]], Any] | None = None
    answers: dict[str, Raw] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    access_token: str = "opaque-access-token-of-the-forge"

    def reset(self) -> None:
        self.__dict__.update(Forge(port=self.port).__dict__)

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def code_for(self, nonce: str) -> str:
        """A code as the provider would have sent it back with the browser."""
        code = f"code-{len(self.codes)}-{nonce[:6]}"
        self.codes[code] = nonce
        return code

    def calls(self, path: str) -> list[Seen]:
        return [each for each in self.seen if each.path == path]

    def id_claims(self, nonce: str) -> dict[str, Any]:
        now = int(time.time())
        told = {
            "iss": self.issuer, "sub": "subject-of-anne", "aud": CLIENT, "exp": now + 300, "iat": now,
            "auth_time": now, "nonce": nonce, "acr": f"{LOA}Substantial", "loa": f"{LOA}Substantial",
            "amr": ["code_app"], "identity_type": "private", "at_hash": at_hash(self.access_token),
        }  # fmt: skip
        told |= self.claims
        return {name: value for name, value in told.items() if name not in self.drop}

    def id_token(self, nonce: str) -> Any:
        claims = self.id_claims(nonce)
        if self.token:
            return self.token(self, claims)
        headers = {**({"kid": self.kid} if self.kid else {}), **self.header}
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers=headers)

    def told_userinfo(self) -> dict[str, Any]:
        told = {"sub": self.claims.get("sub", "subject-of-anne"), "name": "Anne Aagaard", "birthdate": "1966-01-01",
                "cpr": CPR, "identity_type": self.claims.get("identity_type", "private")}  # fmt: skip
        told |= self.userinfo
        return {name: value for name, value in told.items() if name not in self.drop_userinfo}

    # -- what the server says
    # ---------------------------------------------------------------------------------

    def answer(self, seen: Seen) -> Raw:
        self.seen.append(seen)
        if seen.path in self.answers:
            return self.answers[seen.path]
        known = {"/token": self._token, "/userinfo": self._userinfo, "/jwks": self._jwks,
                 "/.well-known/openid-configuration": self._discovery}  # fmt: skip
        return known[seen.path](seen) if seen.path in known else Raw(404)

    def _token(self, seen: Seen) -> Raw:
        nonce = self.codes.pop(seen.form.get("code", [""])[0], None)
        if nonce is None:
            return Raw(400, body=b'{"error": "invalid_grant"}')
        told = {"access_token": self.access_token, "token_type": "Bearer", "id_token": self.id_token(nonce)}
        return Raw(
            body=json.dumps({name: value for name, value in told.items() if value is not None}).encode()
        )

    def _userinfo(self, seen: Seen) -> Raw:
        if seen.headers.get("authorization") != f"Bearer {self.access_token}":
            return Raw(401)
        return Raw(body=json.dumps(self.told_userinfo()).encode())

    def _jwks(self, seen: Seen) -> Raw:
        return Raw(body=json.dumps({"keys": self.keys}).encode())

    def _discovery(self, seen: Seen) -> Raw:
        return Raw(body=json.dumps(self.metadata()).encode())

    def metadata(self) -> dict[str, Any]:
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo",
                 "jwks_uri": "jwks", "end_session_endpoint": "logout"}  # fmt: skip
        return {
            "issuer": self.issuer,
            **{name: f"{self.issuer}/{path}" for name, path in names.items()},
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile", "mitid", "nemlogin", "ssn"],
        }


def at_hash(access_token: str) -> str:
    digest = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class _Handler(BaseHTTPRequestHandler):
    forge: Forge

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        raw = self.forge.answer(
            Seen(self.command, parts.path, parse_qs(parts.query), headers, parse_qs(body))
        )
        time.sleep(raw.delay)
        try:
            self._send(raw)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _send(self, raw: Raw) -> None:
        self.send_response(raw.status)
        self.send_header("Content-Type", raw.content_type)
        self.send_header("Content-Length", str(len(raw.body)))
        for name, value in raw.headers.items():
            self.send_header(name, value)
        self.end_headers()
        for place in range(0, len(raw.body), 1 if raw.trickle else 65536):
            self.wfile.write(raw.body[place : place + (1 if raw.trickle else 65536)])
            self.wfile.flush()
            time.sleep(raw.trickle)

    do_GET = do_POST = _serve

    def log_message(self, *args: Any) -> None:
        pass


def running() -> Iterator[Forge]:
    """A forge that serves until the caller is done with it."""
    forge = Forge()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"forge": forge}))
    server.daemon_threads = True
    forge.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield forge
    server.shutdown()
    server.server_close()
    thread.join()
