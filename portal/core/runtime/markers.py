"""What was done to a database, remembered in the database itself: a new one knows nothing of it."""

import json
from collections.abc import Callable

import psycopg
from psycopg import sql

# The role that migrates owns this table wherever the database lies, so it may always write the comment.
PLACE = "django_migrations"


def once_per_database(url: str, name: str, content: str, work: Callable[[], object]) -> bool:
    """Do `work` unless database `url` remembers `name` as done for this content. True if it was done now.

    The notes are a JSON object in the comment on Django's table of migrations; `url` names its owner.
    """
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        if _notes(connection).get(name) == content:
            return False
    work()
    with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
        notes = json.dumps({**_notes(connection), name: content})
        comment = sql.SQL("COMMENT ON TABLE {} IS {}").format(sql.Identifier(PLACE), sql.Literal(notes))
        connection.execute(comment)
    return True


def _notes(connection: psycopg.Connection) -> dict[str, str]:
    row = connection.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [PLACE]).fetchone()
    try:
        notes = json.loads(row[0]) if row and row[0] else {}
    except ValueError:
        notes = {}
    return notes if isinstance(notes, dict) else {}
