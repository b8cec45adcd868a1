"""How PostgreSQL is to plan the statements of a large company's move."""

from django.db import connection

from migration_flow.models import Move

MANY = 2000  # users


def plan_for_many(move: Move) -> None:
    """Inside a transaction that fills tables or empties them by the ten thousands: the planner still counts them by what
    it knew before, and would go through all rows for each one. Joined by hash the cost grows with the rows only; a small
    company keeps its look-ups by index."""
    if move.counts.get("employee", {}).get("total", 0) > MANY:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_nestloop = off")
