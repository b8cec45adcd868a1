"""The SQL of a decision, in the form that a question (or a batch of them) needs."""

from functools import cache

from rights.queries.prepared import Prepared

# Every step is a look-up in an index: right, identity, organisation, the identity's groups, then grants by
# (receiver, right), powers by (grantor, holder, right) and assignments by (staff, clients). IS NOT DISTINCT FROM
# stands where "=" would let the planner choose the index on the organisation, which is long for a large one.
_SQL = """
SELECT q.n, i.id, i.state, i.source, i.lasts, o.cvr, o.state, r.id, r.required_level, r.legacy_service,
       r.legacy_right, a.cvr, a.state, u.cvr,
       {kind}, p.id, p.via, p.mandate, p.assigned, p.state, p.limit_type, p.limit_value, p.constraints,
       p.ends_at
FROM {questions} AS q(n, identity, cvr, rid, name, system, "right", acted_for, limit_type, limit_value)
LEFT JOIN rights_right r ON r.key = q."right" AND (q.system IS NULL OR r.system_id = q.system)
LEFT JOIN LATERAL (
    SELECT x.id, x.state, x.source, x.organisation_id, x.p_number, x.merged_into_id,
           CASE WHEN x.starts_on IS NULL AND x.ends_on IS NULL THEN true
                ELSE COALESCE(x.starts_on <= {today}, true) AND COALESCE(x.ends_on >= {today}, true) END AS lasts
    FROM {identity}
) i ON true
LEFT JOIN agreements_organisation o ON o.id = i.organisation_id
{acted_for}
{unit}
LEFT JOIN LATERAL ({ways}) p ON true
"""
_GRANT = """g.id, g.group_id AS via, NULL::uuid AS mandate, true AS assigned,
           CASE WHEN g.starts_at > statement_timestamp() THEN 'future'
                WHEN g.ends_at <= statement_timestamp() THEN 'ended' ELSE 'in_force' END AS state,
           g.limit_type, g.limit_value, NULLIF(g.constraints, '{}') AS constraints, g.ends_at"""
_STAFF = """SELECT i.id AS id, i.organisation_id AS organisation
        UNION ALL
        SELECT t.id, t.organisation_id
        FROM rights_groupmember m JOIN rights_group t ON t.id = m.group_id
        WHERE m.identity_id = i.id AND t.deleted_at IS NULL AND t.kind = 'customised'
        UNION ALL
        SELECT t.id, t.organisation_id FROM rights_group t
        WHERE i.p_number <> '' AND t.organisation_id = i.organisation_id AND t.p_number = i.p_number
          AND t.kind = 'default' AND t.deleted_at IS NULL"""
_ALL_WAYS = f"""
    WITH staff AS MATERIALIZED ({_STAFF})
    SELECT 'grant' AS kind, {_GRANT}
    FROM staff s
    JOIN rights_grant g ON g.receiver = s.id AND g.right_id = r.id
                       AND g.organisation_id IS NOT DISTINCT FROM a.id
    UNION ALL
    SELECT 'power', w.id, NULLIF(s.id, i.id), w.mandate,
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
    JOIN rights_power w ON s.organisation IS DISTINCT FROM a.id
                       AND w.grantor_id = a.id AND w.holder_id = s.organisation AND w.right_id = r.id
    JOIN agreements_organisation h ON h.id = w.holder_id AND h.state <> 'closed'
"""  # noqa: S608 - built of constants
# Nobody holds a power over themselves: for the own organisation only a group elsewhere can bring one. Where the
# identity is in such a group the row says GENERAL, and the question is asked in its general form.
GENERAL = "general"
_OWN_WAYS = f"""
    SELECT CASE WHEN s.organisation <> i.organisation_id THEN '{GENERAL}'
                WHEN g.id IS NOT NULL THEN 'grant' END AS kind, {_GRANT}
    FROM ({_STAFF}) s
    LEFT JOIN rights_grant g ON g.receiver = s.id AND g.right_id = r.id
                            AND g.organisation_id IS NOT DISTINCT FROM i.organisation_id
"""  # noqa: S608 - built of constants

# What a question does not ask about is not looked up: most name the identity by its uuid, are about the own
# organisation, and have no limit. The general form answers all of them alike.
_NAMED = """(
        SELECT q.identity AS id
        UNION ALL
        SELECT e.id FROM agreements_organisation c
        JOIN identities_identity e ON e.organisation_id = c.id AND e.rid = q.rid WHERE c.cvr = q.cvr
        UNION ALL
        SELECT s.identity_id FROM rights_subjectname s WHERE s.system_id = q.system AND s.name = q.name
    ) named
    JOIN identities_identity y ON y.id = named.id
    JOIN identities_identity x ON x.id = COALESCE(y.merged_into_id, y.id)
    LIMIT 1"""
# One that was merged into another is followed by the general form only.
_BY_UUID = "identities_identity x WHERE x.id = q.identity"
_UNMERGED = f"CASE WHEN i.merged_into_id IS NULL THEN p.kind ELSE '{GENERAL}' END"
_ANY = "LEFT JOIN agreements_organisation a ON a.cvr = COALESCE(q.acted_for, o.cvr)"
_OWN = "CROSS JOIN LATERAL (SELECT o.id, o.cvr, o.state) a"
_UNIT = "LEFT JOIN agreements_registerunit u ON u.p_number = q.limit_value AND q.limit_type = 'p'"
_NO_UNIT = "CROSS JOIN LATERAL (SELECT NULL::text AS cvr) u"
# From–to of an identity are whole days in Copenhagen, whatever the session's time zone.
_TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date"
_TYPES = ("int", "uuid", "text", "text", "text", "uuid", "text", "text", "text", "text")
_ONE_ROW = f"(VALUES ({', '.join(f'${n}::{each}' for n, each in enumerate(_TYPES, 1))}))"
_ROWS = f"unnest({', '.join(f'${n}::{each}[]' for n, each in enumerate(_TYPES, 1))})"
# The usual batch sends four columns instead of ten; COLUMNS are their places among the ten.
_FEW_ROWS = """(
    SELECT u.n - 1, u.identity, NULL::text, NULL::text, NULL::text, u.system, u."right", u.acted_for, '', ''
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) WITH ORDINALITY
         AS u(identity, system, "right", acted_for, n))"""
COLUMNS = (1, 5, 6, 7)


def _statement(questions: str, by_uuid: bool, own: bool, unlimited: bool) -> str:
    return _SQL.format(
        questions=questions,
        today=_TODAY,
        kind=_UNMERGED if by_uuid else "p.kind",
        identity=_BY_UUID if by_uuid else _NAMED,
        acted_for=_OWN if own else _ANY,
        unit=_NO_UNIT if unlimited else _UNIT,
        ways=_OWN_WAYS if own else _ALL_WAYS,
    )


@cache
def single(by_uuid: bool, own: bool, unlimited: bool) -> Prepared:
    """One question, its ten fields as parameters."""
    return Prepared(_statement(_ONE_ROW, by_uuid, own, unlimited))


@cache
def several(by_uuid: bool, own: bool, unlimited: bool) -> Prepared:
    """Any number of questions: each field (or those of COLUMNS) as an array."""
    questions = _FEW_ROWS if by_uuid and unlimited else _ROWS
    return Prepared(_statement(questions, by_uuid, own, unlimited))
