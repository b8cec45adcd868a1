"""The SQL of a decision, in the form that a question (or a batch of them) needs."""

from functools import cache

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
    FROM {identity}
) i ON true
LEFT JOIN agreements_organisation o ON o.id = i.organisation_id
{acted_for}
{unit}
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
    {others}
) p ON true
"""

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
_BY_UUID = """identities_identity y
    JOIN identities_identity x ON x.id = COALESCE(y.merged_into_id, y.id) WHERE y.id = q.identity"""
_ANY = "LEFT JOIN agreements_organisation a ON a.cvr = COALESCE(q.acted_for, o.cvr)"
_OWN = "CROSS JOIN LATERAL (SELECT o.id, o.cvr, o.state) a"
_POWERS = """UNION ALL
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
    JOIN rights_power w ON s.organisation IS DISTINCT FROM a.id
                       AND w.grantor_id = a.id AND w.holder_id = s.organisation AND w.right_id = r.id
    JOIN agreements_organisation h ON h.id = w.holder_id AND h.state <> 'closed'"""
# Nobody holds a power over themselves: for the own organisation only a group elsewhere can bring one. Where the
# identity is in such a group the row says so, and the question is asked in its general form.
_ABROAD = """UNION ALL
    SELECT 'abroad', s.id, NULL, NULL, false, '', '', '', NULL, NULL
    FROM staff s WHERE s.organisation <> i.organisation_id"""
_UNIT = "LEFT JOIN agreements_registerunit u ON u.p_number = q.limit_value AND q.limit_type = 'p'"
_NO_UNIT = "CROSS JOIN LATERAL (SELECT NULL::text AS cvr) u"
# From–to of an identity are whole days in Copenhagen, whatever the session's time zone.
_TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date"
_TYPES = ("int", "uuid", "text", "text", "text", "uuid", "text", "text", "text", "text")
_ONE_ROW = f"(VALUES ({', '.join(f'%s::{each}' for each in _TYPES)}))"
_ROWS = f"unnest({', '.join(f'%s::{each}[]' for each in _TYPES)})"
# The usual batch sends four columns instead of ten; COLUMNS are their places among the ten.
_FEW_ROWS = """(
    SELECT u.n - 1, u.identity, NULL::text, NULL::text, NULL::text, u.system, u."right", u.acted_for, '', ''
    FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[]) WITH ORDINALITY
         AS u(identity, system, "right", acted_for, n))"""
COLUMNS = (1, 5, 6, 7)


@cache
def statement(many: bool, by_uuid: bool, own: bool, unlimited: bool) -> str:
    """One question is a row of values: its plan is as cheap for the planner as it is, so that the session keeps
    it. As arrays it takes any number."""
    return _SQL.format(
        questions=(_FEW_ROWS if by_uuid and unlimited else _ROWS) if many else _ONE_ROW,
        today=_TODAY,
        identity=_BY_UUID if by_uuid else _NAMED,
        acted_for=_OWN if own else _ANY,
        unit=_NO_UNIT if unlimited else _UNIT,
        others=_ABROAD if own else _POWERS,
    )
