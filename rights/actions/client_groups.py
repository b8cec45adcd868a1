"""Groups of clients: organisations that gave us mandates, to be assigned to staff as one."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from portal.agreements.models import Organisation
from portal.core import audit, trace
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions.bulk import Outcome
from rights.actions.guards import require_own
from rights.events import AssignmentEvent
from rights.models import Assignment, ClientGroup, ClientGroupMember


@action(Permission.MANDATE_DISTRIBUTE)
def create_client_group(*, actor: Actor, organisation: Organisation, name: str) -> ClientGroup:
    require_own(actor, organisation)
    group = ClientGroup(organisation=organisation, name=name.strip())
    _save(group, force_insert=True)
    _record(AssignmentEvent.CLIENT_GROUP_CREATED, group, actor)
    return group


@action(Permission.MANDATE_DISTRIBUTE)
def rename_client_group(*, actor: Actor, client_group: ClientGroup, name: str) -> ClientGroup:
    require_own(actor, client_group.organisation)
    before, client_group.name = client_group.name, name.strip()
    _save(client_group, update_fields=["name"])
    audit.record(AssignmentEvent.CLIENT_GROUP_RENAMED, client_group, actor=actor,
                 organisations=[client_group.organisation], before=before, after=client_group.name)  # fmt: skip
    return client_group


def _save(group: ClientGroup, **how: Any) -> None:
    if not group.name:
        raise RuleBroken(_("Indtast et navn til kundegruppen."))
    try:
        with transaction.atomic():
            group.save(**how)
    except IntegrityError as error:
        raise RuleBroken(_("Der er allerede en kundegruppe med det navn. Vælg et andet.")) from error


# Only organisations that gave us something, whether or not it is still in force.
_FILL = """
INSERT INTO rights_clientgroupmember (client_group_id, client_id, client_name)
SELECT %s, o.id, o.name FROM unnest(%s::uuid[]) AS c(id) JOIN agreements_organisation o ON o.id = c.id
WHERE EXISTS (SELECT FROM rights_power w WHERE w.holder_id = %s AND w.grantor_id = c.id)
ON CONFLICT DO NOTHING
"""


@action(Permission.MANDATE_DISTRIBUTE)
def fill_client_group(*, actor: Actor, client_group: ClientGroup, clients: Iterable[uuid.UUID]) -> Outcome:
    """Put organisations into the group; who is in it, or has given us nothing, is skipped."""
    require_own(actor, client_group.organisation)
    wanted = list(clients)
    with connection.cursor() as cursor:
        cursor.execute(_FILL, [client_group.pk, wanted, client_group.organisation_id])
        added = cursor.rowcount
    _record(AssignmentEvent.CLIENTS_GROUPED, client_group, actor, added)
    return Outcome(added, len(wanted) - added)


# The same from CVR numbers, for jobs: found, checked and put in with one statement. OFFSET 0 has each one looked up
# in the index; merged, the planner would read all the powers of a large accountant for every piece of a job.
_FILL_NUMBERS = """
WITH asked AS MATERIALIZED (
    SELECT n.cvr, o.id, o.name FROM unnest(%s::text[]) AS n(cvr) LEFT JOIN agreements_organisation o ON o.cvr = n.cvr
), given AS MATERIALIZED (
    SELECT a.cvr, a.id, a.name FROM asked a
    WHERE EXISTS (SELECT FROM rights_power w WHERE w.grantor_id = a.id AND w.holder_id = %s OFFSET 0)
), added AS (
    INSERT INTO rights_clientgroupmember (client_group_id, client_id, client_name)
    SELECT %s, id, name FROM given ON CONFLICT DO NOTHING RETURNING 1
)
SELECT (SELECT count(*) FROM added), ARRAY(SELECT cvr FROM asked EXCEPT SELECT cvr FROM given)
"""


@action(Permission.MANDATE_DISTRIBUTE)
def fill_by_number(
    *, actor: Actor, client_group: ClientGroup, numbers: list[str], act: uuid.UUID | None = None
) -> tuple[int, set[str]]:
    """`fill_client_group` for CVR numbers: how many were put in, and those that have given us nothing."""
    require_own(actor, client_group.organisation)
    with connection.cursor() as cursor:
        cursor.execute(_FILL_NUMBERS, [numbers, client_group.organisation_id, client_group.pk])
        added, refused = cursor.fetchone()
    _record(AssignmentEvent.CLIENTS_GROUPED, client_group, actor, added, act)
    return added, set(refused)


@action(Permission.MANDATE_DISTRIBUTE)
def empty_client_group(*, actor: Actor, client_group: ClientGroup, clients: Iterable[uuid.UUID]) -> Outcome:
    """Take organisations out: who could act for them through the group no longer can."""
    require_own(actor, client_group.organisation)
    wanted = list(clients)
    members = ClientGroupMember.objects.across_organisations("of this group").filter(
        client_group=client_group
    )
    removed, _rows = members.filter(client__in=wanted).delete()
    _record(AssignmentEvent.CLIENTS_UNGROUPED, client_group, actor, removed)
    return Outcome(removed, len(wanted) - removed)


@action(Permission.MANDATE_DISTRIBUTE)
def delete_client_group(*, actor: Actor, client_group: ClientGroup) -> None:
    """The group and its assignments end now; ended assignments keep no trace of the group but in the
    history."""
    require_own(actor, client_group.organisation)
    tasks = Assignment.objects.across_organisations("of this group").filter(client_group=client_group)
    tasks.filter(ends_at__isnull=True).update(ends_at=Now())
    _record(AssignmentEvent.CLIENT_GROUP_DELETED, client_group, actor)
    client_group.delete()


def _record(
    event: AssignmentEvent,
    group: ClientGroup,
    actor: Actor,
    number: int | None = None,
    act: uuid.UUID | None = None,
) -> None:
    if number == 0:
        trace.current().entries += 1
        return
    facts = {"name": group.name} | ({"number": number} if number else {})
    audit.record(event, group, actor=actor, organisations=[group.organisation], act=act, **facts)
