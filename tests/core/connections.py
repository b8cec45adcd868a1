"""A second session of the app's role, for races."""

import psycopg
from django.db import connection


def second_connection(**options) -> psycopg.Connection:
    params = connection.get_connection_params()
    wanted = {k: v for k, v in params.items() if k in ("host", "port", "user", "password", "dbname")}
    return psycopg.connect(**wanted, **options)
