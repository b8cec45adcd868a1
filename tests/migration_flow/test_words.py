"""A decision page says names, not codes; what nobody knows keeps its code; few queries however many rows."""

import pytest

from migration_flow.models import LegacyAdministrator, LegacyEmployee, LegacyMandate, LegacyRight, LegacyUnit
from migration_flow.queries.words import say
from portal.agreements.models import RegisterCompany
from rights.models import ITSystem, Right

CVR = "99000015"


@pytest.fixture
def known(db):
    LegacyEmployee.objects.create(cvr=CVR, rid="1", given_name="Åse", surname="Ø", delivery=1, line=2)
    RegisterCompany.objects.create(cvr="99000031", name="Revisor A/S", form_code=60)
    system = ITSystem.objects.create(code="skat", name_da="TestSelv", name_en="TestSelf")
    Right.objects.create(system=system, key="urn:x:moms", name_da="Indberet moms", name_en="VAT",
                         legacy_service="SKAT", legacy_right="MOMS")  # fmt: skip


def right(rid: str, code: str, scope: str = "CVR") -> LegacyRight:
    return LegacyRight(
        cvr=CVR, rid=rid, service="SKAT", right=code, scope_type=scope, scope_value="1900000001"
    )


def test_rights_name_the_person_the_right_and_the_limit(known):
    rows = [right("1", "MOMS"), right("1", "MOMS", "P"), right("2", "UKENDT")]
    say(rows)
    assert [str(row) for row in rows] == [
        "Åse Ø: Indberet moms, TestSelv", "Åse Ø: Indberet moms, TestSelv (P 1900000001)", "2: SKAT UKENDT",
    ]  # fmt: skip


def test_administrators_are_named_with_the_roles_they_get(known):
    rows = [
        LegacyAdministrator(cvr=CVR, rid="1", role="SUPERADMINISTRATOR"),
        LegacyAdministrator(cvr=CVR, rid="2", role="X"),
    ]
    say(rows)
    assert [str(row) for row in rows] == ["Åse Ø: Organisationsadministrator, Brugeradministrator", "2: X"]


def test_mandates_name_the_other_company(known):
    rows = [
        LegacyMandate(cvr=CVR, grantee_cvr=each, service="SKAT", right="MOMS")
        for each in ("99000031", "99000058")
    ]
    say(rows)
    assert str(rows[0]) == "Revisor A/S må handle for jer: Indberet moms, TestSelv"
    assert str(rows[1]).startswith("99000058 må handle")


def test_a_unit_keeps_its_number_and_gets_its_name(db):
    row = LegacyUnit(cvr=CVR, p_number="1900000001", name="Butikken")
    say([row])
    assert str(row) == "1900000001 Butikken"


def test_the_names_cost_two_queries_for_a_page_of_any_length(known, django_assert_num_queries):
    with django_assert_num_queries(2):
        say([right("1", "MOMS") for _ in range(200)])


def test_nothing_to_say_costs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        say([])
