"""The one who acts: a person in an organisation, a person alone, staff, a service, or the system itself."""

import datetime
import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.core.permissions import DEFAULT_LEVEL, LEVELS, MAY, Level, Permission, Role


class Kind(StrEnum):
    PERSON = "person"
    STAFF = "staff"
    SERVICE = "service"
    SYSTEM = "system"


class StepUpNeeded(PermissionDenied):
    """The person may do this, but must first prove more, or again, who they are."""

    def __init__(self, permission: Permission, level: Level, minutes: int | None):
        super().__init__(permission)
        self.permission, self.level, self.minutes = permission, level, minutes


@dataclass(frozen=True, kw_only=True)
class AuthContext:
    """What a login proved, normalised once from the claims; nothing else reads raw claims."""

    population: str
    issuer: str
    subject: str
    level: Level
    at: datetime.datetime
    authenticators: tuple[str, ...] = ()
    organisation_cvr: str = ""
    rid: str = ""


@dataclass(frozen=True, kw_only=True)
class Actor:
    kind: Kind
    label: str
    user: Any = None
    organisation: Any = None
    identity_id: uuid.UUID | None = None
    roles: frozenset[Role] = frozenset()
    memberships: frozenset[uuid.UUID] = frozenset()
    auth: AuthContext | None = None
    reason: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def system(cls, label: str) -> Self:
        """The portal itself: jobs, subscribers. Sees one organisation at a time like everybody else."""
        return cls(kind=Kind.SYSTEM, label=label)

    @classmethod
    def person(cls, user: Any, auth: AuthContext | None) -> Self:
        """Somebody logged in who (yet) acts for no organisation."""
        return cls(kind=Kind.PERSON, label=user.name, user=user, roles=frozenset({Role.PERSON}), auth=auth)

    @property
    def is_system(self) -> bool:
        return self.kind is Kind.SYSTEM

    @property
    def stable_id(self) -> str:
        """What the trail stores: never a name."""
        if self.identity_id:
            return f"identity:{self.identity_id}"
        return f"user:{self.user.pk}" if self.user else f"{self.kind}:{self.label}"

    def may(self, permission: Permission) -> bool:
        return self.is_system or any(permission in MAY[role] for role in self.roles)

    def require(self, permission: Permission) -> None:
        """Raise PermissionDenied (403) without the role, StepUpNeeded without the level or freshness."""
        if not self.may(permission):
            raise PermissionDenied(permission)
        if self.kind is not Kind.PERSON:
            return
        level, minutes = LEVELS.get(permission, DEFAULT_LEVEL)
        if self.auth is None or self.auth.level < level or not self._fresh(minutes):
            raise StepUpNeeded(permission, level, minutes)

    def _fresh(self, minutes: int | None) -> bool:
        assert self.auth is not None
        return minutes is None or timezone.now() - self.auth.at <= datetime.timedelta(minutes=minutes)
