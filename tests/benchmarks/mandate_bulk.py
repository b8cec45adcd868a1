"""10,000 clients × 5 rights to 20 staff, through the actions and the job, beside COPY of the rows it really writes.

Nothing stores clients × rights × staff (a million here): the decision joins them, which is asked afterwards."""

import time
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._nation_practice import Practice, build
from tests.benchmarks._owner import analyse

WRITTEN = (
    "rights_group", "rights_groupmember", "rights_clientgroup", "rights_clientgroupmember", "rights_assignment",
    "core_job", "core_chunk", "core_auditentry", "core_auditpayload",
)  # fmt: skip
CONSTANT = 200


def run(clients: int = 10_000, staff: int = 20) -> list[Figure]:
    practice = build("99000035", clients, staff=staff, grouped=False)
    analyse()
    before = {table: _ids(table) for table in WRITTEN}
    seconds, group, people = _distribute(practice, clients)
    _compare(practice, clients, people)
    new = {table: [each for each in _ids(table) if each not in before[table]] for table in WRITTEN}
    rows = sum(len(each) for each in new.values())
    copied = _copy_again(new)
    return [
        Figure(
            "mandate_bulk",
            seconds / copied,
            3,
            "lower",
            f"distributing {clients} clients over COPY of its rows",
        ),
        Figure("mandate_bulk_rows", rows, clients + staff + CONSTANT, "lower", "rows written"),
    ]


def _distribute(practice: Practice, clients: int) -> tuple[float, Any, list[Any]]:
    from identities.models import Identity
    from mandates.actions import distribute_in_bulk
    from portal.core import jobs
    from rights.actions.groups import add_members, create_group

    rows = Identity.objects.for_actor(practice.actor).filter(email__startswith="m")
    people = list(rows.values_list("pk", flat=True))
    numbers = [str(practice.first + n) for n in range(clients)]
    began = time.perf_counter()
    group = create_group(actor=practice.actor, organisation=practice.organisation, name="Holdet")
    add_members(actor=practice.actor, group=group, identities=people)
    job = distribute_in_bulk(actor=practice.actor, group=group, name="Kunderne", numbers=numbers)
    while jobs.work(job.pk):
        pass
    seconds = time.perf_counter() - began
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"done": clients, "errors": []}), (job.state, job.result)
    return seconds, group, people


def _compare(practice: Practice, clients: int, people: list[Any]) -> None:
    """10,000 questions over all clients, rights and staff are a yes; the administrator, who is not in the group, a no."""
    from portal.core.permissions import Level
    from rights.queries.decision import decide
    from rights.rules.decision import Question

    def question(person: Any, n: int) -> Question:
        return Question(identity=person, right=practice.rights[n % 5].key, level=Level.SUBSTANTIAL,
                        acted_for=str(practice.first + n * 7 % clients))  # fmt: skip

    for first in range(0, 10_000, 500):
        answers = decide([question(people[n % len(people)], n) for n in range(first, first + 500)])
        assert all(each.granted for each in answers)
    assert not any(each.granted for each in decide([question(practice.clerk.pk, n) for n in range(500)]))


def _ids(table: str) -> set[Any]:
    from django.db import connection

    key = "entry_id" if table == "core_auditpayload" else "id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {table}")  # noqa: S608 - a constant
        return {row[0] for row in cursor.fetchall()}


def _copy_again(new: dict[str, list[Any]]) -> float:
    """The very rows, taken out as the owner and copied in again, indexes and constraints and all."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table in WRITTEN:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        columns = {table: _columns(cursor, table) for table in WRITTEN}
        saved = {table: _taken(cursor, table, columns[table], new[table]) for table in WRITTEN}
        for table in reversed(WRITTEN):
            key = "entry_id" if table == "core_auditpayload" else "id"
            cursor.execute(f"DELETE FROM {table} WHERE {key} = ANY(%s)", [new[table]])  # noqa: S608
        cursor.execute("VACUUM ANALYZE")
        began = time.perf_counter()
        for table in WRITTEN:
            with cursor.copy(f"COPY {table} ({columns[table]}) FROM STDIN") as into:
                into.write(saved[table])
        seconds = time.perf_counter() - began
        for table in WRITTEN:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return seconds


def _taken(cursor: Any, table: str, columns: str, ids: list[Any]) -> bytes:
    key = "entry_id" if table == "core_auditpayload" else "id"
    cursor.execute("DROP TABLE IF EXISTS wanted")
    kind = "bigint" if table in ("rights_groupmember", "rights_clientgroupmember", "core_chunk") else "uuid"
    cursor.execute(f"CREATE TEMP TABLE wanted AS SELECT unnest(%s::{kind}[]) AS id", [ids])
    sql = f"COPY (SELECT {columns} FROM {table} WHERE {key} IN (SELECT id FROM wanted)) TO STDOUT"  # noqa: S608
    with cursor.copy(sql) as out:
        return b"".join(bytes(block) for block in out)


def _columns(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    )
    return str(cursor.fetchone()[0])
