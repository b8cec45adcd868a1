"""From a link or a code to what it opens. Secrets are compared as hashes, expiry is asked at use."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from identities.models import Activation, Authenticator, Identity
from identities.rules.secrets import code_digest, digest


def _open() -> QuerySet[Activation]:
    return (
        Activation.objects.across_organisations("a link or code is its own key")
        .filter(used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())
        .exclude(identity__state=Identity.State.CLOSED)
        .select_related("identity__organisation", "identity__user")
    )


def activation_by_token(token: str) -> Activation | None:
    """The open activation of a link, or None: unknown, used, withdrawn and expired look alike."""
    return _open().filter(token_hash=digest(token)).first()


def activation_by_code(typed: str) -> Activation | None:
    """The open activation of a temporary code, however it was typed."""
    hashed = code_digest(typed)
    return _open().filter(code_hash=hashed).first() if hashed else None


def open_activation(identity: Any) -> Activation | None:
    """The activation an identity waits for, expired or not."""
    rows = Activation.objects.across_organisations("of an identity already found through its scope")
    return rows.filter(identity=identity, used_at__isnull=True, withdrawn_at__isnull=True).first()


def authenticator_by_token(token: str) -> Authenticator | None:
    """The dedicated MitID a link shall tie to its identity."""
    return (
        Authenticator.objects.across_organisations("a link is its own key")
        .filter(
            enrol_hash=digest(token), state=Authenticator.State.ORDERED, enrol_expires_at__gt=timezone.now()
        )
        .exclude(identity__state=Identity.State.CLOSED)
        .select_related("identity__organisation", "identity__user")
        .first()
    )


def claimed_by(user: Any, pk: Any) -> Activation | None:
    """The open activation this person has typed the code of."""
    return _open().filter(pk=pk, claimed_by=user, path=Activation.Path.CODE).first()
