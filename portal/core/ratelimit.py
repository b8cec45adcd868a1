"""How often the same may be tried: counted in Valkey for all processes together, in a sliding window.

When Valkey cannot be reached each process counts for itself with the same numbers. Nobody is locked out
because a cache is down, and no limit disappears; it is only as many times wider as there are processes.
Codes and one-time passwords have a second counter in PostgreSQL beside this one (django-otp, single-use
tokens)."""

import functools
import hashlib
import ipaddress
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)
PAUSE_SECONDS = 10
MOST_LOCAL_KEYS = 20_000
NOWHERE = "0.0.0.0"  # noqa: S104 - stands for "no address known", nothing listens there


@dataclass(frozen=True)
class Limit:
    """At most `times` in any `seconds`, for one key. `name` keeps the counters of different limits apart."""

    name: str
    times: int
    seconds: int


class TooMany(Exception):
    """It was tried too often. `retry_after` is in seconds."""

    def __init__(self, retry_after: int):
        super().__init__(f"again in {retry_after} s")
        self.retry_after = retry_after


class _Local:
    """The counters of one process, used while Valkey is away."""

    def __init__(self) -> None:
        self.lock, self.counts, self.until = threading.Lock(), {}, 0.0  # type: ignore[var-annotated]

    def increment(self, key: str) -> int:
        with self.lock:
            if len(self.counts) > MOST_LOCAL_KEYS:
                self.counts.clear()
            self.counts[key] = self.counts.get(key, 0) + 1
            return int(self.counts[key])

    def get(self, key: str) -> int:
        return int(self.counts.get(key, 0))


_local = _Local()


def count(limit: Limit, key: str) -> None:
    """Count one attempt. Raises TooMany when it is one too many; refused attempts count too."""
    now = time.time()
    window, into = divmod(now, limit.seconds)
    label = hashlib.sha256(key.encode()).hexdigest()[:32]
    names = [f"limit:{limit.name}:{label}:{int(window) - back}" for back in (0, 1)]
    current, before = _counted(names, limit.seconds)
    if current + before * (1 - into / limit.seconds) > limit.times:
        raise TooMany(math.ceil(limit.seconds - into))


def _counted(names: list[str], seconds: int) -> tuple[int, int]:
    """This window's number (with this attempt) and the window's before."""
    if time.monotonic() >= _local.until:
        try:
            return _shared(names, seconds)
        except (RedisError, OSError) as error:
            _local.until = time.monotonic() + PAUSE_SECONDS
            log.warning("ratelimit.counting_alone", error=type(error).__name__)
    return _local.increment(names[0]), _local.get(names[1])


def _shared(names: list[str], seconds: int) -> tuple[int, int]:
    cache.add(names[0], 0, timeout=2 * seconds)
    try:
        current = cache.incr(names[0])
    except ValueError:  # evicted between the two calls
        current = 1
    return current, cache.get(names[1], 0)


def client_address(request: HttpRequest) -> str:
    """The address of the client: what the nearest of our own TRUSTED_PROXIES saw, never what a client claims.

    What is no address becomes 0.0.0.0: all such clients share one counter, none escapes it."""
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    address = request.META.get("REMOTE_ADDR", "")
    if proxies:
        passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = passed[-proxies] if len(passed) >= proxies else ""
    try:
        return str(ipaddress.ip_address(address.strip()))
    except ValueError:
        return NOWHERE


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """The page that says so (429)."""
    response = render(request, "errors/429.html", {"retry_minutes": math.ceil(retry_after / 60)}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


View = Callable[..., HttpResponseBase]


def limited(limit: Limit, by: Callable[[HttpRequest], str] = client_address, methods: str = "POST") -> Any:
    """Decorate a view function: requests with one of `methods` ("POST", "GET POST") count under
    `by(request)`; where that is "" they are not counted."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods.split() and (key := by(request)):
                try:
                    count(limit, key)
                except TooMany as refusal:
                    return too_many(request, refusal.retry_after)
            return view(request, *args, **kwargs)

        return counted

    return decorate
