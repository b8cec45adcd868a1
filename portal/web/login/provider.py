"""Talking to the login provider: a few seconds, a few kilobytes, no redirects, or it counts as down."""

import json
import time
from dataclasses import dataclass
from typing import Any

import requests
import urllib3
from django.conf import settings

from portal.web.login.errors import ProviderDown

ANSWER_BYTES = 65_536
KEYS_BYTES = 262_144


class NotJson(ValueError):
    """Not one unambiguous JSON object."""


@dataclass(frozen=True)
class Answer:
    status: int
    content_type: str
    body: bytes


def get(url: str, *, bearer: str = "", most_bytes: int = ANSWER_BYTES) -> Answer:
    """GET; the access token goes into the header, never into the address. Raises ProviderDown."""
    return _send("GET", url, most_bytes, headers={"Authorization": f"Bearer {bearer}"} if bearer else {})


def post(url: str, form: dict[str, str], *, auth: tuple[str, str] | None = None) -> Answer:
    """POST a form. Raises ProviderDown."""
    return _send("POST", url, ANSWER_BYTES, data=form, auth=auth)


def _send(method: str, url: str, most_bytes: int, **kwargs: Any) -> Answer:
    deadline = time.monotonic() + settings.OIDC_TIMEOUT
    headers = {
        "Accept": "application/json, application/jwt",
        "Accept-Encoding": "identity",
        **kwargs.pop("headers", {}),
    }
    try:
        with requests.request(
            method,
            url,
            headers=headers,
            timeout=settings.OIDC_TIMEOUT,
            allow_redirects=False,
            stream=True,
            **kwargs,
        ) as response:
            body = _read(response, most_bytes, deadline)
            kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return _usable(Answer(response.status_code, kind, body))
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise ProviderDown(type(error).__name__) from None


def _read(response: requests.Response, most_bytes: int, deadline: float) -> bytes:
    """The body, unless it is too long or trickles in past the deadline."""
    body = b""
    while part := response.raw.read1(8192):
        body += part
        if len(body) > most_bytes:
            raise ProviderDown("answer too long")
        if time.monotonic() > deadline:
            raise ProviderDown("answer too slow")
    return body


def _usable(answer: Answer) -> Answer:
    if 300 <= answer.status < 400 or answer.status >= 500 or answer.status == 429:
        raise ProviderDown(f"status {answer.status}")
    return answer


def strict_json(text: bytes | str) -> dict[str, Any]:
    """One JSON object without duplicate keys, NaN or Infinity, so that no two parsers read it differently.

    Raises NotJson."""
    try:
        found = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise NotJson(type(error).__name__) from None
    if not isinstance(found, dict):
        raise NotJson("not an object")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("duplicate key")
    return found


def _no_constant(name: str) -> Any:
    raise NotJson(name)
