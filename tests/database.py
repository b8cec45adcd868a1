"""The test database: made and migrated by the owner, used as the app role, flushed as the owner."""

import os
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import TransactionTestCase

from tests import schema

_HOME, _APP = os.environ["OWNER_DATABASE_URL"], os.environ["DATABASE_URL"]


def _owner() -> psycopg.Connection:
    params = connections["owner"].get_connection_params()
    return psycopg.connect(
        **{k: v for k, v in params.items() if k in ("host", "port", "user", "password", "dbname")}
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> Iterator[None]:
    from rights.actions import decision_log

    with django_db_blocker.unblock():
        name = f"test_portal_{os.getpid()}"
        _drop(name)
        _maintenance(f'CREATE DATABASE "{name}"')
        _use(name)
        schema.make(os.environ["OWNER_DATABASE_URL"])
        _keep_reference_rows()
        TransactionTestCase._fixture_teardown = _flush  # type: ignore[assignment,method-assign]
    yield
    with django_db_blocker.unblock():
        decision_log.flush()
        for alias in connections:
            connections[alias].close()
        _drop(name)


def _use(name: str) -> None:
    """Point both connections, and every process a test starts, at the test database."""
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = settings.DATABASES["owner"]["NAME"] = name
    for variable in ("DATABASE_URL", "OWNER_DATABASE_URL"):
        head, _, query = os.environ[variable].partition("?")
        os.environ[variable] = head.rsplit("/", 1)[0] + f"/{name}" + (f"?{query}" if query else "")


def _drop(name: str) -> None:
    """What another thread of the run left open is ended by the app role itself: the owner may not.

    Nor may it end an autovacuum that is at work in the database; that ends by itself in a moment."""
    with psycopg.connect(_APP, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
            [name],
        )
    for _ in range(600):
        try:
            return _maintenance(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.1)
    raise AssertionError(f"{name} could not be dropped")


def _maintenance(*statements: str) -> None:
    """Run as owner from the database the servers came with."""
    with psycopg.connect(_HOME, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _tables(connection: psycopg.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'django_migrations'"
    ).fetchall()
    return [row[0] for row in rows]


def _keep_reference_rows() -> None:
    """What migrations put in (terms, prices, content types) is kept aside and put back after each flush."""
    with _owner() as connection:
        connection.execute("CREATE SCHEMA kept")
        for table in _tables(connection):
            if connection.execute(f'SELECT 1 FROM "{table}" LIMIT 1').fetchone():
                connection.execute(f'CREATE TABLE kept."{table}" AS TABLE "{table}"')


def _flush(self: Any) -> None:
    connections["default"].close()
    with _owner() as connection:
        tables = _tables(connection)
        quoted = ", ".join(f'"{table}"' for table in tables)
        connection.execute("SET LOCAL lock_timeout = '20s'")
        guarded = connection.execute(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"
        ).fetchall()
        for (table,) in guarded:
            connection.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        connection.execute(f"TRUNCATE {quoted} CASCADE")
        for (table,) in connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'kept'"
        ).fetchall():
            columns = ", ".join(
                f'"{row[0]}"'
                for row in connection.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                    " AND NOT attisdropped AND attgenerated = ''",
                    [f'public."{table}"'],
                ).fetchall()
            )
            connection.execute("SET CONSTRAINTS ALL DEFERRED")
            connection.execute(f'INSERT INTO "{table}" ({columns}) SELECT {columns} FROM kept."{table}"')
        for (table,) in guarded:
            connection.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')
