"""Rows that belong to an organisation are only read through an organisation.

The second of the two barriers between tenants (the first is the address, see `middleware`): a queryset of a
`Scoped` model refuses to touch the database until one of its openers has narrowed it.
"""

import functools
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from portal.core.actors import Actor

_M = TypeVar("_M", bound=models.Model)


class UnscopedQuery(RuntimeError):
    """This query could have crossed from one organisation into another."""


def _guarded(name: str) -> Any:
    original = getattr(models.QuerySet, name)

    @functools.wraps(original)
    def method(self: "ScopedQuerySet[Any]", *args: Any, **kwargs: Any) -> Any:
        self.require_scope()
        return original(self, *args, **kwargs)

    return method


def _set_operation(name: str) -> Any:
    original = getattr(models.QuerySet, name)

    @functools.wraps(original)
    def method(self: "ScopedQuerySet[Any]", *others: Any, **kwargs: Any) -> Any:
        self.require_scope()
        for other in others:
            if isinstance(other, ScopedQuerySet) and other.scope != self.scope:
                raise UnscopedQuery(f"{self.model.__name__}: the two sides of {name} are opened differently.")
        return original(self, *others, **kwargs)

    return method


class ScopedQuerySet(models.QuerySet[_M]):
    """A queryset that refuses to touch the database until it is narrowed."""

    scope: tuple[str, object] | None = None

    def for_actor(self, actor: "Actor") -> Self:
        """Rows of the organisation the actor acts in, and only while the session is a member of it."""
        organisation = actor.organisation.pk if actor.organisation else None
        key = getattr(self.model, "tenant_key", "pk")
        allowed = [getattr(actor.organisation, key)] if organisation in actor.memberships else []
        clone = self._opened(("actor", organisation))
        return clone.filter(_any_of(self.model.tenant_fields, allowed))  # type: ignore[attr-defined]

    def for_person(self, user: Any) -> Self:
        """Rows about one person, across the organisations that hold them."""
        field = self.model.person_field  # type: ignore[attr-defined]
        if field is None:
            raise UnscopedQuery(f"{self.model.__name__} has no rows about a person.")
        return self._opened(("person", user.pk)).filter(**{field: user})

    def for_service(self, client: Any) -> Self:
        """Rows a service client may ask about; each model that has any says which."""
        narrow = getattr(self.model, "seen_by_service", None)
        if narrow is None:
            raise UnscopedQuery(f"{self.model.__name__} is not open to services.")
        return self._opened(("service", client.pk)).filter(narrow(client))

    def across_organisations(self, why: str) -> Self:
        """Every row. `why` is read by people: jobs, support desk, importers."""
        if not why:
            raise UnscopedQuery("Say why this crosses organisations.")
        return self._opened(("across", None))

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise UnscopedQuery(f"{self.model.__name__}: raw SQL belongs to the modules named in tests/house.")

    def require_scope(self) -> None:
        if self.scope is None and not isinstance(self._hints.get("instance"), Scoped):  # type: ignore[attr-defined]
            raise UnscopedQuery(
                f"{self.model.__name__}: open it with for_actor(), for_person(), for_service() "
                "or across_organisations('why')."
            )

    def _opened(self, scope: tuple[str, object]) -> Self:
        clone = self._chain()  # type: ignore[attr-defined]
        if clone.scope not in (None, ("across", None), scope):
            raise UnscopedQuery(f"{self.model.__name__} is already opened as {clone.scope[0]}.")
        clone.scope = scope
        return clone

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone.scope = self.scope
        return clone

    _fetch_all = _guarded("_fetch_all")
    iterator = _guarded("iterator")
    aiterator = _guarded("aiterator")
    count = _guarded("count")
    exists = _guarded("exists")
    aggregate = _guarded("aggregate")
    update = _guarded("update")
    delete = _guarded("delete")
    explain = _guarded("explain")
    union = _set_operation("union")
    intersection = _set_operation("intersection")
    difference = _set_operation("difference")
    __or__ = _set_operation("__or__")
    __and__ = _set_operation("__and__")
    __xor__ = _set_operation("__xor__")


def _any_of(fields: tuple[str, ...], organisations: list[Any]) -> Q:
    wanted = Q()
    for field in fields:
        wanted |= Q(**{f"{field}__in": organisations})
    return wanted


class Scoped(models.Model):
    """A row owned by one organisation (or, for a mandate, by two).

    `tenant_fields` lead to the organisation; rows older than their organisation name it by CVR (`tenant_key`)."""

    tenant_fields: tuple[str, ...] = ("organisation",)
    tenant_key: str = "pk"
    person_field: str | None = None

    objects = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True
