"""One answer per key of a client: asked again, the same is told and nothing is done twice.

What failed has changed nothing and leaves no answer: it may be asked again under the same key."""

import datetime
import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from identities.models import IdempotencyKey
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

KEPT = datetime.timedelta(days=2)
Told = tuple[int, Any]


class Answered(Exception):
    """Another call with the same key was faster: its answer is there now."""


class KeyReused(Exception):
    """The key belongs to another request."""


def request_hash(method: str | None, path: str, data: Any) -> str:
    """What makes two requests the same: method, address and body, whatever the order of its keys."""
    body = json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(f"{method} {path}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()


def answer_to(actor: Actor, key: str, hashed: str) -> Told | None:
    """The answer already given under this key. Raises KeyReused when it was to something else."""
    row = IdempotencyKey.objects.for_actor(actor).filter(client=actor.label, key=key).first()
    if row is None:
        return None
    if row.request_hash != hashed:
        raise KeyReused
    return row.status, row.answer


@action(Permission.IDENTITY_SEE)
def answer_once(*, actor: Actor, key: str, hashed: str, work: Callable[[], Told]) -> Told:
    """Do `work` (an action of its own, with its own permission) and keep its answer, in one transaction.

    Two at the same time: the second waits for the first, then raises Answered."""
    row = IdempotencyKey(organisation=actor.organisation, client=actor.label, key=key, request_hash=hashed)
    if not _taken(row):
        raise Answered
    row.status, row.answer = work()
    rows = IdempotencyKey.objects.for_actor(actor).filter(client=actor.label, key=key)
    rows.update(status=row.status, answer=row.answer)
    return row.status, row.answer


def _taken(row: IdempotencyKey) -> bool:
    """Whether the key is now ours; waits for another transaction that has just taken it."""
    rows = IdempotencyKey.objects.across_organisations("the key names its organisation")
    rows.bulk_create([row], ignore_conflicts=True)
    return rows.filter(
        organisation=row.organisation, client=row.client, key=row.key, status=0, request_hash=row.request_hash
    ).exists()


@action(Permission.SUPPORT_SUPERVISE)
def forget_keys(*, actor: Actor) -> int:
    """Delete keys older than two days. Returns how many."""
    rows = IdempotencyKey.objects.across_organisations("the nightly round")
    deleted, _kinds = rows.filter(created_at__lt=timezone.now() - KEPT).delete()
    audit.record_bulk("SELECT 1 WHERE false", [])
    return deleted
