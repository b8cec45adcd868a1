"""The country as the desk steers it: every company in one cell, days against the plan, who is stuck and why."""

import datetime

import pytest
from django.utils import timezone

from migration_flow.models import Move
from migration_flow.queries import steering
from tests.migration_flow.test_move_plan import companies, day, waves
from tests.web.desk import at_the_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def country():
    from migration_flow import actions
    from portal.core.actors import Actor

    companies(6)
    waves()
    actions.plan_companies(actor=Actor.system("test"))
    ids = list(Move.objects.across_organisations("test").order_by("cvr").values_list("pk", flat=True))
    long_ago = timezone.now() - datetime.timedelta(days=40)
    put(ids[0], state="moved", moved_at=timezone.now())
    put(ids[1], state="invited", invited_at=long_ago)
    put(ids[2], state="deciding", started_at=long_ago)
    put(ids[3], state="other_path")
    return ids


def put(pk, **fields):
    Move.objects.across_organisations("test").filter(pk=pk).update(**fields)


def test_every_company_is_in_one_cell(country):
    [line] = steering.funnel()
    assert (line["name"], line["total"], sum(line["cells"])) == ("S1", 6, 6)
    assert line["cells"] == [2, 1, 1, 0, 1, 0, 1]
    assert [each["total"] for each in steering.funnel("wave__number")] == [6]


def test_days_show_what_moved_beside_plan_and_capacity(country):
    span = {row[0]: row[1:] for row in steering.days(day(-10), day(20))}
    assert span[timezone.localdate()][0] == 1
    assert sum(planned for _moved, planned, _capacity in span.values()) == 6
    assert {capacity for _moved, _planned, capacity in span.values()} == {2}


def test_who_is_stuck_and_why(country):
    told = {str(each["why"])[:20]: each["companies"][0]["cvr"] for each in steering.stuck()}
    assert set(told.values()) == {"99000001", "99000002", "99000003"}


def test_the_forecast_goes_on_as_the_last_two_weeks(country):
    told = steering.forecast()
    assert told["left"] == 4
    assert told["ends_on"] == day(4 * 14)


def test_the_page_of_the_desk(country):
    page = at_the_desk().client.get("/support/flytningen/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "<svg" in text
    assert "Begyndt for over 14 dage siden" in text
    assert "Firma 2" in text


def test_case_work_holds_a_move_and_lets_it_go_on(country, bakery):
    from tests.web.desk import REASON, inside, open_organisation

    move = Move.objects.create(cvr=bakery.cvr, name=bakery.name, segment="S2", organisation=bakery)
    agent = at_the_desk()
    open_organisation(agent, bakery.cvr)
    assert "Sæt flytningen på pause" in agent.client.get(inside(bakery.cvr, "flytning/")).content.decode()
    assert agent.client.post(inside(bakery.cvr, "flytning/pause/"), {"reason": REASON}).status_code == 302
    move.refresh_from_db()
    assert move.state == "paused"
    assert REASON in move.paused_because
    assert agent.client.post(inside(bakery.cvr, "flytning/videre/"), {"reason": REASON}).status_code == 302
    move.refresh_from_db()
    assert move.state == "invited"
