"""A legacy company of any size, made in the database, and its administrator; for the benchmarks of a move."""

from typing import Any

_EMPLOYEES = """
INSERT INTO migration_flow_legacyemployee (cvr, delivery, line, findings, rid, given_name, surname, email, phone, department,
    employee_group, p_number, status, person_key, last_used_on)
SELECT %s, 1, n, '{}', (42000000 + n)::text, 'Person' || n, 'Prøve', 'p' || n || '@' || %s || '.example', '', 'Afdeling', '', '',
       'AKTIV', '', current_date
FROM generate_series(1, %s) n
"""
_RIGHTS = """
INSERT INTO migration_flow_legacyright (cvr, delivery, line, findings, rid, service, "right", scope_type, scope_value)
SELECT %s, 1, n, '{}', (42000001 + n %% %s)::text, 'BENCH', 'R' || (n / %s), 'CVR', %s FROM generate_series(0, %s - 1) n
"""


def company(cvr: str, people: int, rights: int) -> Any:
    """The actor of a connected organisation whose legacy data have so many employees and rights."""
    from django.db import connection

    from migration_flow.models import LegacyCompany
    from portal.core.permissions import ADMINISTRATOR_ROLES
    from rights.models import ITSystem, Right
    from tests.cast import make_actor, make_identity, make_organisation, make_user

    organisation = make_organisation(cvr, f"Firma {cvr}")
    identity = make_identity(organisation, make_user(f"Anne {cvr}"), roles=ADMINISTRATOR_ROLES)
    LegacyCompany.objects.create(cvr=cvr, name=organisation.name, status="NORMAL", delivery=1, line=2)
    system, _ = ITSystem.objects.get_or_create(
        code="bench", defaults={"name_da": "Bench", "name_en": "Bench"}
    )
    for n in range(rights // people + 1):
        Right.objects.get_or_create(
            legacy_service="BENCH", legacy_right=f"R{n}",
            defaults={"system": system, "key": f"urn:bench:{n}", "name_da": f"R{n}", "name_en": f"R{n}"},
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_EMPLOYEES, [cvr, cvr, people])
        cursor.execute(_RIGHTS, [cvr, people, people, cvr, rights])
    return make_actor(identity, ADMINISTRATOR_ROLES)


def decided(actor: Any) -> Any:
    """Begin the move and take every proposal."""
    from django.db import connection

    from migration_flow import actions
    from migration_flow.models import Decision

    move = actions.start_move(actor=actor)
    for item in Decision.Item.values:
        actions.accept_proposals(actor=actor, item=item)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE migration_flow_decision")
        cursor.execute("ANALYZE migration_flow_legacyemployee")
        cursor.execute("ANALYZE migration_flow_legacyright")
    return move


def one_chunk(job: Any, number: int = 0) -> float:
    """Seconds of one chunk, as a worker does it."""
    import time

    from portal.core import jobs
    from portal.core.models import Chunk

    chunk = Chunk.objects.select_related("job").get(job=job, number=number)
    chunk.attempts += 1
    began = time.perf_counter()
    assert jobs._do(chunk) == 1, Chunk.objects.get(pk=chunk.pk).error
    return time.perf_counter() - began
