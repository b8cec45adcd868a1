"""What a later delivery changes beside the rows it names: D06 on what hangs on them, D09 and D10 for the company."""

from migration_flow.models import Decision

_HANGS = {
    # A right hangs on its employee, a mandate on the company that received it.
    "migration_flow_legacyright": (
        "migration_flow_legacyemployee", "n.cvr = t.cvr AND n.rid = t.rid", "n.status = 'INAKTIV'",
    ),
    "migration_flow_legacymandate": (
        "migration_flow_legacycompany", "n.cvr = t.grantee_cvr", "'D07' = ANY (n.findings)",
    ),
}  # fmt: skip


def _d06(table: str) -> tuple[str, str]:
    source, same, left = _HANGS[table]
    update = f"UPDATE {table} t SET findings"
    changed = f"FROM {source} n WHERE n.delivery = %(delivery)s AND {same}"
    marked = "'D06' = ANY (t.findings)"
    return (
        f"{update} = array_append(t.findings, 'D06') {changed} AND {left} AND NOT {marked}",
        f"{update} = array_remove(t.findings, 'D06') {changed} AND NOT ({left}) AND {marked}",
    )


I = Decision.Item  # noqa: E741
_ITEMS = {
    I.EMPLOYEE: "employee", I.ADMINISTRATOR: "administrator", I.RIGHT: "right", I.MANDATE: "mandate", I.UNIT: "unit",
    I.OTHER_SIGNATURE: "othersignature",
}  # fmt: skip


def _d09(item: str, table: str) -> str:
    """The answer stands as it was given; the company is told what it was given about is no longer the same."""
    return f"""
    INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
    SELECT l.cvr, %(delivery)s, l.line, '{{}}', 'D09', jsonb_build_array(d.rid),
           jsonb_build_object('item', d.item, 'decision', d.id, 'version', d.version, 'gone', l.gone_since IS NOT NULL)
    FROM migration_flow_legacy{table} l JOIN migration_flow_move m ON m.cvr = l.cvr
    JOIN migration_flow_decision d ON d.move_id = m.id AND d.item = '{item}' AND d.legacy_id = l.id
    WHERE l.delivery = %(delivery)s AND d.choice <> ''
    """


CHANGES: tuple[str, ...] = (
    *(statement for table in _HANGS for statement in _d06(table)),
    *(_d09(item, table) for item, table in _ITEMS.items()),
)
GONE = """
INSERT INTO migration_flow_finding (cvr, delivery, line, findings, code, rids, facts)
SELECT cvr, %(delivery)s, 0, '{}', 'D10', jsonb_agg(rid ORDER BY rid), '{}'
FROM migration_flow_legacyemployee WHERE gone_since = %(delivery)s GROUP BY cvr
"""
