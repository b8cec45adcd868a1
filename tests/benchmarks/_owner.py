"""What only the owner of the tables may do: the statistics autovacuum would have made by then."""


def analyse() -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
