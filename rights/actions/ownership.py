"""Service owners keep their own systems: words, rights, policies, clients. A change never breaks standing
grants.

The role gives the permission, django-guardian says for which systems; both are asked.
"""

import re
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm

from identities.models import Identity
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor, Kind
from portal.core.permissions import Permission
from rights.actions.clients import close_client, open_decision_client, renew_client_secret
from rights.events import CatalogueEvent
from rights.models import ITSystem, Right, ServiceClient, SubjectName
from rights.rules.authzen import URN

OWNS = "change_itsystem"
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WORDS = ("name_da", "name_en", "description_da", "description_en")
# What an owner may change of a right that is in use. Its key never changes; a narrower choice of limits and a
# higher level count for grants to come and for the next login, standing grants stand.
CHANGEABLE = (
    *WORDS,
    "allowed_limits",
    "required_level",
    "in_basic_package",
    "constraint_names",
    "mandate_policy",
)


def require_owner(actor: Actor, system: ITSystem) -> None:
    """Staff need the object permission of this very system. Raises PermissionDenied."""
    if actor.is_system:
        return
    if actor.kind is not Kind.STAFF or actor.user is None or not actor.user.has_perm(OWNS, system):
        raise PermissionDenied(system.code)


def appoint_owner(username: str, system: ITSystem) -> None:
    """Let a member of staff keep this system. Raises User.DoesNotExist."""
    user = get_user_model().objects.get(username=username, is_staff=True)
    assign_perm(OWNS, user, system)


@action(Permission.CATALOGUE_MANAGE)
def change_system(*, actor: Actor, system: ITSystem, **words: str) -> ITSystem:
    """New names and categories, in both languages."""
    require_owner(actor, system)
    before = {name: getattr(system, name) for name in words}
    for name, value in words.items():
        setattr(system, name, value)
    system.save(update_fields=list(words))
    _record(CatalogueEvent.SYSTEM_CHANGED, system, actor, before=before, after=words)
    return system


@action(Permission.CATALOGUE_MANAGE)
def add_right(*, actor: Actor, system: ITSystem, code: str, **fields: Any) -> Right:
    """A new right of the system. `code` becomes the last part of its key and never changes."""
    require_owner(actor, system)
    if not _CODE.fullmatch(code):
        raise RuleBroken(_("Koden må kun bestå af små bogstaver a-z, tal og bindestreger."))
    right = Right(system=system, key=URN.format(system=system.code, right=code), **fields)
    try:
        with transaction.atomic():
            right.save(force_insert=True)
    except IntegrityError as error:
        raise RuleBroken(_("Systemet har allerede en rettighed med den kode.")) from error
    _record(CatalogueEvent.RIGHT_ADDED, right, actor, key=right.key, name=right.name_da)
    return right


@action(Permission.CATALOGUE_MANAGE)
def change_right(*, actor: Actor, right: Right, **fields: Any) -> Right:
    """Change words, limits, level or policy. Raises RuleBroken for anything else."""
    require_owner(actor, right.system)
    if set(fields) - set(CHANGEABLE):
        raise RuleBroken(_("Rettighedens nøgle og system kan ikke ændres."))
    before = {name: getattr(right, name) for name in fields if getattr(right, name) != fields[name]}
    for name, value in fields.items():
        setattr(right, name, value)
    right.save(update_fields=list(fields))
    after = {name: fields[name] for name in before}
    _record(CatalogueEvent.RIGHT_CHANGED, right, actor, key=right.key, before=before, after=after)
    return right


@action(Permission.CATALOGUE_MANAGE)
def retire_right(*, actor: Actor, right: Right) -> Right:
    """Nobody gets it any more; who has it keeps it until their administrator takes it away."""
    require_owner(actor, right.system)
    if right.retired_at is not None:
        raise RuleBroken(_("Rettigheden er allerede taget ud af kataloget."))
    right.retired_at = Now()
    right.save(update_fields=["retired_at"])
    right.refresh_from_db(fields=["retired_at"])
    _record(CatalogueEvent.RIGHT_RETIRED, right, actor, key=right.key, name=right.name_da)
    return right


@action(Permission.CATALOGUE_MANAGE)
def open_own_client(*, actor: Actor, system: ITSystem, name: str) -> tuple[ServiceClient, str]:
    require_owner(actor, system)
    return open_decision_client(actor=actor, system=system, name=name)


@action(Permission.CATALOGUE_MANAGE)
def renew_own_secret(*, actor: Actor, client: ServiceClient) -> str:
    require_owner(actor, _system_of(client))
    return renew_client_secret(actor=actor, client=client)


@action(Permission.CATALOGUE_MANAGE)
def close_own_client(*, actor: Actor, client: ServiceClient) -> ServiceClient:
    require_owner(actor, _system_of(client))
    return close_client(actor=actor, client=client)


@action(Permission.DECISION_ASK)
def name_subject(*, actor: Actor, name: str, identity: Identity) -> SubjectName:
    """A service tells what it itself calls one of its users; from now on it may ask by that name.

    A name given to another identity before moves: the service knows its own users."""
    client: ServiceClient = actor.extra["client"]
    system = _system_of(client)
    named, _created = SubjectName.objects.across_organisations("a service's own names").update_or_create(
        system=system, name=name, defaults={"identity": identity}
    )
    audit.record(
        CatalogueEvent.SUBJECT_NAMED,
        named,
        actor=actor,
        organisations=[identity.organisation],
        system=system.name_da,
        identity=str(identity),
    )
    return named


def _system_of(client: ServiceClient) -> ITSystem:
    if client.system is None:
        raise PermissionDenied(client.client_id)
    return client.system


def _record(event: CatalogueEvent, thing: Any, actor: Actor, **facts: Any) -> None:
    audit.record(event, thing, actor=actor, organisations=[], **facts)
