"""What a company's move writes, set-based, from its decisions: identities, roles, grants, mandates, settings."""

import hashlib
import json
from typing import Any

from django.db import connection
from django.utils import timezone

from identities.actions.adopt import adopt_rids
from identities.actions.guarding import lock_organisation
from identities.actions.moved import insert_moved
from identities.actions.moved_roles import give_moved_roles
from identities.models import Identity
from mandates import actions as mandates
from mandates.actions.take_back import give_answers_again
from migration_flow.actions.planning import plan_for_many
from migration_flow.lifecycle import MOVE
from migration_flow.models import Decision, Move
from migration_flow.queries.plan import confirm_before
from migration_flow.queries.projection import digests
from migration_flow.rules import ROLES_OF
from migration_flow.rules.settings import CHANGES
from portal.agreements.actions.moved_settings import put_settings
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions.moved import grant_moved

MOVER = Actor.system("migration")
_KEPT = "d.choice IN ('move', 'change')"
# A RID that is put together with another gives what it had to that one.
_INTO = """
LEFT JOIN migration_flow_decision m ON m.move_id = d.move_id AND m.rid = d.rid AND m.item = 'employee'
                                   AND m.choice = 'merge'
"""
# The employee's decision `d` with what the company changed written over what the legacy system knew.
_EMPLOYEES = f"""
SELECT COALESCE(NULLIF(d.change->>'given_name', ''), l.given_name), COALESCE(NULLIF(d.change->>'surname', ''), l.surname),
       COALESCE(NULLIF(d.change->>'email', ''), l.email), l.phone, l.birth_date, l.cpr, l.cpr_index, l.rid, l.p_number,
       l.department
FROM migration_flow_decision d JOIN migration_flow_legacyemployee l ON l.id = d.legacy_id
WHERE d.move_id = %s AND d.item = 'employee' AND {_KEPT}
"""  # noqa: S608 - constants, as in all that follow
_PERSONS = f"""
SELECT l.rid, l.cpr_index FROM migration_flow_decision d JOIN migration_flow_legacyemployee l ON l.id = d.legacy_id
WHERE d.move_id = %s AND d.item = 'employee' AND {_KEPT} AND l.cpr_index IS NOT NULL
"""  # noqa: S608
_ROLES = f"""
SELECT i.id, t.role
FROM migration_flow_decision d JOIN migration_flow_legacyadministrator l ON l.id = d.legacy_id {_INTO}
JOIN identities_identity i ON i.organisation_id = %s AND i.rid = COALESCE(m.change->>'into', l.rid)
JOIN (SELECT unnest(%s::text[]) AS legacy, unnest(%s::text[]) AS role) t ON t.legacy = l.role
WHERE d.move_id = %s AND d.item = 'administrator' AND {_KEPT}
"""  # noqa: S608
# The last day counts; a right for one citizen (CPR) has no counterpart here and is never made wider.
_DAY_AFTER = "(({0} + 1)::timestamp AT TIME ZONE 'Europe/Copenhagen')"
_GRANTS = f"""
SELECT i.id, r.id, CASE l.scope_type WHEN 'P' THEN 'p' WHEN 'SE' THEN 'se' ELSE '' END,
       CASE WHEN l.scope_type IN ('P', 'SE') THEN l.scope_value ELSE '' END, {_DAY_AFTER.format("l.expires_on")}
FROM migration_flow_decision d JOIN migration_flow_legacyright l ON l.id = d.legacy_id {_INTO}
JOIN identities_identity i ON i.organisation_id = %s AND i.rid = COALESCE(m.change->>'into', l.rid)
JOIN rights_right r ON r.legacy_service = l.service AND r.legacy_right = l.right AND r.retired_at IS NULL
WHERE d.move_id = %s AND d.item = 'right' AND {_KEPT}
  AND (l.scope_type IN ('P', 'SE') OR l.scope_type = 'CVR' AND l.scope_value IN ('', l.cvr))
"""  # noqa: S608
_MANDATES = f"""
SELECT l.grantee_cvr, l.grantee_rid, r.id, l.valid_from::timestamp AT TIME ZONE 'Europe/Copenhagen',
       {_DAY_AFTER.format("l.valid_to")},
       l.cvr || ':' || l.grantee_cvr || ':' || l.grantee_rid || ':' || l.service || ':' || l.right
FROM migration_flow_decision d JOIN migration_flow_legacymandate l ON l.id = d.legacy_id
JOIN rights_right r ON r.legacy_service = l.service AND r.legacy_right = l.right AND r.retired_at IS NULL
WHERE d.move_id = %s AND d.item = 'mandate' AND {_KEPT}
"""  # noqa: S608
# Administrators first where there are many: they are to help the others.
_EMPLOYEES_WAY = """
INSERT INTO migration_flow_employeemove (move_id, legacy_employee_id, identity_id, batch, path, postponements, trouble)
SELECT d.move_id, d.legacy_id, i.id,
       CASE WHEN %s < 50 OR EXISTS (SELECT 1 FROM identities_roleassignment a WHERE a.identity_id = i.id) THEN 1 ELSE 2 END,
       CASE WHEN i.email = '' THEN 'code' WHEN i.cpr_index IS NOT NULL THEN 'cpr'
            WHEN i.birth_date IS NOT NULL THEN 'birth_date' ELSE 'claim' END, 0, ''
FROM migration_flow_decision d
JOIN identities_identity i ON i.organisation_id = %s AND i.rid = d.rid AND i.source = 'moved'
WHERE d.move_id = %s AND d.item = 'employee'
ON CONFLICT DO NOTHING
"""


