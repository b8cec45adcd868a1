"""Fetching from an address somebody else has typed: over TLS, never from our own network, little and quickly.

The name is resolved once; every address it has must be public, and the connection goes to the very address that was
looked at, so that a name that answers differently the next time gains nothing. Redirects are not followed."""

import ipaddress
import socket
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

import certifi
import urllib3
from django.conf import settings

SECONDS = 5
MOST_BYTES = 262_144
LONGEST_ADDRESS = 2000
_HIDDEN = [
    ipaddress.ip_network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
]


class NotAllowed(ValueError):
    """An address we do not talk to; the message says why, for the log."""


class NoAnswer(ConnectionError):
    """It did not answer, too late, too long, or with a redirect or an error of its own."""


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


def get(url: str) -> Answer:
    """Raises NotAllowed or NoAnswer."""
    return _send("GET", url, None, {})


def post(url: str, form: dict[str, str], headers: dict[str, str] | None = None) -> Answer:
    """A form. Raises NotAllowed or NoAnswer."""
    body = urlencode(form).encode()
    return _send("POST", url, body, {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})})


def check(url: str) -> SplitResult:
    """The parts of an address we may talk to by its looks: https, a name, nothing hidden in it."""
    if len(url) > LONGEST_ADDRESS or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise NotAllowed("characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NotAllowed("unreadable") from error
    if parts.scheme != "https" and not (parts.scheme == "http" and settings.FETCH_FROM_LOOPBACK):
        raise NotAllowed("not https")
    if not parts.hostname or parts.username is not None or parts.fragment or port == 0:
        raise NotAllowed("host")
    return parts


def is_public(address: str) -> bool:
    """Whether an IP address is somewhere in the world, not in our network nor a way back into it."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(str(mapped))
    if found.is_loopback and settings.FETCH_FROM_LOOPBACK:
        return True
    hidden = any(found in network for network in _HIDDEN if network.version == found.version)
    return found.is_global and not found.is_multicast and not hidden


def _send(method: str, url: str, body: bytes | None, headers: dict[str, str]) -> Answer:
    parts = check(url)
    host, port = str(parts.hostname), parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolved(host, port)
    named = f"[{host}]" if ":" in host else host
    sent = {"Host": named if parts.port is None else f"{named}:{port}", "Accept": "application/json",
            "Accept-Encoding": "identity", "User-Agent": "Erhvervsadgang", **headers}  # fmt: skip
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _pool(parts.scheme, address, port, host) as pool:
            response = pool.urlopen(method, target, body=body, headers=sent, redirect=False, retries=False,
                                    preload_content=False)  # fmt: skip
            return _read(response)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise NoAnswer(type(error).__name__) from error


def _pool(scheme: str, address: str, port: int, host: str) -> Any:
    timeout = urllib3.Timeout(total=SECONDS)
    if scheme == "http":
        return urllib3.HTTPConnectionPool(address, port, timeout=timeout)
    return urllib3.HTTPSConnectionPool(
        address, port, timeout=timeout, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where(),
        server_hostname=host, assert_hostname=host,
    )  # fmt: skip


def _resolved(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NoAnswer("name") from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses or not all(is_public(each) for each in addresses):
        raise NotAllowed("private address")
    return addresses[0]


def _read(response: Any) -> Answer:
    deadline, body = time.monotonic() + SECONDS, b""
    while part := response.read1(8192):
        body += part
        if len(body) > MOST_BYTES or time.monotonic() > deadline:
            raise NoAnswer("too long or too slow")
    if 300 <= response.status < 400 or response.status >= 500:
        raise NoAnswer(f"status {response.status}")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    return Answer(response.status, kind, body)
