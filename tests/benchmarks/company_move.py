"""A company's move and its undo beside COPY of the rows the move makes, and the cost per identity at two sizes.

Size: PEOPLE and RIGHTS in the environment (40,000 and 100,000 unless said)."""

import os
import time
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._moving import company, decided, one_chunk

TABLES = ("identities_identity", "identities_roleassignment", "rights_grant", "migration_flow_employeemove",
          "core_auditentry", "core_auditpayload")  # fmt: skip
SMALL = 400


def run() -> list[Figure]:
    people, rights = int(os.environ.get("PEOPLE", "40000")), int(os.environ.get("RIGHTS", "100000"))
    small = _moved("99100000", SMALL, SMALL * rights // people)
    large = _moved("99100001", people, rights)
    copied = _copy(large["made"])
    each = (large["move"] / people) / (small["move"] / SMALL)
    return [
        Figure(
            "company_move",
            large["move"] / copied,
            3,
            "lower",
            f"{large['move']:.1f} s over COPY of its rows {copied:.1f} s",
        ),
        Figure(
            "company_move_undo",
            large["undo"] / copied,
            3,
            "lower",
            f"{large['undo']:.1f} s over the same COPY",
        ),
        Figure("company_move_each", each, 1, "lower", f"per identity at {people} over {SMALL}"),
    ]


def _moved(cvr: str, people: int, rights: int) -> dict[str, Any]:
    from migration_flow import actions

    actor = company(cvr, people, rights)
    decided(actor)
    before = _last_ids()
    move = actions.execute(actor=actor)
    moving = one_chunk(move.job)
    made = _made(before)
    undo = actions.order_undo(actor=actor)
    return {"move": moving, "made": made, "undo": one_chunk(undo.job)}


def _last_ids() -> dict[str, set[str]]:
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT {_key(table)}::text FROM {table}")
            found[table] = {row[0] for row in cursor.fetchall()}
    return found


def _key(table: str) -> str:
    return "entry_id" if table == "core_auditpayload" else "id"


def _made(before: dict[str, set[str]]) -> dict[str, bytes]:
    """The rows the move made, as COPY gives them."""
    from django.db import connection

    saved = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(
                "CREATE TEMP TABLE there AS SELECT unnest(%s::text[]) AS id", [list(before[table])]
            )
            sql = f"COPY (SELECT {_columns(cursor, table)} FROM {table} WHERE {_key(table)}::text NOT IN (SELECT id FROM there)) TO STDOUT"
            with cursor.copy(sql) as out:
                saved[table] = b"".join(bytes(block) for block in out)
            cursor.execute("DROP TABLE there")
    return saved


def _columns(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    )
    return str(cursor.fetchone()[0])


def _copy(saved: dict[str, bytes]) -> float:
    """Copy the same rows into the same tables, indexes and constraints on, after the undo has taken them away. The trail
    is never taken away, so its rows get new keys."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            for table in ("core_auditentry", "core_auditpayload"):
                _make_room(cursor, table)
            began = time.perf_counter()
            for table, content in saved.items():
                into_table = f"copy_{table}" if table.startswith("core_audit") else table
                with cursor.copy(f"COPY {into_table} ({_columns(cursor, table)}) FROM STDIN") as into:
                    into.write(content)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            took = time.perf_counter() - began
        transaction.set_rollback(True)
    return took


def _make_room(cursor: Any, table: str) -> None:
    cursor.execute(f"CREATE TEMP TABLE copy_{table} (LIKE {table} INCLUDING ALL)")
