"""Whom may this identity act for, page by page: own organisation, groups elsewhere, and every distributed
power.

Each way (an assignment to one of the identity's groups or to itself) is an ordered stream out of an index, cut at
one page; the streams are merged, and only what comes first is asked whether there is a power behind it. So the
first page for somebody with 80,000 clients costs little more than with ten. A stream that was cut is known up to
its last row only (the horizon): where too many clients have no power any more, the next, larger, piece follows.
Ordered by the organisation's id; the cursor is the last one seen.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import connection

_LIVE = (
    "{0}.starts_at <= statement_timestamp() AND ({0}.ends_at IS NULL OR {0}.ends_at > statement_timestamp())"
)
# From–to of an identity are whole days in Copenhagen, whatever the session's time zone.
_TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date"
_POWER = f"w.suspended_at IS NULL AND {_LIVE.format('w')}"
_TASK = _LIVE.format("t")
_ASKED = """((%(system)s::uuid IS NULL AND %(right)s::text IS NULL) OR {0} IN (
    SELECT id FROM rights_right
    WHERE (%(system)s::uuid IS NULL OR system_id = %(system)s) AND (%(right)s::text IS NULL OR key = %(right)s)))"""
_AMONG = "(%(among)s::uuid[] IS NULL OR {0} = ANY(%(among)s))"

# OFFSET 0 keeps the planner from merging a part with what is around it: it would read every power of the holder.
_SQL = f"""
WITH me AS MATERIALIZED (
    SELECT i.id, i.organisation_id, i.p_number FROM identities_identity i
    JOIN agreements_organisation o ON o.id = i.organisation_id AND o.state <> 'closed'
    WHERE i.id = %(identity)s AND i.state = 'active'
      AND COALESCE(i.starts_on <= {_TODAY}, true) AND COALESCE(i.ends_on >= {_TODAY}, true)
), staff AS MATERIALIZED (
    SELECT id, organisation_id AS organisation FROM me
    UNION ALL
    SELECT g.id, g.organisation_id FROM me JOIN rights_groupmember m ON m.identity_id = me.id
    JOIN rights_group g ON g.id = m.group_id AND g.deleted_at IS NULL AND g.kind = 'customised'
    UNION ALL
    SELECT g.id, g.organisation_id FROM me
    JOIN rights_group g ON g.organisation_id = me.organisation_id AND g.p_number = me.p_number
                       AND g.kind = 'default' AND g.deleted_at IS NULL
), tasks AS MATERIALIZED (
    SELECT t.clients, t.organisation_id, t.right_id, k.id AS client_group
    FROM staff s JOIN rights_assignment t ON t.staff = s.id AND t.client_id IS NULL AND {_TASK}
    LEFT JOIN rights_clientgroup k ON k.id = t.client_group_id AND k.organisation_id = s.organisation
    WHERE t.organisation_id = s.organisation AND (t.client_group_id IS NULL OR k.id IS NOT NULL)
), candidates AS MATERIALIZED (
    SELECT c.id, s.organisation AS holder, c.right_id, c.n
    FROM staff s CROSS JOIN LATERAL (
        SELECT x.id, x.right_id, row_number() OVER (ORDER BY x.id) AS n FROM (
            SELECT t.clients AS id, t.right_id FROM rights_assignment t
            WHERE t.staff = s.id AND t.clients > %(after)s AND t.client_id IS NOT NULL AND {_TASK}
              AND t.organisation_id = s.organisation AND {_AMONG.format("t.clients")}
            ORDER BY t.clients LIMIT %(chunk)s) x) c
    UNION ALL
    SELECT c.id, t.organisation_id, t.right_id, c.n
    FROM tasks t CROSS JOIN LATERAL (
        SELECT x.id, row_number() OVER (ORDER BY x.id) AS n FROM (
            SELECT m.client_id AS id FROM rights_clientgroupmember m
            WHERE m.client_group_id = t.client_group AND m.client_id > %(after)s AND {_AMONG.format("m.client_id")}
            ORDER BY m.client_id LIMIT %(chunk)s) x) c
), horizon AS MATERIALIZED (
    SELECT (SELECT id FROM candidates WHERE n = %(chunk)s ORDER BY id LIMIT 1) AS id
), reached AS (
    (SELECT g.organisation_id AS id FROM staff s JOIN rights_grant g ON g.receiver = s.id
     WHERE g.organisation_id > %(after)s AND {_AMONG.format("g.organisation_id")}
       AND {_ASKED.format("g.right_id")} AND {_LIVE.format("g")})
    UNION
    (SELECT w.grantor_id FROM me JOIN rights_power w ON w.only_identity_id = me.id
     WHERE w.grantor_id > %(after)s AND {_AMONG.format("w.grantor_id")}
       AND {_ASKED.format("w.right_id")} AND {_POWER}
     ORDER BY 1 LIMIT %(size)s)
    UNION
    (SELECT c.id FROM tasks t CROSS JOIN LATERAL (
         SELECT DISTINCT ON (w.grantor_id) w.grantor_id AS id FROM rights_power w
         WHERE w.holder_id = t.organisation_id AND w.grantor_id > %(after)s AND w.only_identity_id IS NULL
           AND {_AMONG.format("w.grantor_id")}
           AND {_ASKED.format("w.right_id")} AND (t.right_id IS NULL OR w.right_id = t.right_id) AND {_POWER}
         ORDER BY w.grantor_id LIMIT %(size)s) c
     WHERE t.client_group IS NULL)
    UNION
    (SELECT DISTINCT c.id
     FROM (SELECT id, holder, right_id FROM candidates ORDER BY id OFFSET 0) c
     WHERE EXISTS (
         SELECT FROM rights_power w
         WHERE w.grantor_id = c.id AND w.holder_id = c.holder AND w.only_identity_id IS NULL
           AND {_ASKED.format("w.right_id")} AND (c.right_id IS NULL OR w.right_id = c.right_id) AND {_POWER}
         OFFSET 0)
     ORDER BY c.id LIMIT %(size)s)
)
SELECT page.id, o.cvr, o.name, o.id = me.organisation_id, o.state = 'closed', horizon.id
FROM horizon
LEFT JOIN (
    SELECT r.id FROM reached r, horizon h WHERE h.id IS NULL OR r.id <= h.id ORDER BY r.id LIMIT %(size)s
) page ON true
LEFT JOIN me ON true
LEFT JOIN agreements_organisation o ON o.id = page.id
ORDER BY page.id
"""  # noqa: S608 - built of constants

FIRST = uuid.UUID(int=0)


@dataclass(frozen=True, slots=True)
class Reachable:
    id: uuid.UUID
    cvr: str
    name: str
    own: bool


def acting_for(
    identity: uuid.UUID,
    *,
    system: uuid.UUID | None = None,
    right: str | None = None,
    after: uuid.UUID = FIRST,
    size: int = 50,
    among: list[uuid.UUID] | None = None,
) -> tuple[list[Reachable], uuid.UUID | None]:
    """One page of the organisations `identity` may now use a right of `system` for (None: of any system; or
    the one right named), and where the next page begins (None at the end). `among`: only these. Closed
    organisations are left out, so a page may be shorter."""
    asked = {"identity": identity, "system": system, "right": right, "among": among}
    rows: list[Any] = []
    chunk, horizon = size + 1, after
    while horizon is not None and len(rows) <= size:
        found = _rows({**asked, "after": horizon, "size": size + 1 - len(rows), "chunk": chunk})
        rows += [row for row in found if row[0] is not None]
        chunk, horizon = chunk * 4, found[0][5]
    page = [Reachable(*row[:4]) for row in rows[:size] if not row[4]]
    return page, rows[size - 1][0] if len(rows) > size else None


def _rows(params: dict[str, Any]) -> list[Any]:
    """At least one: without an organisation it tells the horizon alone."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, params)
        return cursor.fetchall()
