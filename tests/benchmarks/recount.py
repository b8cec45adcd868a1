"""The nightly recount of the whole country beside one sequential scan of the same tables."""

import time
from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._owner import analyse

ORGANISATIONS, IDENTITIES = 700_000, 1_600_000
# Sizes as in the country: nine in ten have at most three, a few have tens of thousands.
FILL_ORGANISATIONS = """
INSERT INTO agreements_organisation (id, cvr, name, form_code, is_public, state, allows_private_mitid,
    allowed_authenticators, asks_for_cpr, cpr_purpose, allows_pseudonyms, allows_self_request, four_eyes)
SELECT gen_random_uuid(), lpad(n::text, 8, '0'), 'Virksomhed ' || n, 60, false, 'connected', true, '[]', false, '',
       false, false, false
FROM generate_series(1, %s) AS n
"""
FILL_IDENTITIES = """
INSERT INTO identities_identity (id, organisation_id, kind, source, state, given_name, surname, email, phone, p_number,
    se_number, department, is_pseudonym, pseudonym, language, may_sign, version)
SELECT gen_random_uuid(), o.id, 'ordinary', 'moved', 'suspended', 'Person', n::text, '', '', '', '', '', false, '', 'da',
       true, 1
FROM (SELECT id, row_number() OVER () AS place FROM agreements_organisation) o
CROSS JOIN LATERAL generate_series(1, CASE WHEN place %% 200000 = 0 THEN 20000 WHEN place %% 1000 = 0 THEN 200
    WHEN place %% 10 = 0 THEN 8 ELSE 1 + (place %% 2)::int END) AS n LIMIT %s
"""
SCANNED = ("identities_identity", "identities_liveperiod", "identities_charge", "agreements_organisation")


def run(organisations: int = ORGANISATIONS, identities: int = IDENTITIES) -> list[Figure]:
    import resource

    from django.db import connection

    from identities import actions
    from portal.core.actors import Actor

    with connection.cursor() as cursor:
        cursor.execute(FILL_ORGANISATIONS, [organisations])
        cursor.execute(FILL_IDENTITIES, [identities])
    analyse()
    system = Actor.system("benchmark")
    actions.recount(actor=system)  # the first night raises all of them; the nights after are measured
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    scan = min(_seconds(_scan) for _ in range(3))
    night = min(_seconds(lambda: actions.recount(actor=system)) for _ in range(3))
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return [
        Figure("recount", night / scan, 10, "lower", "nightly recount over one scan of the tables it reads"),
        Figure(
            "recount_memory",
            grown,
            20,
            "lower",
            "megabytes the process grows by, whatever the number of rows",
        ),
    ]


def _seconds(work: Any) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _scan() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0")
        for table in SCANNED:
            cursor.execute(f"SELECT count(*), max(t::text) FROM {table} t")
        cursor.execute("RESET max_parallel_workers_per_gather")
