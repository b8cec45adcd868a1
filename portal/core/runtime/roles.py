"""The roles and databases of the embedded cluster: one role migrates, another runs and owns nothing."""

import psycopg
from psycopg import sql

from .places import APP_ROLE, BROKER_ROLE, OWNER_ROLE
from .postgres import Cluster

# database -> (owner, the roles that may connect beside it)
DATABASES = {"portal": (OWNER_ROLE, [APP_ROLE]), "broker": (BROKER_ROLE, [])}


def provision(cluster: Cluster, *, owner_creates_databases: bool = False) -> None:
    """Create what is missing, twice as well as once. Test clusters let the owner create the test database."""
    with cluster.connect() as connection:
        for role in (OWNER_ROLE, APP_ROLE, BROKER_ROLE):
            _role(connection, role)
        if owner_creates_databases:
            connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER_ROLE)))
        for name, (owner, guests) in DATABASES.items():
            _database(connection, name, owner, guests)


def _exists(connection: psycopg.Connection, query: sql.SQL, name: str) -> bool:
    return connection.execute(query, [name]).fetchone() is not None


def _role(connection: psycopg.Connection, role: str) -> None:
    if not _exists(connection, sql.SQL("SELECT 1 FROM pg_roles WHERE rolname = %s"), role):
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))


def _database(connection: psycopg.Connection, name: str, owner: str, guests: list[str]) -> None:
    database = sql.Identifier(name)
    if not _exists(connection, sql.SQL("SELECT 1 FROM pg_database WHERE datname = %s"), name):
        create = sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(owner))
        connection.execute(create)
    connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(database))
    for guest in guests:
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(guest))
        )
