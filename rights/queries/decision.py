"""The facts of a decision in one statement over live rows: nothing is cached, nothing is stored as a
product.

Powers (organisation × right), groups and assignments are joined here, when the question is asked. A
revocation committed before the question is seen by it.
"""

import json
import uuid
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection

from identities.models import Identity
from rights.models import SubjectName
from rights.queries.legacy import with_legacy
from rights.rules.decision import Decision, Facts, Path, Question, Reason, judge

# Every step is a look-up in an index: identity, organisation, right, the identity's groups, then grants by
# (receiver, right), powers by (grantor, holder, right) and assignments by (staff, clients). IS NOT DISTINCT FROM
# stands where "=" would let the planner choose the index on the organisation, which is long for a large one.
_SQL = """
SELECT q.n, i.id, i.state, i.source, i.lasts, o.cvr, o.state, r.id, r.required_level, r.legacy_service,
       r.legacy_right, a.cvr, a.state, u.cvr,
       p.kind, p.id, p.via, p.mandate, p.assigned, p.state, p.limit_type, p.limit_value, p.constraints,
       p.ends_at
FROM {questions} AS q(n, identity, cvr, rid, name, system, "right", acted_for, limit_type, limit_value)
LEFT JOIN rights_right r ON r.key = q."right" AND (q.system IS NULL OR r.system_id = q.system)
LEFT JOIN LATERAL (
    SELECT x.id, x.state, x.source, x.organisation_id, x.p_number,
           COALESCE(x.starts_on <= {today}, true) AND COALESCE(x.ends_on >= {today}, true) AS lasts
    FROM (
        SELECT q.identity AS id
        UNION ALL
        SELECT e.id FROM agreements_organisation c
        JOIN identities_identity e ON e.organisation_id = c.id AND e.rid = q.rid WHERE c.cvr = q.cvr
        UNION ALL
        SELECT s.identity_id FROM rights_subjectname s WHERE s.system_id = q.system AND s.name = q.name
    ) named
    JOIN identities_identity y ON y.id = named.id
    JOIN identities_identity x ON x.id = COALESCE(y.merged_into_id, y.id)
    LIMIT 1
) i ON true
LEFT JOIN agreements_organisation o ON o.id = i.organisation_id
LEFT JOIN agreements_organisation a ON a.cvr = COALESCE(q.acted_for, o.cvr)
LEFT JOIN agreements_registerunit u ON u.p_number = q.limit_value AND q.limit_type = 'p'
LEFT JOIN LATERAL (
    WITH staff AS MATERIALIZED (
        SELECT i.id AS id, i.organisation_id AS organisation, NULL::uuid AS via
        UNION ALL
        SELECT g.id, g.organisation_id, g.id
        FROM rights_groupmember m JOIN rights_group g ON g.id = m.group_id
        WHERE m.identity_id = i.id AND g.deleted_at IS NULL AND g.kind = 'customised'
        UNION ALL
        SELECT g.id, g.organisation_id, g.id FROM rights_group g
        WHERE g.organisation_id = i.organisation_id AND g.p_number = i.p_number AND g.kind = 'default'
          AND g.deleted_at IS NULL
    )
    SELECT 'grant' AS kind, g.id, s.via, NULL::uuid AS mandate, true AS assigned,
           CASE WHEN g.starts_at > statement_timestamp() THEN 'future'
                WHEN g.ends_at <= statement_timestamp() THEN 'ended' ELSE 'in_force' END AS state,
           g.limit_type, g.limit_value, NULLIF(g.constraints, '{{}}') AS constraints, g.ends_at
    FROM staff s
    JOIN rights_grant g ON g.receiver = s.id AND g.right_id = r.id
                       AND g.organisation_id IS NOT DISTINCT FROM a.id
    UNION ALL
    SELECT 'power', w.id, s.via, w.mandate,
           w.only_identity_id IS NOT DISTINCT FROM i.id OR (w.only_identity_id IS NULL AND EXISTS (
               SELECT FROM (
                   SELECT a.id UNION ALL SELECT w.holder_id UNION ALL
                   SELECT cm.client_group_id FROM rights_clientgroupmember cm
                   JOIN rights_clientgroup cg ON cg.id = cm.client_group_id
                   WHERE cm.client_id = a.id AND cg.organisation_id IS NOT DISTINCT FROM w.holder_id) c
               JOIN rights_assignment t ON t.staff = s.id AND t.clients = c.id
               WHERE t.organisation_id IS NOT DISTINCT FROM w.holder_id
                 AND (t.right_id IS NULL OR t.right_id = r.id)
                 AND t.starts_at <= statement_timestamp()
                 AND (t.ends_at IS NULL OR t.ends_at > statement_timestamp()))),
           CASE WHEN w.suspended_at IS NOT NULL THEN 'suspended'
                WHEN w.starts_at > statement_timestamp() THEN 'future'
                WHEN w.ends_at <= statement_timestamp() THEN 'ended' ELSE 'in_force' END,
           w.limit_type, w.limit_value, NULL, w.ends_at
    FROM staff s
    JOIN rights_power w ON w.grantor_id = a.id AND w.holder_id = s.organisation AND w.right_id = r.id
    JOIN agreements_organisation h ON h.id = w.holder_id AND h.state <> 'closed'
) p ON true
"""

