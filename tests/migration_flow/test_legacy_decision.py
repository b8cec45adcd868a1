"""Old and new side by side: until a company has moved, its legacy rights answer."""

from migration_flow.models import Move
from migration_flow.queries import legacy_decision
from tests.migration_flow.country import legacy_bakery


def test_a_right_of_an_active_employee_is_a_yes(bakery):
    legacy_bakery()
    assert legacy_decision("99000015", "42630001", "TASTSELV", "MOMS") is True


def test_a_right_for_the_whole_company_covers_a_unit(bakery):
    legacy_bakery()
    assert legacy_decision("99000015", "42630001", "TASTSELV", "MOMS", "p", "1999900018") is True


def test_somebody_without_the_right_and_somebody_inactive_get_a_no(bakery):
    legacy_bakery()
    assert legacy_decision("99000015", "42630002", "TASTSELV", "MOMS") is False
    assert legacy_decision("99000015", "42630009", "TASTSELV", "MOMS") is False


def test_a_company_that_has_moved_or_was_never_there_is_not_answered_for(bakery):
    legacy_bakery()
    Move.objects.create(cvr="99000015", name="x", segment="S2", state="moved", organisation=bakery)
    assert legacy_decision("99000015", "42630001", "TASTSELV", "MOMS") is None
    assert legacy_decision("99000031", "42630001", "TASTSELV", "MOMS") is None
