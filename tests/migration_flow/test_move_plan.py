"""The plan as data: days within capacity, invitations with letters, own date, a counted later, pause."""

import datetime

import pytest
from django.utils import timezone

from migration_flow import actions
from migration_flow.actions.plan import working_days
from migration_flow.models import LegacyCompany, Letter, Move, Wave
from migration_flow.queries import timing
from portal.agreements.models import RegisterCompany
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from portal.core.models import OutgoingMail
from tests.cast import make_identity, make_user
from tests.migration_flow.country import FROM, employee

SYSTEM = Actor.system("plan")
CVR = "99000015"


def day(n):
    return timezone.localdate() + datetime.timedelta(days=n)


def waves(capacity=2, postponements=1, opens=-10, closes=30):
    fields = {"number": 1, "name_da": "Hoved", "name_en": "Main", "segments": ["S0", "S1", "S2"],
              "opens_on": day(opens).isoformat(), "closes_on": day(closes).isoformat(), "capacity_per_day": capacity,
              "postponements": postponements, "employee_postponements": 3}  # fmt: skip
    return actions.make_waves(actor=SYSTEM, waves=[fields])


def companies(n):
    for place in range(n):
        cvr = f"9900{place:04}"
        LegacyCompany.objects.create(cvr=cvr, name=f"Firma {place}", form_code=10, status="NORMAL",
                                     email=f"post@{cvr}.example", street="Gaden", house_number="7", **FROM)  # fmt: skip
        RegisterCompany.objects.create(cvr=cvr, name=f"Firma {place}", form_code=10)
        employee(cvr, "1", "Eva Ejer")


@pytest.fixture
def planned(db):
    companies(7)
    waves()
    return actions.plan_companies(actor=SYSTEM)


def moves():
    return Move.objects.across_organisations("test")


def test_every_company_has_a_day_and_no_day_more_than_it_can_carry(planned):
    assert planned == {"planned": 7, "placed": 7, "without": 0}
    by_day = {}
    for each in moves():
        by_day[each.planned_on] = by_day.get(each.planned_on, 0) + 1
    assert max(by_day.values()) == 2
    assert all(each.weekday() < 5 for each in by_day)


def test_planning_twice_changes_nothing_and_a_new_company_finds_the_next_room(planned):
    before = dict(moves().values_list("cvr", "planned_on"))
    companies_more = LegacyCompany.objects.create(
        cvr="99009999", name="Ny", form_code=10, status="NORMAL", **FROM
    )
    RegisterCompany.objects.create(cvr="99009999", name="Ny", form_code=10)
    assert actions.plan_companies(actor=SYSTEM)["planned"] == 1
    after = dict(moves().values_list("cvr", "planned_on"))
    new = after.pop(companies_more.cvr)
    assert after == before
    assert new == max(before.values())


def test_an_owner_who_only_used_private_nemid_is_in_the_plan_from_the_register(planned):
    RegisterCompany.objects.create(cvr="99008888", name="Kun Ejer", form_code=10)
    actions.plan_companies(actor=SYSTEM)
    assert moves().get(cvr="99008888").segment == "S0"


def test_no_invitations_on_weekends_and_holidays():
    days = working_days(datetime.date(2027, 3, 22), datetime.date(2027, 4, 2))
    assert datetime.date(2027, 3, 26) not in days  # Good Friday
    assert datetime.date(2027, 3, 29) not in days  # Easter Monday
    assert len(days) == 7


def test_whose_day_has_come_is_invited_with_a_letter_for_each_reader(planned, client):
    due = moves().filter(planned_on__lte=timezone.localdate()).count()
    invited = 0
    while n := actions.invite_due(actor=SYSTEM, limit=3):
        invited += n
    assert invited == due == moves().filter(state="invited").count()
    letters = Letter.objects.across_organisations("test")
    assert letters.filter(audience="owner").count() == letters.filter(audience="administrator").count() == due
    assert letters.first().facts["street"] == "Gaden 7"
    assert OutgoingMail.objects.filter(template="migration_flow/invitation").count() == due


@pytest.fixture
def ours(anne):
    LegacyCompany.objects.create(cvr=CVR, name="Aaby", form_code=10, status="NORMAL", **FROM)
    RegisterCompany.objects.create(cvr=CVR, name="Aaby", form_code=10)
    employee(CVR, "1", "Anne Aagaard")
    waves()
    actions.plan_companies(actor=SYSTEM)
    return moves().select_related("wave").get()


