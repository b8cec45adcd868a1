"""The move itself: one job per company, set-based, all or nothing."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.adopt import adopt_rids
from identities.actions.moved import insert_moved, order_activations
from identities.actions.moved_roles import give_moved_roles
from identities.models import Identity
from mandates import actions as mandates
from migration_flow.actions.decide import open_move
from migration_flow.lifecycle import MOVE
from migration_flow.models import Decision, Move
from migration_flow.queries.plan import confirm_before
from migration_flow.rules import ROLES_OF
from portal.core import jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission
from rights.actions.moved import grant_moved

KEPT = (Decision.Choice.MOVE, Decision.Choice.CHANGE)
# The employee's decision `d` with what the company changed written over what the legacy system knew.
_EMPLOYEES = """
SELECT COALESCE(NULLIF(d.change->>'given_name', ''), l.given_name), COALESCE(NULLIF(d.change->>'surname', ''), l.surname),
       COALESCE(NULLIF(d.change->>'email', ''), l.email), l.phone, l.birth_date, l.cpr, l.cpr_index, l.rid, l.p_number,
       l.department
FROM migration_flow_decision d JOIN migration_flow_legacyemployee l ON l.id = d.legacy_id
WHERE d.move_id = %s AND d.item = 'employee' AND d.choice IN ('move', 'change')
"""
_PERSONS = """
SELECT l.rid, l.cpr_index FROM migration_flow_decision d JOIN migration_flow_legacyemployee l ON l.id = d.legacy_id
WHERE d.move_id = %s AND d.item = 'employee' AND d.choice IN ('move', 'change') AND l.cpr_index IS NOT NULL
"""
_ROLES = """
SELECT i.id, t.role
FROM migration_flow_decision d JOIN migration_flow_legacyadministrator l ON l.id = d.legacy_id
JOIN identities_identity i ON i.organisation_id = %s AND i.rid = l.rid
JOIN (SELECT unnest(%s::text[]) AS legacy, unnest(%s::text[]) AS role) t ON t.legacy = l.role
WHERE d.move_id = %s AND d.item = 'administrator' AND d.choice IN ('move', 'change')
"""
_GRANTS = """
SELECT i.id, r.id, CASE l.scope_type WHEN 'P' THEN 'p' WHEN 'SE' THEN 'se' ELSE '' END,
       CASE WHEN l.scope_type IN ('P', 'SE') THEN l.scope_value ELSE '' END, l.expires_on::timestamptz
FROM migration_flow_decision d JOIN migration_flow_legacyright l ON l.id = d.legacy_id
JOIN identities_identity i ON i.organisation_id = %s AND i.rid = l.rid
JOIN rights_right r ON r.legacy_service = l.service AND r.legacy_right = l.right
WHERE d.move_id = %s AND d.item = 'right' AND d.choice IN ('move', 'change')
"""
_MANDATES = """
SELECT l.grantee_cvr, l.grantee_rid, r.id, l.valid_from::timestamptz, l.valid_to::timestamptz,
       l.cvr || ':' || l.grantee_cvr || ':' || l.grantee_rid || ':' || l.service || ':' || l.right
FROM migration_flow_decision d JOIN migration_flow_legacymandate l ON l.id = d.legacy_id
JOIN rights_right r ON r.legacy_service = l.service AND r.legacy_right = l.right
WHERE d.move_id = %s AND d.item = 'mandate' AND d.choice IN ('move', 'change')
"""


@action(Permission.MIGRATION_EXECUTE)
def execute(*, actor: Actor) -> Move:
    """Order the move. The server enforces that nothing is undecided."""
    move = open_move(actor)
    undecided = Decision.objects.for_actor(actor).filter(choice="").count()
    if undecided:
        raise RuleBroken(_("%(n)s ting mangler en beslutning. Intet er flyttet.") % {"n": undecided})
    units = Decision.objects.for_actor(actor).filter(item="employee", choice__in=KEPT).count()
    job = jobs.start(
        "migration_flow.move", title=_("Flytning af %(name)s") % {"name": move.name}, requested_by=actor.stable_id,
        organisation=actor.organisation, params={"move": str(move.pk)}, chunks=[({}, max(units, 1))],
    )  # fmt: skip
    return MOVE.move(move, "execute", actor=actor, job=job)


@jobs.job_kind("migration_flow.move")
def move_company(job: Job, chunk: Chunk) -> dict[str, Any]:
    """The one chunk of a company's move: everything in one transaction."""
    move = Move.objects.across_organisations("the job's own move").get(pk=job.params["move"])
    return carry_out(actor=Actor.system("migration"), move=move)


@action(Permission.MIGRATION_EXECUTE)
def carry_out(*, actor: Actor, move: Move) -> dict[str, Any]:
    """Identities with RID, roles, grants and carried-over mandates, from the decisions; then the invitations."""
    organisation = move.organisation
    assert organisation is not None
    pairs = [(legacy, role) for legacy, roles in ROLES_OF.items() for role in roles]
    counted = {
        "known": adopt_rids(actor=actor, organisation=organisation, source_sql=_PERSONS, params=[move.pk]),
        "identities": insert_moved(actor=actor, organisation=organisation, source_sql=_EMPLOYEES, params=[move.pk]),
        "roles": give_moved_roles(
            actor=actor, organisation=organisation, source_sql=_ROLES,
            params=[organisation.pk, [p[0] for p in pairs], [p[1] for p in pairs], move.pk],
        ),
        "grants": grant_moved(
            actor=actor, organisation=organisation, source_sql=_GRANTS, params=[organisation.pk, move.pk]
        ),
        "mandates": mandates.carry_over(
            actor=actor, grantor=organisation, source_sql=_MANDATES, params=[move.pk], window_ends=confirm_before()
        ),
    }  # fmt: skip
    counted["assignments"] = mandates.assign_carried_over(actor=actor, organisation=organisation)
    drafts = Identity.objects.across_organisations("the move's own").filter(
        organisation=organisation, source=Identity.Source.MOVED, state=Identity.State.DRAFT
    )
    counted["invited"] = order_activations(actor=actor, identities=drafts.exclude(email=""))
    MOVE.move(move, "moved", actor=actor, moved_at=timezone.now(), payload=counted)
    return counted
