"""Which of our own people may use the mandates we have received: staff × clients, never their product."""

import datetime
import uuid
from collections.abc import Iterable
from itertools import product
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core import audit, trace
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions.bulk import Outcome
from rights.actions.guards import require_own, require_receiver
from rights.events import AssignmentEvent
from rights.models import Assignment, ClientGroup, Group, Power, Right


@action(Permission.MANDATE_DISTRIBUTE)
def assign(
    *,
    actor: Actor,
    organisation: Organisation,
    identity: Identity | None = None,
    group: Group | None = None,
    client: Organisation | None = None,
    client_group: ClientGroup | None = None,
    right: Right | None = None,
    starts_at: datetime.datetime | None = None,
    ends_at: datetime.datetime | None = None,
) -> Assignment:
    """Let a person or group use what a client, a client group or (neither) all clients have given us; one
    right or all of them. Raises RuleBroken for somebody who has given us nothing, and for what is so
    already."""
    require_own(actor, organisation)
    require_receiver(organisation, identity, group)
    _require_clients(organisation, client, client_group)
    period: dict[str, Any] = {"ends_at": ends_at, **({"starts_at": starts_at} if starts_at else {})}
    assignment = Assignment(
        organisation=organisation,
        identity=identity,
        group=group,
        client=client,
        client_group=client_group,
        right=right,
        given_by=actor.label,
        **period,
    )
    try:
        with transaction.atomic():
            assignment.save(force_insert=True)
    except IntegrityError as error:
        raise RuleBroken(_("Fuldmagten er allerede fordelt på den måde.")) from error
    audit.record(
        AssignmentEvent.GIVEN, assignment, actor=actor, organisations=[organisation], **_facts(assignment)
    )
    return assignment


@action(Permission.MANDATE_DISTRIBUTE)
def unassign(*, actor: Actor, assignment: Assignment, because: str = "") -> Assignment:
    """End an assignment now: the next decision says no."""
    require_own(actor, assignment.organisation)
    live = Assignment.objects.across_organisations("the assignment of this action").filter(pk=assignment.pk)
    if not live.filter(ends_at__isnull=True).update(ends_at=Now()):
        raise RuleBroken(_("Fordelingen er allerede fjernet."))
    assignment.refresh_from_db(fields=["ends_at"])
    audit.record(
        AssignmentEvent.WITHDRAWN,
        assignment,
        actor=actor,
        organisations=[assignment.organisation],
        because=because,
        **_facts(assignment),
    )
    return assignment


_INSERT = """
INSERT INTO rights_assignment (id, organisation_id, identity_id, group_id, client_id, client_group_id,
                               right_id, given_by)
SELECT gen_random_uuid(), %s, i.id, g.id, c.client, k.id, %s, %s
FROM unnest(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[]) AS c(identity, "group", client, client_group)
LEFT JOIN identities_identity i ON i.id = c.identity AND i.organisation_id = %s AND i.state <> 'closed'
LEFT JOIN rights_group g ON g.id = c."group" AND g.organisation_id = %s AND g.deleted_at IS NULL
LEFT JOIN rights_clientgroup k ON k.id = c.client_group AND k.organisation_id = %s
WHERE (i.id IS NULL) <> (g.id IS NULL) AND (c.client_group IS NULL OR k.id IS NOT NULL)
  AND (c.client IS NULL
       OR EXISTS (SELECT FROM rights_power w WHERE w.holder_id = %s AND w.grantor_id = c.client))
ON CONFLICT DO NOTHING
"""


@action(Permission.MANDATE_DISTRIBUTE)
def assign_in_bulk(
    *,
    actor: Actor,
    organisation: Organisation,
    identities: Iterable[uuid.UUID] = (),
    groups: Iterable[uuid.UUID] = (),
    clients: Iterable[uuid.UUID] = (),
    client_groups: Iterable[uuid.UUID] = (),
    right: Right | None = None,
) -> Outcome:
    """Every given person and group × every given client and client group. What is so already, and what is
    not ours, is skipped. One trace with the numbers."""
    require_own(actor, organisation)
    staff = [(each, None) for each in identities] + [(None, each) for each in groups]
    served = [(each, None) for each in clients] + [(None, each) for each in client_groups]
    rows = [(*one, *other) for one, other in product(staff, served)]
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], []]
    mine = organisation.pk
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT, [mine, right.pk if right else None, actor.label, *columns, mine, mine, mine, mine]
        )
        done = cursor.rowcount
    if done:
        audit.record(
            AssignmentEvent.GIVEN,
            organisation,
            actor=actor,
            organisations=[organisation],
            number=done,
            staff=len(staff),
            clients=len(served),
        )
    else:
        trace.current().entries += 1
    return Outcome(done, len(rows) - done)


@action(Permission.MANDATE_DISTRIBUTE)
def unassign_in_bulk(
    *, actor: Actor, organisation: Organisation, assignments: Iterable[uuid.UUID], because: str = ""
) -> Outcome:
    """End the assignments now; those already ended or of another organisation are skipped."""
    require_own(actor, organisation)
    wanted = list(assignments)
    mine = Assignment.objects.across_organisations("narrowed to one").filter(
        organisation=organisation, pk__in=wanted
    )
    done = mine.filter(ends_at__isnull=True).update(ends_at=Now())
    if done:
        audit.record(
            AssignmentEvent.WITHDRAWN,
            organisation,
            actor=actor,
            organisations=[organisation],
            number=done,
            because=because,
        )
    else:
        trace.current().entries += 1
    return Outcome(done, len(wanted) - done)


def _require_clients(
    organisation: Organisation, client: Organisation | None, group: ClientGroup | None
) -> None:
    if group is not None and group.organisation_id != organisation.pk:
        raise RuleBroken(_("Kundegruppen findes ikke hos jer."))
    if client is not None:
        powers = Power.objects.across_organisations("what this client gave us")
        if not powers.filter(holder=organisation, grantor=client).exists():
            raise RuleBroken(_("%(client)s har ikke givet jer fuldmagt.") % {"client": client})


def _facts(assignment: Assignment) -> dict[str, Any]:
    clients = assignment.client or assignment.client_group
    return {
        "receiver": str(assignment.identity or assignment.group),
        "clients": str(clients) if clients else "",
        "right": assignment.right.name_da if assignment.right else "",
    }
