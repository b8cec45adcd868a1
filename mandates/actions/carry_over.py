"""Mandates of the legacy system stay in force: the second lawful basis beside both consents."""

import datetime
from typing import Any

from django.db import connection

from mandates.events import MandateEvent
from portal.core import audit
from portal.core.actors import Actor
from rights.actions.moved import assign_moved, open_powers_moved

_NAMED = """
INSERT INTO agreements_organisation (id, cvr, name, form_code, is_public, state, allows_private_mitid,
    allowed_authenticators, asks_for_cpr, cpr_purpose, allows_pseudonyms, allows_self_request, four_eyes)
SELECT DISTINCT gen_random_uuid(), s.grantee_cvr, COALESCE(c.name, s.grantee_cvr), COALESCE(c.form_code, 0), false,
       'named', false, '[]'::jsonb, false, '', false, false, false
FROM (SELECT DISTINCT grantee_cvr FROM carried) s LEFT JOIN agreements_registercompany c ON c.cvr = s.grantee_cvr
ON CONFLICT (cvr) DO NOTHING
"""
# One mandate for what one receiver may do in one period: rights that end or begin at different times are never put
# together, or the shorter one would grow.
_CARRIED = """
CREATE TEMP TABLE carried ON COMMIT DROP AS
SELECT q.*, concat_ws(':', %s::text, q.grantee_cvr, q.grantee_rid, to_char(q.ends_at, 'YYYYMMDD'),
                      'from' || to_char(CASE WHEN q.starts_at > now() THEN q.starts_at END, 'YYYYMMDD')) AS legacy_key
FROM ({source}) AS q(grantee_cvr, grantee_rid, "right", starts_at, ends_at, key)
"""
_MANDATES = """
INSERT INTO mandates_mandate (id, number, grantor_id, grantee_id, state, basis, message, limit_type, limit_value,
    starts_at, ends_at, created_by_grantor, grantor_consented_by, grantee_consented_by, carried_over_at, legacy_key,
    ended_because, version, grantor_name, grantee_name, answer_before)
SELECT gen_random_uuid(), 'F-' || upper(substr(md5(s.legacy_key), 1, 10)), %s, o.id, 'active', 'carried_over', '', '',
       '', s.starts_at, s.ends_at, true, '', '', now(), s.legacy_key, '', 1, %s, o.name,
       COALESCE(%s::timestamptz, now() + interval '365 days')
FROM (SELECT grantee_cvr, legacy_key, min(starts_at) AS starts_at, min(ends_at) AS ends_at
      FROM carried WHERE ends_at IS NULL OR ends_at > now() GROUP BY grantee_cvr, legacy_key) s
JOIN agreements_organisation o ON o.cvr = s.grantee_cvr
WHERE o.id <> %s
ON CONFLICT (legacy_key) DO NOTHING
"""
_RIGHTS = """
INSERT INTO mandates_mandateright (mandate_id, right_id)
SELECT DISTINCT m.id, c."right" FROM carried c
JOIN mandates_mandate m ON m.legacy_key = c.legacy_key
WHERE m.carried_over_at = now()
ON CONFLICT DO NOTHING
"""
_RESOLUTIONS = """
INSERT INTO mandates_resolution (id, mandate_id, kind, by_party, by_name, text, at)
SELECT gen_random_uuid(), m.id, 'carried_over', 'portal', '', '', now() FROM mandates_mandate m
WHERE m.grantor_id = %s AND m.carried_over_at = now()
"""
_POWERS = """
SELECT m.grantee_id, m.grantor_id, mr.right_id, m.limit_type, m.limit_value, m.id,
       COALESCE(m.starts_at, now()), LEAST(m.ends_at, m.answer_before)
FROM mandates_mandate m JOIN mandates_mandateright mr ON mr.mandate_id = m.id
WHERE m.grantor_id = %s AND m.carried_over_at = now()
"""
_ASSIGNMENTS = """
SELECT m.grantee_id, i.id, m.grantor_id, mr.right_id
FROM mandates_mandate m JOIN mandates_mandateright mr ON mr.mandate_id = m.id
JOIN identities_identity i ON i.organisation_id = m.grantee_id AND i.rid = split_part(m.legacy_key, ':', 3)
WHERE m.state = 'active' AND m.basis = 'carried_over' AND (m.grantor_id = %s OR m.grantee_id = %s)
"""


def carry_over(
    *,
    actor: Actor,
    grantor: Any,
    source_sql: str,
    params: list[Any],
    window_ends: datetime.datetime | None = None,
) -> int:
    """Carry over what the grantor chose to keep, inside the action that moves the company. Both parties are traced.

    What is here already, in force or ended, is left as it is: a later delivery neither widens nor revives it.
    Until `window_ends` (a year from now, unless said) both parties can confirm; then what is unconfirmed ends.
    `source_sql` gives (grantee_cvr, grantee_rid, right, starts_at, ends_at, key). Returns the number of mandates."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS carried")
        cursor.execute(_CARRIED.format(source=source_sql), [grantor.cvr, *params])
        cursor.execute(_NAMED)
        cursor.execute(_MANDATES, [grantor.pk, grantor.name, window_ends, grantor.pk])
        made = cursor.rowcount
        cursor.execute(_RIGHTS)
        cursor.execute(_RESOLUTIONS, [grantor.pk])
    if made:
        open_powers_moved(source_sql=_POWERS, params=[grantor.pk])
        audit.bulk_trace(
            "SELECT %s, 'mandates.mandate', m.id::text, party, jsonb_build_object('number', m.number)"
            " FROM mandates_mandate m CROSS JOIN LATERAL (VALUES (m.grantor_id), (m.grantee_id)) AS p(party)"
            " WHERE m.grantor_id = %s AND m.carried_over_at = now()",
            [MandateEvent.CARRIED_OVER.value, grantor.pk], actor=actor, rows_expected=2 * made,
        )  # fmt: skip
    return made


def assign_carried_over(*, actor: Actor, organisation: Any) -> int:
    """Let the people who could use a carried-over mandate before use it after: asked when either side moves."""
    return assign_moved(actor=actor, source_sql=_ASSIGNMENTS, params=[organisation.pk, organisation.pk])