def test_the_company_chooses_its_day_within_the_window_where_there_is_room(ours, anne):
    assert actions.choose_date(actor=anne.actor, day=day(5)).chosen_date == day(5)
    with pytest.raises(RuleBroken, match="Vælg en dag fra"):
        actions.choose_date(actor=anne.actor, day=day(31))
    with pytest.raises(RuleBroken, match="Vælg en dag fra"):
        actions.choose_date(actor=anne.actor, day=day(-1))


def test_a_company_may_begin_before_it_is_invited(ours, anne):
    assert (ours.state, ours.invited_at) == ("planned", None)
    assert actions.start_move(actor=anne.actor).state == "deciding"


def test_a_full_day_is_full(ours, anne):
    for n in range(2):
        Move.objects.create(cvr=f"9900100{n}", name="x", segment="S1", chosen_date=day(6))
    with pytest.raises(RuleBroken, match="fuld"):
        actions.choose_date(actor=anne.actor, day=day(6))


def test_later_a_counted_number_of_times_then_everything_leads_to_the_move(ours, anne):
    assert not timing.must_move(ours)
    actions.postpone(actor=anne.actor, until=day(3))
    with pytest.raises(RuleBroken, match="brugt jeres udsættelser"):
        actions.postpone(actor=anne.actor, until=day(4))
    ours.refresh_from_db()
    assert not timing.must_move(ours)
    ours.chosen_date = day(-1)
    assert timing.must_move(ours)


def test_when_later_is_spent_only_the_emergency_lane_and_the_move_are_open(ours, anne, log_in):
    actions.postpone(actor=anne.actor, until=day(3))
    moves().update(chosen_date=day(-1))
    client = log_in(anne)
    assert client.get(f"/{CVR}/indstillinger/")["Location"] == f"/{CVR}/flytning/hvornaar/"
    fired = make_identity(anne.organisation, make_user("Fyret Fyr"), "Fyret Fyr")
    assert (
        client.post(f"/{CVR}/brugere/{fired.pk}/spaer/", {"reason": "Er fratrådt i dag"}).status_code == 302
    )
    fired.refresh_from_db()
    assert fired.state == "suspended"
    assert client.get(f"/{CVR}/flytning/").status_code == 200


def test_case_work_pauses_and_goes_on(ours, anne, log_in):
    actions.pause(actor=SYSTEM, move=ours, because="Fejl i registeret")
    page = log_in(anne).get(f"/{CVR}/flytning/").content.decode()
    assert "Flytningen hviler" in page
    assert "Begynd flytningen" not in page
    with pytest.raises(RuleBroken):
        actions.start_move(actor=anne.actor)
    actions.resume(actor=SYSTEM, move=moves().get())
    assert actions.start_move(actor=anne.actor).state == "deciding"


def test_the_pages_and_the_letter(ours, anne, log_in):
    moves().update(planned_on=timezone.localdate())
    actions.invite_due(actor=SYSTEM)
    client = log_in(anne)
    assert "I kan udsætte 1 gang til" in client.get(f"/{CVR}/flytning/hvornaar/").content.decode()
    told = {"day_0": day(5).day, "day_1": day(5).month, "day_2": day(5).year}
    assert client.post(f"/{CVR}/flytning/hvornaar/dag/", told).status_code == 302
    assert client.post(f"/{CVR}/flytning/hvornaar/udsaet/", told).status_code == 302
    for letter in Letter.objects.across_organisations("test"):
        assert client.get(f"/{CVR}/flytning/breve/{letter.pk}.pdf").content[:5] == b"%PDF-"


def test_a_wave_is_changed_in_place(db):
    waves()
    waves(capacity=9)
    assert Wave.objects.get().capacity_per_day == 9


def test_the_command_writes_the_shape_of_the_plan(db):
    from django.core.management import call_command

    companies(3)
    call_command("load_plan", opens=datetime.date(2027, 1, 31), capacity=40, verbosity=0)
    told = [(w.capacity_per_day, w.opens_on, w.closes_on) for w in Wave.objects.order_by("number")]
    assert told == [
        (2, datetime.date(2027, 1, 31), datetime.date(2027, 2, 27)),
        (40, datetime.date(2027, 2, 28), datetime.date(2027, 11, 27)),
        (40, datetime.date(2027, 11, 28), datetime.date(2028, 1, 27)),
    ]
    assert moves().filter(wave__number=1).count() == 3
