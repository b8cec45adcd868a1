"""40,000 identities from a file, traced, beside COPY of the same rows into the same tables."""

import time
from typing import Any

from tests.benchmarks import Figure

TABLES = ("identities_identity", "core_auditentry", "core_auditpayload")


def run(rows: int = 40_000) -> list[Figure]:
    from identities import actions
    from portal.core import jobs

    _owner_truncates()  # what another measurement in the same run has left
    actor = _administrator()
    head = "Fornavn;Efternavn;E-mail;RID\n"
    text = head + "".join(f"Person{n};Prøve;p{n}@stor.example;{n:08}\n" for n in range(rows))
    upload = actions.read_upload(actor=actor, content=text.encode(), file_name="b.csv")
    upload = actions.try_upload(actor=actor, upload=upload, mapping=upload.mapping)
    upload = actions.start_upload(actor=actor, upload=upload)
    began = time.perf_counter()
    while jobs.work(upload.job):
        pass
    ours = time.perf_counter() - began
    copied = _copy_back(rows)
    return [Figure("bulk_create", ours / copied, 5, "lower", "the job's chunks over COPY of the same rows")]


def _copy_back(rows: int) -> float:
    """The very rows the job made, taken out and copied in again, indexes and all."""
    from django.db import connection

    saved: dict[str, bytes] = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            columns = _columns(cursor, table)
            with cursor.copy(f"COPY (SELECT {columns} FROM {table}) TO STDOUT") as out:
                saved[table] = b"".join(bytes(block) for block in out)
    _owner_truncates()
    began = time.perf_counter()
    with connection.cursor() as cursor:
        for table, content in saved.items():
            with cursor.copy(f"COPY {table} ({_columns(cursor, table)}) FROM STDIN") as into:
                into.write(content)
        cursor.execute("SELECT count(*) FROM identities_identity")
        assert cursor.fetchone()[0] >= rows
    return time.perf_counter() - began


def _columns(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''",
        [table],
    )
    return str(cursor.fetchone()[0])


def _owner_truncates() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _administrator() -> Any:
    from portal.core.permissions import ADMINISTRATOR_ROLES
    from tests.cast import make_actor, make_identity, make_organisation, make_user

    organisation = make_organisation("99000155", "Stor Lønliste A/S")
    identity = make_identity(organisation, make_user("Bente Bundgaard"), roles=ADMINISTRATOR_ROLES)
    return make_actor(identity, ADMINISTRATOR_ROLES)
