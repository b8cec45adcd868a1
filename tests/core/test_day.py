"""One day for Python and SQL: Denmark's."""

import pytest
from django.db import connections


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize("alias", ["default", "owner"])
def test_the_database_counts_days_as_denmark_does(alias):
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT timestamptz '2026-06-30 22:30+00' :: date :: text")
        assert cursor.fetchone()[0] == "2026-07-01"
