"""Whom may this identity act for, page by page: own organisation, groups elsewhere, and every distributed
power.

Each way is an ordered stream out of an index, cut at one page, so that the first page for somebody with
80,000 clients costs what it costs with ten. Ordered by the organisation's id; the cursor is the last one
seen.
"""

import uuid
from dataclasses import dataclass

from django.db import connection

_LIVE = (
    "{0}.starts_at <= statement_timestamp() AND ({0}.ends_at IS NULL OR {0}.ends_at > statement_timestamp())"
)
# From–to of an identity are whole days in Copenhagen, whatever the session's time zone.
_TODAY = "(statement_timestamp() AT TIME ZONE 'Europe/Copenhagen')::date"
_POWER = f"w.suspended_at IS NULL AND {_LIVE.format('w')}"
_TASK = _LIVE.format("t")
# A power over the client, of a right that is asked about and that the assignment covers, and for everybody.
_HAS_POWER = f"""EXISTS (
    SELECT FROM rights_power w
    WHERE w.grantor_id = %s AND w.holder_id = t.organisation_id AND w.only_identity_id IS NULL
      AND w.right_id IN (SELECT id FROM asked) AND (t.right_id IS NULL OR w.right_id = t.right_id)
      AND {_POWER})"""  # noqa: S608 - built of constants

_AMONG = "(%(among)s::uuid[] IS NULL OR {0} = ANY(%(among)s))"

_SQL = f"""
WITH asked AS MATERIALIZED (
    SELECT id FROM rights_right
    WHERE (%(system)s::uuid IS NULL OR system_id = %(system)s) AND (%(right)s::text IS NULL OR key = %(right)s)
), me AS MATERIALIZED (
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
), reached AS (
    (SELECT g.organisation_id AS id FROM staff s JOIN rights_grant g ON g.receiver = s.id
     WHERE g.organisation_id > %(after)s AND {_AMONG.format("g.organisation_id")}
       AND g.right_id IN (SELECT id FROM asked) AND {_LIVE.format("g")})
    UNION
    (SELECT w.grantor_id FROM me JOIN rights_power w ON w.only_identity_id = me.id
     WHERE w.grantor_id > %(after)s AND {_AMONG.format("w.grantor_id")}
       AND w.right_id IN (SELECT id FROM asked) AND {_POWER}
     ORDER BY 1 LIMIT %(size)s)
    UNION
    (SELECT c.id FROM staff s
     JOIN rights_assignment t ON t.staff = s.id AND t.clients = s.organisation AND {_TASK}
     CROSS JOIN LATERAL (
         SELECT DISTINCT ON (w.grantor_id) w.grantor_id AS id FROM rights_power w
         WHERE w.holder_id = t.organisation_id AND w.grantor_id > %(after)s AND w.only_identity_id IS NULL
           AND {_AMONG.format("w.grantor_id")}
           AND w.right_id IN (SELECT id FROM asked) AND (t.right_id IS NULL OR w.right_id = t.right_id)
           AND {_POWER}
         ORDER BY w.grantor_id LIMIT %(size)s) c)
    UNION
    (SELECT c.id FROM staff s CROSS JOIN LATERAL (
         SELECT t.clients AS id FROM rights_assignment t
         WHERE t.staff = s.id AND t.clients > %(after)s AND t.client_id IS NOT NULL AND {_TASK}
           AND {_AMONG.format("t.clients")} AND {_HAS_POWER % "t.clients"}
         ORDER BY t.clients LIMIT %(size)s) c)
    UNION
    (SELECT c.id FROM staff s
     JOIN rights_clientgroup k ON k.organisation_id = s.organisation
     JOIN rights_assignment t ON t.staff = s.id AND t.clients = k.id AND {_TASK}
     CROSS JOIN LATERAL (
         SELECT m.client_id AS id FROM rights_clientgroupmember m
         WHERE m.client_group_id = k.id AND m.client_id > %(after)s
           AND {_AMONG.format("m.client_id")} AND {_HAS_POWER % "m.client_id"}
         ORDER BY m.client_id LIMIT %(size)s) c)
)
SELECT o.id, o.cvr, o.name, o.id = me.organisation_id
FROM (SELECT id FROM reached ORDER BY id LIMIT %(size)s) page
JOIN agreements_organisation o ON o.id = page.id AND o.state <> 'closed' CROSS JOIN me
ORDER BY o.id
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
    params = {
        "identity": identity,
        "system": system,
        "right": right,
        "after": after,
        "size": size + 1,
        "among": among,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, params)
        found = [Reachable(*row) for row in cursor.fetchall()]
    page = found[:size]
    return page, page[-1].id if len(found) > size else None
