"""Which way a company goes, and until when what it carries over can be confirmed."""

import datetime

import pytest
from django.utils import timezone

from mandates.models import Mandate
from migration_flow import actions
from migration_flow.models import LegacyAdministrator, LegacyCompany, Wave
from migration_flow.queries.segments import segment_of
from migration_flow.rules.segments import one_signs_alone
from portal.agreements.models import RegisterCompany
from portal.core.actors import Actor
from tests.migration_flow.country import FROM, employee, legacy_bakery
from tests.migration_flow.test_move_company import carry_out, decide_everything

CVR = "99000015"
ALONE, TOGETHER = "Selskabet tegnes af en direktør.", "Selskabet tegnes af to direktører i forening."


def company(people=1, rule=ALONE, form=80, status="NORMAL", registered=True, **fields):
    LegacyCompany.objects.create(cvr=CVR, name="Aaby", form_code=form, status=status, **fields, **FROM)
    for n in range(people):
        employee(CVR, f"4263{n:04}", f"Person {n}")
    if registered:
        RegisterCompany.objects.create(cvr=CVR, name="Aaby", form_code=form, status=status, signing_rule=rule)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "S1"),
        ({"form": 10, "rule": ""}, "S1"),
        ({"people": 3}, "S2"),
        ({"people": 4}, "S3"),
        ({"people": 50}, "S4"),
        ({"people": 50, "rule": TOGETHER}, "S4"),
        ({"lss": True}, "S5"),
        ({"form": 250, "rule": ""}, "S5"),
        ({"form": 115, "rule": ""}, "S6"),
        ({"rule": TOGETHER}, "S7"),
        ({"rule": "Selskabet tegnes efter månens stilling."}, "S7"),
        ({"status": "UNDER KONKURS"}, "S9"),
        ({"status": "UNDER KONKURS", "people": 50}, "S9"),
        ({"registered": False}, "S10"),
        ({"form": 210}, "S10"),
    ],
)
def test_the_first_line_that_fits(db, facts, expected):
    company(**facts)
    assert segment_of(CVR) == expected


def test_a_board_that_signs_together_is_not_one_person():
    assert one_signs_alone(ALONE, 80)
    assert not one_signs_alone(TOGETHER, 80)
    assert not one_signs_alone("Selskabet tegnes af den samlede bestyrelse.", 60)


def test_the_move_knows_its_segment_from_the_legacy_data(anne):
    legacy_bakery()
    RegisterCompany.objects.create(cvr=CVR, name="Aaby", form_code=80, signing_rule=ALONE)
    assert actions.start_move(actor=anne.actor).segment == "S2"


def test_whoever_administers_several_companies_is_found_over_the_country(db):
    company(people=2)
    LegacyCompany.objects.create(cvr="99000023", name="Anden", form_code=80, status="NORMAL", **FROM)
    RegisterCompany.objects.create(cvr="99000023", name="Anden", form_code=80, signing_rule=ALONE)
    employee("99000023", "1", "Person 0", person_key="person 0|same")
    employee(CVR, "2", "Person 0", person_key="person 0|same")
    for cvr, rid in ((CVR, "2"), ("99000023", "1")):
        LegacyAdministrator.objects.create(cvr=cvr, rid=rid, role="SUPERADMINISTRATOR", **FROM)
    actions.plan_companies(actor=Actor.system("test"))
    from migration_flow.models import Move

    planned = dict(Move.objects.across_organisations("test").values_list("cvr", "segment"))
    assert planned == {CVR: "S8", "99000023": "S8"}


def wave(closes_on):
    today = timezone.localdate()
    return Wave.objects.create(number=1, name_da="Opsamling", name_en="Clean-up", segments=["S2"],
                               opens_on=today - datetime.timedelta(days=300), closes_on=closes_on, capacity_per_day=10)  # fmt: skip


@pytest.mark.parametrize(("days", "least"), [(200, 200), (-30, 90)])
def test_what_is_carried_over_asks_for_its_confirmation_until_the_clean_up_ends(anne, carl, days, least):
    wave(timezone.localdate() + datetime.timedelta(days=days))
    legacy_bakery()
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    carry_out(anne.actor)
    until = Mandate.objects.for_actor(anne.actor).get().answer_before
    assert abs((until - timezone.now()).days - least) <= 1
