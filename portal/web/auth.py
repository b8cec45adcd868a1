"""From a session to the one who acts: which organisation, with which roles, proven how."""

import uuid
from dataclasses import replace
from typing import Any

from django.http import HttpRequest

from identities.queries import Membership, memberships
from portal.core.actors import Actor, Kind
from portal.core.permissions import Role
from portal.web.login.context import LOCAL, auth_context

# Service owners are known by their own name.
SUPPORT = {Role.SUPPORT_AGENT, Role.SUPPORT_SUPERVISOR}


def actor_for(request: HttpRequest, cvr: str | None) -> Actor | None:
    """The actor of a request: in the organisation of the address, alone (no `cvr`), or None for nobody and strangers.

    Kept on the request: the memberships are asked once."""
    user = request.user
    if not user.is_authenticated:
        return None
    if user.is_staff:
        return _staff(request) if cvr is None else None
    auth = auth_context(request)
    if auth is None:
        return None
    request.memberships = found = memberships(user)  # type: ignore[attr-defined]
    if cvr is None:
        person = Actor.person(user, auth)
        # What an organisation says of its own people proves nothing to anybody else: no signing, no claiming.
        return replace(person, roles=frozenset({Role.LOCAL})) if auth.population == LOCAL else person
    return next((_member(user, auth, each, found) for each in found if each.organisation.cvr == cvr), None)


def _member(user: Any, auth: Any, membership: Membership, all_of_them: list[Membership]) -> Actor:
    ids: frozenset[uuid.UUID] = frozenset(each.organisation.pk for each in all_of_them)
    return Actor(
        kind=Kind.PERSON, label=membership.identity.shown_name, user=user, organisation=membership.organisation,
        identity_id=membership.identity.pk, roles=membership.roles, memberships=ids, auth=auth,
    )  # fmt: skip


def _staff(request: HttpRequest) -> Actor:
    names = set(request.user.groups.values_list("name", flat=True))
    roles = frozenset(Role(name) for name in names if name in Role._value2member_map_)
    # Organisations read which agent it was by the user name, not by the person's own.
    label = f"Support ({request.user.username})" if roles & SUPPORT else str(request.user)
    return Actor(kind=Kind.STAFF, label=label, user=request.user, roles=roles)
