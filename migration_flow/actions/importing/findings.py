"""Findings over several rows, for companies to decide on: recomputed for the companies a delivery touched.

D01 one person several times, D02 one mailbox for several persons, D03 nobody who administers, D04 several
administrators without the package for it, D06 what hangs on somebody who has left, D09 something changed after the
company decided on it, D10 no longer in the legacy system. Findings a single row shows stand with that row."""

from typing import Any

from django.db import connection

from migration_flow.actions.importing.changes import CHANGES, GONE
from migration_flow.models import Delivery

MANY = 10_000  # companies; a first delivery touches all, a delta some
_TOUCHED = """
CREATE TEMP TABLE touched ON COMMIT DROP AS
SELECT cvr FROM migration_flow_legacycompany WHERE delivery = %(delivery)s
UNION SELECT cvr FROM migration_flow_legacyemployee WHERE delivery = %(delivery)s
UNION SELECT cvr FROM migration_flow_legacysignature WHERE delivery = %(delivery)s
UNION SELECT cvr FROM migration_flow_legacyadministrator WHERE delivery = %(delivery)s
"""
_FORGET = """
DELETE FROM migration_flow_finding f
WHERE (f.cvr IN (SELECT cvr FROM touched) AND f.code IN ('D01', 'D02', 'D03', 'D04'))
   OR (f.delivery = %(delivery)s AND f.code IN ('D09', 'D10'))
"""
# Employees with the mailbox or the CPR number of another. Who has no CPR number is the person of the only one that
# goes with the same name and mailbox; two different CPR numbers are never one person (reference §7.1, 8).
_ALIKE = """
CREATE TEMP TABLE alike ON COMMIT DROP AS
WITH present AS (
    SELECT cvr, rid, lower(email) AS mailbox, encode(cpr_index, 'hex') AS cpr, person_key, last_used_on, status
    FROM migration_flow_legacyemployee WHERE gone_since IS NULL AND cvr IN (SELECT cvr FROM touched)
), shared AS (
    SELECT * FROM present
    WHERE (cvr, mailbox) IN (SELECT cvr, mailbox FROM present WHERE mailbox <> '' GROUP BY 1, 2 HAVING count(*) > 1)
       OR (cvr, cpr) IN (SELECT cvr, cpr FROM present WHERE cpr IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1)
), named AS (
    SELECT *, CASE WHEN min(cpr) OVER same = max(cpr) OVER same THEN min(cpr) OVER same END AS single
    FROM shared WINDOW same AS (PARTITION BY cvr, person_key)
)
SELECT cvr, rid, mailbox, last_used_on, status,
       COALESCE(cpr, CASE WHEN person_key <> '' THEN single END, NULLIF(person_key, ''), rid) AS person
FROM named
"""
_TWICE = """
CREATE TEMP TABLE twice ON COMMIT DROP AS
SELECT * FROM (SELECT a.*, count(*) OVER (PARTITION BY a.cvr, a.person) AS times FROM alike a) f WHERE times > 1
"""
# Which of the RIDs holds rights, and when it was last used: what the company needs to choose between them.
_SAME_PERSON = """
WITH told AS (
    SELECT f.cvr, f.person, f.rid, jsonb_build_object('last_used', f.last_used_on, 'status', f.status,
        'rights', (SELECT count(*) FROM migration_flow_legacyright r WHERE r.cvr = f.cvr AND r.rid = f.rid),
        'administrator', EXISTS (SELECT 1 FROM migration_flow_legacyadministrator r
                                 WHERE r.cvr = f.cvr AND r.rid = f.rid)) AS facts
    FROM twice f
)
INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
SELECT cvr, %(delivery)s, 0, '{}', 'D01', jsonb_agg(rid ORDER BY rid), jsonb_object_agg(rid, facts)
FROM told GROUP BY cvr, person
"""
_UNMARK = """
UPDATE migration_flow_legacyemployee e SET findings = array_remove(e.findings, 'D01')
WHERE 'D01' = ANY (e.findings) AND e.cvr IN (SELECT cvr FROM touched)
  AND NOT EXISTS (SELECT 1 FROM twice f WHERE f.cvr = e.cvr AND f.rid = e.rid)
"""
_MARK = """
UPDATE migration_flow_legacyemployee e SET findings = array_append(e.findings, 'D01')
FROM twice f WHERE e.cvr = f.cvr AND e.rid = f.rid AND NOT 'D01' = ANY (e.findings)
"""
_SHARED_MAIL = """
INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
SELECT cvr, %(delivery)s, 0, '{}', 'D02', jsonb_agg(rid ORDER BY rid), jsonb_build_object('email', mailbox)
FROM alike WHERE mailbox <> '' GROUP BY cvr, mailbox HAVING count(DISTINCT person) > 1
"""
# Who looks after NemID itself; the rights administrator of the legacy system is somebody else.
_ADMINISTERS = "a.gone_since IS NULL AND a.role <> 'RETTIGHEDSADMINISTRATOR'"
_NO_ADMINISTRATOR = f"""
WITH able AS MATERIALIZED (
    SELECT a.cvr FROM migration_flow_legacyadministrator a
    JOIN migration_flow_legacyemployee e ON e.cvr = a.cvr AND e.rid = a.rid AND e.status = 'AKTIV' AND e.gone_since IS NULL
    JOIN migration_flow_legacysignature s ON s.cvr = a.cvr AND s.rid = a.rid AND s.status = 'AKTIV'
         AND s.gone_since IS NULL AND (s.valid_to IS NULL OR s.valid_to >= %(made_on)s)
    WHERE a.cvr IN (SELECT cvr FROM touched) AND {_ADMINISTERS}
)
INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
SELECT c.cvr, %(delivery)s, 0, '{{}}', 'D03', '[]', '{{}}' FROM migration_flow_legacycompany c
WHERE c.cvr IN (SELECT cvr FROM touched) AND c.gone_since IS NULL AND NOT EXISTS (SELECT 1 FROM able WHERE able.cvr = c.cvr)
"""
_TOO_MANY = f"""
INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
SELECT a.cvr, %(delivery)s, 0, '{{}}', 'D04', jsonb_agg(DISTINCT a.rid), '{{}}'
FROM migration_flow_legacyadministrator a JOIN migration_flow_legacycompany c ON c.cvr = a.cvr AND c.pro_package IS NOT TRUE
WHERE a.cvr IN (SELECT cvr FROM touched) AND {_ADMINISTERS} GROUP BY a.cvr HAVING count(DISTINCT a.rid) > 1
"""


def find(delivery: Delivery) -> int:
    """Returns how many findings the touched companies have now from this delivery."""
    told: dict[str, Any] = {"delivery": delivery.sequence, "made_on": delivery.made_at.date()}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("DROP TABLE IF EXISTS touched, alike, twice")
        cursor.execute(_TOUCHED, told)
        cursor.execute("ANALYZE touched")
        if _many(cursor):
            # Company and RID go together, which the planner does not know: it would look rows up one by one.
            cursor.execute("SET LOCAL enable_nestloop = off")
        for statement in (_FORGET, _ALIKE, _TWICE, "ANALYZE alike, twice", _SAME_PERSON, _UNMARK, _MARK, _SHARED_MAIL,
                          _NO_ADMINISTRATOR, _TOO_MANY, *CHANGES, GONE):  # fmt: skip
            cursor.execute(statement, told)
        cursor.execute("SELECT count(*) FROM migration_flow_finding WHERE delivery = %(delivery)s", told)
        return int(cursor.fetchone()[0])


def _many(cursor: Any) -> bool:
    cursor.execute("SELECT count(*) FROM touched")
    return int(cursor.fetchone()[0]) > MANY
