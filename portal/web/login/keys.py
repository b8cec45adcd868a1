"""The provider's signing keys: kept for some minutes, fetched once more when a key is not among them."""

import threading
import time
from dataclasses import dataclass
from typing import Any

import jwt

from portal.web.login import provider
from portal.web.login.errors import ProviderDown, Reason, Refused

KEPT_SECONDS = 600
MOST_KEYS = 50
SHORTEST_RSA_BITS = 2048
CURVES = {"ES256": "P-256", "ES384": "P-384", "ES512": "P-521"}


@dataclass(frozen=True)
class KeySet:
    keys: list[dict[str, Any]]
    fetched_at: float


class Keys:
    """Signing keys by the address they are published at."""

    def __init__(self) -> None:
        self._sets: dict[str, KeySet] = {}
        self._lock = threading.Lock()

    def matching(self, url: str, kid: str, algorithm: str) -> list[Any]:
        """The usable keys with this id; an unknown id causes one fetch, not more.

        Raises Refused when there is none, ProviderDown when they cannot be had."""
        found = self._sets.get(url)
        if found is None or time.monotonic() - found.fetched_at > KEPT_SECONDS:
            return self._usable(self._fetch(url), kid, algorithm)
        try:
            return self._usable(found, kid, algorithm)
        except Refused:
            return self._usable(self._fetch(url), kid, algorithm)

    def forget(self) -> None:
        with self._lock:
            self._sets.clear()

    def _fetch(self, url: str) -> KeySet:
        answer = provider.get(url, most_bytes=provider.KEYS_BYTES)
        try:
            keys = provider.strict_json(answer.body).get("keys")
        except provider.NotJson:
            keys = None
        if answer.status != 200 or not isinstance(keys, list) or not keys or len(keys) > MOST_KEYS:
            raise ProviderDown("no key set")
        fetched = KeySet([key for key in keys if isinstance(key, dict)], time.monotonic())
        with self._lock:
            self._sets[url] = fetched
        return fetched

    def _usable(self, found: KeySet, kid: str, algorithm: str) -> list[Any]:
        named = [key for key in found.keys if key.get("kid") == kid and _may_sign(key, algorithm)]
        parsed = [key for key in (_parsed(key, algorithm) for key in named) if key is not None]
        if not parsed:
            raise Refused(Reason.TOKEN, "no usable key with this id")
        return parsed


def _may_sign(key: dict[str, Any], algorithm: str) -> bool:
    """A public signing key for this algorithm; encryption keys and keys of another kind are none."""
    operations = key.get("key_ops")
    return (
        key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
        and (operations is None or "verify" in operations)
        and (key.get("kty"), key.get("crv")) == _kind(algorithm)
    )


def _kind(algorithm: str) -> tuple[str, str | None]:
    return ("EC", CURVES[algorithm]) if algorithm in CURVES else ("RSA", None)


def _parsed(key: dict[str, Any], algorithm: str) -> Any:
    """The key as the library needs it; None for one that cannot be read or is too short."""
    try:
        parsed = jwt.PyJWK(key, algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
    return None if algorithm.startswith("RS") and parsed.key_size < SHORTEST_RSA_BITS else parsed


KEYS = Keys()
