"""Findings over several rows, for companies to decide on: recomputed for the companies a delivery touched."""

from django.db import connection

from migration_flow.models import Delivery

_TOUCHED = "SELECT DISTINCT cvr FROM migration_flow_legacyemployee WHERE delivery = %(delivery)s"
_SAME_PERSON = f"""
INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
SELECT e.cvr, %(delivery)s, 0, '{{}}', 'D01', jsonb_agg(e.rid ORDER BY e.rid), '{{}}'
FROM migration_flow_legacyemployee e WHERE e.cvr IN ({_TOUCHED})
GROUP BY e.cvr, COALESCE(encode(e.cpr_index, 'hex'), NULLIF(e.person_key, '')) HAVING count(*) > 1
   AND COALESCE(encode(max(e.cpr_index), 'hex'), NULLIF(max(e.person_key), '')) IS NOT NULL
"""  # noqa: S608
_MARK = """
UPDATE migration_flow_legacyemployee e SET findings = array_append(e.findings, 'D01')
FROM migration_flow_finding f
WHERE f.delivery = %(delivery)s AND f.code = 'D01' AND e.cvr = f.cvr AND f.rids ? e.rid AND NOT 'D01' = ANY (e.findings)
"""
_SHARED_MAIL = f"""
INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
SELECT e.cvr, %(delivery)s, 0, '{{}}', 'D02', jsonb_agg(e.rid ORDER BY e.rid), '{{}}'
FROM migration_flow_legacyemployee e WHERE e.cvr IN ({_TOUCHED}) AND e.email <> ''
GROUP BY e.cvr, lower(e.email) HAVING count(DISTINCT e.person_key) > 1
"""  # noqa: S608
_NO_ADMINISTRATOR = """
INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
SELECT c.cvr, %(delivery)s, 0, '{}', 'D03', '[]', '{}' FROM migration_flow_legacycompany c
WHERE c.delivery = %(delivery)s AND NOT EXISTS (
    SELECT 1 FROM migration_flow_legacyadministrator a
    JOIN migration_flow_legacyemployee e ON e.cvr = a.cvr AND e.rid = a.rid AND e.status = 'AKTIV'
    JOIN migration_flow_legacysignature s ON s.cvr = a.cvr AND s.rid = a.rid AND s.status = 'AKTIV'
    WHERE a.cvr = c.cvr)
"""


def find(delivery: Delivery) -> None:
    """D01 one person several times, D02 one mailbox for several, D03 nobody who administers."""
    params = {"delivery": delivery.sequence}
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM migration_flow_finding WHERE cvr IN (SELECT DISTINCT cvr FROM migration_flow_legacyemployee"
            " WHERE delivery = %(delivery)s UNION SELECT cvr FROM migration_flow_legacycompany WHERE delivery = %(delivery)s)",
            params,
        )
        for statement in (_SAME_PERSON, _MARK, _SHARED_MAIL, _NO_ADMINISTRATOR):
            cursor.execute(statement, params)