@action(Permission.MIGRATION_EXECUTE)
def carry_out(*, actor: Actor, move: Move) -> dict[str, Any]:
    """The whole move in one transaction. Returns what was made, by kind."""
    assert move.organisation is not None
    plan_for_many(move)
    organisation = lock_organisation(move.organisation)
    before = digests(organisation)
    had_rid = list(_with_rid(organisation).values_list("pk", flat=True))
    counted = _write(actor, move, organisation)
    adopted = _with_rid(organisation).exclude(pk__in=had_rid).values_list("pk", flat=True)
    made = {"before": before, "adopted": [str(pk) for pk in adopted], "settings": _settings(actor, move)}
    give_answers_again(move.made.get("answers", []))
    MOVE.move(move, "moved", actor=actor, moved_at=timezone.now(), made=made, digest_before=digest_of(before),
              payload=counted)  # fmt: skip
    return counted


def _write(actor: Actor, move: Move, organisation: Any) -> dict[str, Any]:
    own, pairs = organisation.pk, [(legacy, role) for legacy, roles in ROLES_OF.items() for role in roles]
    shared: dict[str, Any] = {"actor": actor, "organisation": organisation}
    counted = {
        "known": adopt_rids(**shared, source_sql=_PERSONS, params=[move.pk]),
        "identities": insert_moved(**shared, source_sql=_EMPLOYEES, params=[move.pk]),
        "roles": give_moved_roles(
            **shared, source_sql=_ROLES, params=[own, [p[0] for p in pairs], [p[1] for p in pairs], move.pk]
        ),
        "grants": grant_moved(**shared, source_sql=_GRANTS, params=[own, move.pk]),
        "mandates": mandates.carry_over(
            actor=actor, grantor=organisation, source_sql=_MANDATES, params=[move.pk], window_ends=confirm_before()
        ),
    }  # fmt: skip
    counted["assignments"] = mandates.assign_carried_over(**shared)
    with connection.cursor() as cursor:
        cursor.execute(_EMPLOYEES_WAY, [counted["identities"], own, move.pk])
    return counted


def _settings(actor: Actor, move: Move) -> dict[str, Any]:
    """Apply the settings that were decided. Returns the old values by name."""
    rows = Decision.objects.across_organisations("the move's own").filter(
        move=move, item=Decision.Item.SETTING
    )
    answers = dict(rows.values_list("key", "choice"))
    changes = {name: value for key, choice in answers.items() for name, value in CHANGES[key][choice].items()}
    old = {name: getattr(move.organisation, name) for name in changes}
    if changes:
        put_settings(actor=actor, organisation=move.organisation, **changes)
    return old


def _with_rid(organisation: Any) -> Any:
    rows = Identity.objects.across_organisations("the organisation that moves")
    return rows.filter(organisation=organisation, rid__isnull=False).exclude(source=Identity.Source.MOVED)


def digest_of(parts: dict[str, str]) -> str:
    """SHA-256 (hex) over the hashes of all parts."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
