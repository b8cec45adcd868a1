"""Encryption of single values (CPR numbers, temporary codes) and blind indexes to find them again.

A ciphertext carries the id of its key, so that keys are changed while the portal runs:

1. add the new key last in ``CPR_KEYS`` everywhere: every process can read it, nobody writes with it;
2. move it first: new values are written with it, old ones stay readable, `needs_rotation` finds them;
3. when none is left, take the old key away.

The blind index has one key of its own: a changed index key would hide every stored value.

A ciphertext is: format (1 byte) · length of the key id (1 byte) · key id · nonce (12 bytes) · ciphertext ·
tag (16 bytes). Format, key id and purpose are authenticated with the value.
"""

import binascii
import hmac
import os
import re
from base64 import b64decode
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

FORMAT = 1
NONCE_BYTES, TAG_BYTES, KEY_BYTES = 12, 16, 32
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


class CryptoError(Exception):
    """A value could not be encrypted, decrypted or indexed. Never carries the value or a key."""


@dataclass(frozen=True)
class Keyring:
    """Key id to cipher, the id that encrypts, the header each id gives its ciphertexts, the index key."""

    first: str
    ciphers: dict[str, AESGCM] = field(repr=False)
    headers: dict[str, bytes]
    index_key: bytes = field(repr=False)
    keys: Any = field(repr=False)
    index: Any = field(repr=False)


_ring: Keyring | None = None


def reload() -> None:
    """Read ``CPR_KEYS`` and ``BLIND_INDEX_KEY`` again, now. Raises CryptoError if they are unusable."""
    global _ring
    _ring = _build(settings.CPR_KEYS, settings.BLIND_INDEX_KEY)


def encrypt(text: str, *, purpose: str) -> bytes:
    """AES-256-GCM under the first key. `purpose` ("identity.cpr") must be given again to decrypt."""
    ring = _keyring()
    header = ring.headers[ring.first]
    nonce = os.urandom(NONCE_BYTES)
    sealed = ring.ciphers[ring.first].encrypt(nonce, _utf8(text), header + _utf8(purpose))
    return header + nonce + sealed


def decrypt(blob: bytes | memoryview, *, purpose: str) -> str:
    """The text of `blob`. Raises CryptoError for a changed byte, another purpose or an unknown key."""
    blob, name = bytes(blob), key_id(blob)
    cipher, start = _cipher(name), 2 + len(name)
    nonce, sealed = blob[start : start + NONCE_BYTES], blob[start + NONCE_BYTES :]
    try:
        return cipher.decrypt(nonce, sealed, blob[:start] + _utf8(purpose)).decode()
    except InvalidTag:
        pass
    raise CryptoError(f"ciphertext under key {name} was changed or belongs to another purpose")


def key_id(blob: bytes | memoryview) -> str:
    """The id of the key that `blob` is encrypted with. Raises CryptoError if it is no ciphertext of ours."""
    blob = bytes(blob)
    if len(blob) < 2 or blob[0] != FORMAT or len(blob) < 2 + blob[1] + NONCE_BYTES + TAG_BYTES:
        raise CryptoError("not a ciphertext in a known format")
    name = blob[2 : 2 + blob[1]].decode("latin-1")
    if not KEY_ID.fullmatch(name):
        raise CryptoError("not a ciphertext in a known format")
    return name


def current_key() -> str:
    """The id of the key that encrypts now."""
    return _keyring().first


def needs_rotation(blob: bytes | memoryview) -> bool:
    """Whether `blob` is encrypted with another key than the one that encrypts now."""
    return key_id(blob) != _keyring().first


def blind_index(text: str, *, purpose: str) -> bytes:
    """HMAC-SHA256 (32 bytes) of `text`, the same at every call: equal values can be found, never read.

    The caller normalises first (a CPR number is ten digits): other spelling is another index.
    """
    label = _utf8(purpose)
    return hmac.digest(_keyring().index_key, len(label).to_bytes(2, "big") + label + _utf8(text), "sha256")


def _keyring() -> Keyring:
    """The current keys; rebuilt by itself when the settings hold other objects than the ones read."""
    if _ring is None or _ring.keys is not settings.CPR_KEYS or _ring.index is not settings.BLIND_INDEX_KEY:
        reload()
    assert _ring is not None
    return _ring


def _cipher(name: str) -> AESGCM:
    """A key met for the first time may have come while this process ran: look once more before giving up."""
    if name not in _keyring().ciphers:
        reload()
    if name not in _keyring().ciphers:
        raise CryptoError(f"no key with id {name}")
    return _keyring().ciphers[name]


def _build(entries: Any, index_key: str) -> Keyring:
    """`entries` is a list of "id:base64 of 32 bytes", or a callable that returns one (a mounted file)."""
    ciphers: dict[str, AESGCM] = {}
    for entry in entries() if callable(entries) else entries:
        name, _, encoded = entry.partition(":")
        if not KEY_ID.fullmatch(name) or name in ciphers:
            raise CryptoError("every entry of CPR_KEYS is id:key, each id once, of letters, digits, - and _")
        ciphers[name] = AESGCM(_key(encoded, f"key {name} of CPR_KEYS"))
    if not ciphers:
        raise CryptoError("CPR_KEYS is empty")
    headers = {name: bytes((FORMAT, len(name))) + name.encode() for name in ciphers}
    secret = _key(index_key, "BLIND_INDEX_KEY")
    return Keyring(next(iter(ciphers)), ciphers, headers, secret, entries, index_key)


def _key(encoded: str, label: str) -> bytes:
    try:
        key = b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise CryptoError(f"{label} must be the base64 of exactly {KEY_BYTES} bytes")
    return key


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except (UnicodeEncodeError, AttributeError):
        pass
    raise CryptoError("only well-formed text can be encrypted or indexed")