# The same for one question and for many: as a row of values its plan is as cheap for the planner as it is, so that
# the session keeps it; as arrays it takes any number.
_TYPES = ("int", "uuid", "text", "text", "text", "uuid", "text", "text", "text", "text")
# From–to of an identity are whole days in Copenhagen, whatever the session's time zone.
_TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date"
_ONE = _SQL.format(today=_TODAY, questions=f"(VALUES ({', '.join(f'%s::{each}' for each in _TYPES)}))")
_MANY = _SQL.format(today=_TODAY, questions=f"unnest({', '.join(f'%s::{each}[]' for each in _TYPES)})")


def decide(questions: Sequence[Question]) -> list[Decision]:
    """The decisions of the questions, in their order; one statement for all of them."""
    found = zip(questions, facts_and_paths(questions), strict=True)
    judged = (judge(question, facts, paths) for question, (facts, paths) in found)
    return [each if each.granted else with_legacy(each) for each in judged]


def facts_and_paths(questions: Sequence[Question]) -> list[tuple[Facts, list[Path]]]:
    """What the database knows about each question, and every way the right may reach the identity."""
    facts: list[Facts | None] = [None] * len(questions)
    paths: list[list[Path]] = [[] for _ in questions]
    for row in _rows(questions):
        n = row[0]
        if facts[n] is None:
            known: list[Any] = [*row[1:9], row[9:11], *row[11:14]]
            facts[n] = Facts(*known)
        if row[14] is not None:
            paths[n].append(_path(row))
    return list(zip(facts, paths, strict=True))  # type: ignore[arg-type]


def _path(row: Any) -> Path:
    # Django leaves jsonb as text for its own fields to read; most grants have none.
    way: list[Any] = [*row[14:22], row[22] and json.loads(row[22]), row[23]]
    return Path(*way)


def _rows(questions: Sequence[Question]) -> list[Any]:
    if len(questions) == 1:
        return _prepared(_ONE, _parameters(0, questions[0]))
    columns = zip(*(_parameters(n, each) for n, each in enumerate(questions)), strict=True)
    return _prepared(_MANY, [list(column) for column in columns])


def _parameters(n: int, q: Question) -> tuple[Any, ...]:
    return (
        n,
        q.identity,
        q.cvr or None,
        q.rid or None,
        q.name or None,
        q.system,
        q.right,
        q.acted_for or None,
        q.limit_type,
        q.limit_value,
    )


def _prepared(sql: str, params: Sequence[Any]) -> list[Any]:
    """Run a statement whose plan the database session keeps: planning it each time would cost more than
    running it."""
    connection.ensure_connection()
    raw = connection.connection
    if (
        raw.prepare_threshold is None
    ):  # Django turns it off; its own cursors bind on the client and do not use it
        raw.prepare_threshold = 5
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        cursor.execute(sql, params, prepare=True)
        return cursor.fetchall()


def decide_one(**asked: Any) -> Decision:
    """`decide` for one question given as its fields."""
    return decide([Question(**asked)])[0]


def identity_named(
    *, system: uuid.UUID, identity: uuid.UUID | None = None, cvr: str = "", rid: str = "", name: str = ""
) -> uuid.UUID | None:
    """The identity of a uuid, a RID in a company, or a system's own name for it; None when there is none."""
    rows = Identity.objects.across_organisations("a service names one of its users")
    if identity is not None:
        rows = rows.filter(pk=identity)
    elif rid:
        rows = rows.filter(organisation__cvr=cvr, rid=rid)
    else:
        names = SubjectName.objects.across_organisations("a service's own names").filter(
            system=system, name=name
        )
        rows = rows.filter(pk__in=names.values("identity"))
    found = rows.values_list("merged_into", "pk").first()
    return (found[0] or found[1]) if found else None


__all__ = ["Decision", "Question", "Reason", "decide", "decide_one", "identity_named"]
