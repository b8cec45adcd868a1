"""Organisations outside the register: on approval they keep the number the legacy system has them under."""

import pytest

from migration_flow.models import LegacyCompany
from migration_flow.queries import legacy_number
from portal.agreements.models import Organisation, RegisterCompany
from tests.migration_flow.country import FROM, employee

NUMBER, NAME = "99990147", "Northmere Trading Ltd."


@pytest.fixture
def legacy(db):
    LegacyCompany.objects.create(cvr=NUMBER, name=NAME, form_code=210, status="NORMAL", **FROM)
    employee(NUMBER, "1", "Nora North")


@pytest.mark.parametrize(
    ("name", "number", "found"),
    [(NAME, NUMBER, NUMBER), (NAME.upper(), "9999 0147", NUMBER), ("En anden", NUMBER, ""), (NAME, "", ""),
     (NAME, "SC 123456", "")],
)  # fmt: skip
def test_name_and_number_must_both_be_the_legacy_systems(legacy, name, number, found):
    assert legacy_number(name, number) == found


def test_a_company_of_the_register_is_never_taken_by_telling_its_number(legacy):
    RegisterCompany.objects.create(cvr=NUMBER, name=NAME, form_code=80)
    assert legacy_number(NAME, NUMBER) == ""


def test_the_approved_organisation_finds_what_it_can_move(legacy):
    from portal.agreements.actions.conclude import _without_cvr
    from portal.agreements.models import Connection
    from portal.core import trace
    from portal.core.actors import Actor

    case = Connection(organisation_name=NAME, organisation_facts={"number": NUMBER})
    with trace.collecting("test"):
        organisation = _without_cvr(Actor.system("test"), case)
    assert Organisation.objects.across_organisations("test").get().cvr == organisation.cvr == NUMBER
