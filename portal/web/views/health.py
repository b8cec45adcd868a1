"""For the load balancer: whether this process can serve, and which part cannot."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from redis.exceptions import RedisError


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _answers(ask: Callable[[], object]) -> str:
    try:
        ask()
    except (DatabaseError, RedisError, OSError):
        return "down"
    return "ok"


def health(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served (the database answers), else 503; Valkey down only slows the work."""
    parts = {"database": _answers(_database), "valkey": _answers(lambda: cache.get("health"))}
    return JsonResponse(parts, status=200 if parts["database"] == "ok" else 503)


health.public = True  # type: ignore[attr-defined]
