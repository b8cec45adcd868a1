"""Counting again from the facts: who should be charged, for all organisations in one pass or for one.

The facts are the periods in which identities were live. Going through the beginnings and ends of an
organisation in order of time, a beginning is charged when, just before it, as many others were live as are
free on that day."""

from typing import Any

from django.db import connection

_PERIODS = """
periods AS MATERIALIZED (
    SELECT p.organisation_id AS org, coalesce(i.merged_into_id, i.id) AS who, i.merged_into_id IS NOT NULL AS moved,
           p.started_at AS s, p.ended_at AS e
    FROM identities_liveperiod p JOIN identities_identity i ON i.id = p.identity_id
    WHERE {which}
), several AS (
    SELECT DISTINCT who FROM periods WHERE moved
), spans AS (
    SELECT org, who, s, e FROM periods WHERE who NOT IN (SELECT who FROM several)
    UNION ALL
    SELECT org, who, lower(r), upper(r) FROM (
        SELECT org, who, unnest(range_agg(tstzrange(s, e))) AS r
        FROM periods WHERE who IN (SELECT who FROM several) GROUP BY org, who) u
), beginnings_and_ends AS (
    SELECT org, who, s AS at, 1 AS step FROM spans
    UNION ALL SELECT org, who, e, -1 FROM spans WHERE e IS NOT NULL
), counted AS (
    SELECT org, who, at, step,
           sum(step) OVER (PARTITION BY org ORDER BY at, step, who ROWS UNBOUNDED PRECEDING) - step AS others
    FROM beginnings_and_ends
), free AS (
    SELECT amount, CASE WHEN lag(valid_from) OVER w IS NULL THEN '-infinity'::date ELSE valid_from END AS first_day,
           coalesce(lead(valid_from) OVER w, 'infinity'::date) AS next_day
    FROM identities_price WHERE item = 'free_identities' WINDOW w AS (ORDER BY valid_from)
), due AS MATERIALIZED (
    SELECT c.org, c.who, min(c.at) AS since FROM counted c
    JOIN free f ON (c.at AT TIME ZONE 'Europe/Copenhagen')::date >= f.first_day
               AND (c.at AT TIME ZONE 'Europe/Copenhagen')::date < f.next_day
    WHERE c.step = 1 AND c.others >= f.amount
    GROUP BY c.org, c.who
), charged AS MATERIALIZED (
    SELECT h.organisation_id AS org, coalesce(i.merged_into_id, i.id) AS who, h.id, h.at,
           coalesce(n.state, '') AS credit,
           row_number() OVER (PARTITION BY coalesce(i.merged_into_id, i.id) ORDER BY h.at, h.id) AS place
    FROM identities_charge h JOIN identities_identity i ON i.id = h.identity_id
    LEFT JOIN identities_creditnote n ON n.charge_id = h.id
    WHERE h.kind = 'identity' AND {which_charges}
)
"""
# Only organisations that ever had more periods than are free can owe anything, or that were charged before.
_ALL = """p.organisation_id IN (
    SELECT organisation_id FROM identities_liveperiod GROUP BY organisation_id
    HAVING count(*) > (SELECT min(amount) FROM identities_price WHERE item = 'free_identities')
    UNION SELECT organisation_id FROM identities_charge WHERE kind = 'identity')"""
_MISSING = """
SELECT d.org, d.who, d.since FROM due d
WHERE NOT EXISTS (SELECT 1 FROM charged c WHERE c.who = d.who AND c.credit <> 'approved')
"""
_SURPLUS = """
SELECT c.org, c.who, c.id FROM (
    SELECT *, row_number() OVER (PARTITION BY who ORDER BY at, id) AS standing_place
    FROM charged WHERE credit NOT IN ('approved', 'proposed')) c
WHERE c.credit = '' AND (c.standing_place > 1 OR NOT EXISTS (SELECT 1 FROM due d WHERE d.who = c.who))
"""


def with_due(select: str, organisation: Any = None) -> tuple[str, list[Any]]:
    """(SQL, parameters) of `select` over `due` and `charged`, for one organisation or for all."""
    if organisation is None:
        return f"WITH {_PERIODS.format(which=_ALL, which_charges='true')} {select}", []
    one = {"which": "p.organisation_id = %s", "which_charges": "h.organisation_id = %s"}
    return f"WITH {_PERIODS.format(**one)} {select}", [organisation.pk, organisation.pk]


def missing_sql(organisation: Any = None) -> tuple[str, list[Any]]:
    """(organisation, identity, since) of every identity that should have been charged and was not."""
    return with_due(_MISSING, organisation)


def surplus_sql(organisation: Any = None) -> tuple[str, list[Any]]:
    """(organisation, identity, charge) of every charge that should not stand."""
    return with_due(_SURPLUS, organisation)


def surplus_of(organisation: Any) -> list[tuple[Any, Any, Any]]:
    sql, params = surplus_sql(organisation)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()
