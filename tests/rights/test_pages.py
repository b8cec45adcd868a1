"""The pages at work: what an administrator and an employee do with them, without a line of JavaScript."""

import datetime
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.core.permissions import Level, Role
from rights import actions
from rights.models import Grant, Group, RightRequest
from rights.queries.decision import decide_one
from tests.cast import make_identity, make_user

DAY = datetime.timedelta(days=1)


def where(organisation, name, *parts):
    return reverse(f"rights:{name}", args=[organisation.cvr, *parts])


def may(identity, right, **more):
    return decide_one(identity=identity.pk, right=right.key, level=Level.HIGH, **more).granted


@pytest.fixture
def at_work(anne, log_in):
    return log_in(anne)


def grants():
    return Grant.objects.across_organisations("test")


def test_from_the_person_over_the_catalogue_to_a_limited_right_with_an_end(at_work, bakery, bo, vat, units):
    person = at_work.get(where(bakery, "person", bo.identity.pk)).content.decode()
    assert where(bakery, "choose", bo.identity.pk) in person
    catalogue = at_work.get(where(bakery, "choose", bo.identity.pk), {"q": "moms"}).content.decode()
    give = where(bakery, "give", bo.identity.pk, vat.pk)
    assert give in catalogue
    end = timezone.localdate() + 30 * DAY
    form = {
        "limit_type": "p",
        "p_number": units.ours,
        "ends_on_0": end.day,
        "ends_on_1": end.month,
        "ends_on_2": end.year,
    }
    answer = at_work.post(give, form, follow=True)
    assert "Rettigheden er tildelt." in answer.content.decode()
    grant = grants().get()
    assert (grant.limit_type, grant.limit_value) == ("p", units.ours)
    assert timezone.localtime(grant.ends_at - datetime.timedelta(seconds=1)).date() == end, (
        "until and including"
    )
    assert may(bo.identity, vat, limit_type="p", limit_value=units.ours)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"limit_type": "p"}, "Vælg det P-nummer"),
        ({"limit_type": "se"}, "Indtast det SE-nummer"),
        ({"limit_type": "se", "se_number": "123"}, "SE-nummer på 8 cifre"),
        ({"limit_type": "p", "p_number": "1900000029"}, "et af jeres egne"),
        ({"limit_type": "x"}, "Vælg, hvad rettigheden"),
        ({"limit_type": "", "ends_on_0": 1, "ends_on_1": 1, "ends_on_2": 2020}, "passeret"),
    ],
)
def test_a_wrong_answer_says_what_to_do_and_gives_nothing(at_work, bakery, bo, vat, units, form, sentence):
    page = at_work.post(where(bakery, "give", bo.identity.pk, vat.pk), form).content.decode()
    assert sentence in page
    assert not grants().exists()


def test_the_page_to_withdraw_says_what_happens_and_then_it_does(at_work, bakery, bo, vat):
    grant = Grant.objects.create(organisation=bakery, right=vat, identity=bo.identity)
    page = at_work.get(where(bakery, "withdraw", grant.pk)).content.decode()
    assert "Vil du fjerne" in page
    assert may(bo.identity, vat), "looking changes nothing"
    at_work.post(where(bakery, "withdraw", grant.pk), {"because": "Skifter opgaver"})
    assert not may(bo.identity, vat)
    grant.refresh_from_db()
    assert grant.ended_because == "Skifter opgaver"
    again = at_work.post(where(bakery, "withdraw", grant.pk))
    assert "allerede fjernet" in again.content.decode()


def test_a_right_is_renewed_in_one_click_with_the_length_it_had(at_work, bakery, bo, vat):
    now = timezone.now()
    Grant.objects.create(
        organisation=bakery,
        right=vat,
        identity=bo.identity,
        starts_at=now - 300 * DAY,
        ends_at=now + 10 * DAY,
    )
    page = at_work.get(where(bakery, "renew", grants().get().pk))
    day = page.context["form"].initial["ends_on"]
    assert timezone.localdate() + 315 * DAY <= day <= timezone.localdate() + 325 * DAY
    form = {"ends_on_0": day.day, "ends_on_1": day.month, "ends_on_2": day.year}
    at_work.post(where(bakery, "renew", grants().get().pk), form)
    assert grants().count() == 2


def test_many_are_given_and_withdrawn_from_the_lists(at_work, bakery, bo, anne, vat):
    give = where(bakery, "give_many", vat.pk)
    assert "Bo Bager" in at_work.get(give).content.decode()
    page = at_work.post(give, {"ids": [bo.identity.pk, anne.identity.pk]}, follow=True).content.decode()
    assert "2 er ændret" in page
    assert "Bo Bager" not in at_work.get(give).content.decode()
    ids = [str(pk) for pk in grants().values_list("pk", flat=True)]
    page = at_work.get(where(bakery, "withdraw_many"), {"ids": ids}).content.decode()
    assert "Bo Bager" in page
    query = "&".join(f"ids={key}" for key in ids)
    page = at_work.post(
        f"{where(bakery, 'withdraw_many')}?{query}", {"because": ""}, follow=True
    ).content.decode()
    assert "2 rettigheder er fjernet" in page
    assert not may(bo.identity, vat)


def test_nothing_chosen_is_answered_with_a_hint(at_work, bakery, vat):
    page = at_work.post(
        where(bakery, "give_many", vat.pk), {"ids": ["nonsense"]}, follow=True
    ).content.decode()
    assert "Vælg mindst én" in page
    assert "Ingen rettigheder er valgt" in at_work.get(where(bakery, "withdraw_many")).content.decode()


def test_the_catalogue_is_searched_by_names_of_both_languages_and_by_category(
    at_work, bakery, vat, make_right
):
    make_right("loen", in_basic_package=True)
    for query, shown, hidden in (
        ({"q": "moms"}, "Moms", "Loen"),
        ({"q": "(en) skat loen"}, "Loen", "Moms"),
        ({"category": "basis"}, "Loen", "Moms"),
        ({"category": "Skat"}, "Moms", "xyz"),
        ({"q": "findes ikke"}, "Intet passer", "Moms"),
    ):
        page = at_work.get(where(bakery, "catalogue"), query).content.decode()
        assert f">{shown}" in page, query
        assert f">{hidden}<" not in page, query


def test_a_retired_right_is_not_in_the_catalogue_but_its_page_is(at_work, bakery, bo, vat):
    vat.retired_at = timezone.now()
    vat.save()
    assert ">Moms<" not in at_work.get(where(bakery, "catalogue")).content.decode()
    assert "taget ud af kataloget" in at_work.get(where(bakery, "right", vat.pk)).content.decode()
    assert at_work.get(where(bakery, "give", bo.identity.pk, vat.pk)).status_code == 404


def test_the_delegation_check_stands_on_the_page(at_work, bakery, bo, vat, log_in):
    mine = at_work.get(where(bakery, "right", vat.pk)).content.decode()
    assert "Myndighederne" in mine or "Myndigheden tillader ikke" in mine
    bos = log_in(bo).get(where(bakery, "right", vat.pk)).content.decode()
    assert "Det kan kun en rettighedsadministrator" in bos


def test_every_right_shows_where_it_comes_from(at_work, anne, bakery, bo, vat, make_right, accountant):
    from portal.core import trace
    from tests.rights.conftest import SYSTEM

    group = Group.objects.create(organisation=accountant.firm, name="Momsholdet")
    actions.grant_right(
        actor=accountant.admin, organisation=accountant.firm, right=vat, identity=accountant.rolf
    )
    with trace.collecting("test"):
        actions.open_powers(
            actor=SYSTEM, mandate_id=accountant.mandate, holder=accountant.firm, grantor=bakery, rights=[vat]
        )
    from rights.actions.groups import add_members
    from tests.cast import make_actor

    administrator = make_actor(accountant.rita, (Role.RIGHTS_ADMINISTRATOR,))
    add_members(actor=administrator, group=group, identities=[accountant.rolf.pk])
    Grant.objects.create(organisation=accountant.firm, right=make_right("loen"), group=group)
    actions.assign(actor=administrator, organisation=accountant.firm, group=group, client=bakery)
    from rights.queries.holdings import holdings, received

    found = holdings(administrator, accountant.rolf, timezone.now())
    assert [(each.grant.right.name_da, each.via and each.via.name) for each in found] == [
        ("Loen", "Momsholdet"),
        ("Moms", None),
    ]
    ways = received(administrator, accountant.rolf, timezone.now())
    assert [(way.clients, way.via.name) for way in ways] == [(str(bakery), "Momsholdet")]


def test_an_employee_sees_their_own_asks_and_takes_back(log_in, bo, bakery, vat, make_right, anne):
    client, wages = log_in(bo), make_right("loen")
    actions.grant_right(actor=anne.actor, organisation=bakery, right=vat, identity=bo.identity)
    page = client.get(where(bakery, "mine")).content.decode()
    assert "Moms" in page
    assert where(bakery, "withdraw", grants().get().pk) not in page
    ask = where(bakery, "ask")
    assert "Vælg først" in client.get(ask).content.decode()
    assert "Loen" in client.get(ask, {"ret": [wages.pk, "nonsense"]}).content.decode()
    short = client.post(ask, {"ret": [wages.pk], "reason": "kort"}).content.decode()
    assert "mindst 10 tegn" in short
    assert "Loen" in short, "what was chosen is still there"
    page = client.post(
        ask, {"ret": [wages.pk], "reason": "Jeg skal lave løn i ferien"}, follow=True
    ).content.decode()
    assert "Ansøgningen er sendt" in page
    request = RightRequest.objects.across_organisations("test").get()
    page = client.post(where(bakery, "withdraw_request", request.pk), follow=True).content.decode()
    assert "trukket tilbage" in page


def test_only_the_one_who_asked_finds_the_page_to_take_back(log_in, bo, anne, carl, bakery, vat, cycles):
    from rights.actions.requests import request_rights

    asked = request_rights(actor=bo.actor, rights=[vat], reason="Jeg skal bruge den nu")
    assert log_in(bo).get(where(bakery, "withdraw_request", asked.pk)).status_code == 200
    assert log_in(anne).get(where(bakery, "withdraw_request", asked.pk)).status_code == 404
    assert log_in(carl).get(where(cycles, "withdraw_request", asked.pk)).status_code == 404


def test_the_administrator_answers_line_by_line(at_work, bakery, bo, vat, make_right):
    from rights.actions.requests import request_rights

    asked = request_rights(actor=bo.actor, rights=[vat, make_right("loen")], reason="Jeg skal bruge dem nu")
    assert "Bo Bager" in at_work.get(where(bakery, "requests")).content.decode()
    answer = where(bakery, "answer", asked.pk)
    loen, moms = asked.lines.order_by("right__key")
    form = {f"answer_{loen.pk}": "reject", f"answer_{moms.pk}": "approve", "why": ""}
    assert "hvorfor du afviser" in at_work.post(answer, form).content.decode()
    assert not grants().exists()
    page = at_work.post(answer, {**form, "why": "Tal med din leder"}, follow=True).content.decode()
    assert "Svaret er sendt" in page
    assert may(bo.identity, vat)
    assert at_work.get(answer).status_code == 404
    answered = at_work.get(where(bakery, "requests"), {"besvaret": ""}).content.decode()
    assert "Afvist" in answered


def test_ones_own_request_is_shown_without_a_way_to_answer(at_work, anne, bakery, vat):
    from rights.actions.requests import request_rights

    own = request_rights(actor=anne.actor, rights=[vat], reason="Jeg vil selv have den")
    page = at_work.get(where(bakery, "answer", own.pk)).content.decode()
    assert "din egen ansøgning" in page
    assert 'name="why"' not in page
    line = own.lines.get()
    at_work.post(where(bakery, "answer", own.pk), {f"answer_{line.pk}": "approve"})
    assert not grants().exists()


def test_groups_from_making_to_deleting(at_work, bakery, bo, carl, cycles, vat):
    page = at_work.post(where(bakery, "create_group"), {"name": "Kontor"}, follow=True).content.decode()
    assert "Brugergruppen er oprettet." in page
    group = Group.objects.across_organisations("test").get()
    at_work.post(where(bakery, "add_members", group.pk), {"ids": [bo.identity.pk]})
    at_work.post(where(bakery, "give_group", group.pk, vat.pk), {"limit_type": ""})
    assert may(bo.identity, vat)
    page = at_work.get(where(bakery, "group", group.pk)).content.decode()
    assert "Bo Bager" in page
    external = {"cvr": "99 00 00 23", "email": carl.identity.email}
    page = at_work.post(where(bakery, "add_external", group.pk), external, follow=True).content.decode()
    assert "Carl Cykel" in page
    assert may(carl.identity, vat, acted_for=bakery.cvr)
    at_work.post(where(bakery, "remove_external", group.pk, carl.identity.pk))
    at_work.post(where(bakery, "change_group", group.pk), {"name": "Kontoret", "description": "x"})
    at_work.post(where(bakery, "remove_members", group.pk), {"ids": [bo.identity.pk]})
    assert not may(bo.identity, vat)
    page = at_work.post(where(bakery, "delete_group", group.pk), follow=True).content.decode()
    assert "slettet" in page
    assert at_work.get(where(bakery, "group", group.pk)).status_code == 404


def test_review_answers_who_holds_what_together_limited_and_at_a_date(
    at_work, bakery, anne, bo, vat, make_right, units
):
    wages, now = make_right("loen"), timezone.now()
    for who, right, fields in (
        (anne, vat, {}),
        (anne, wages, {}),
        (bo, vat, {"limit_type": "p", "limit_value": units.ours}),
        (bo, wages, {"starts_at": now - 40 * DAY, "ends_at": now - 20 * DAY}),
    ):
        Grant.objects.create(organisation=bakery, right=right, identity=who.identity, **fields)

    def names(**query):
        answer = at_work.get(where(bakery, "review"), query)
        return [row.shown_name for row in answer.context["rows"]]

    assert names() == ["Anne Aagaard", "Bo Bager"] or names() == ["Bo Bager", "Anne Aagaard"]
    assert names(ret=[vat.pk, wages.pk]) == ["Anne Aagaard"]
    assert set(names(ret=[vat.pk], number=units.ours)) == {"Anne Aagaard", "Bo Bager"}
    assert names(ret=[vat.pk], number="1999999999") == ["Anne Aagaard"]
    past = timezone.localdate() - 30 * DAY
    assert names(ret=[wages.pk], on_0=past.day, on_1=past.month, on_2=past.year) == ["Bo Bager"]


def test_review_finds_who_has_nothing_what_nobody_has_and_what_hangs_on_one(
    at_work, bakery, bo, anne, vat, make_right
):
    make_right("ensom")
    Grant.objects.create(
        organisation=bakery, right=vat, identity=bo.identity, ends_at=timezone.now() + 20 * DAY
    )
    idle = make_identity(bakery, make_user("Ida Idle"))
    pages = {
        name: at_work.get(where(bakery, name)).content.decode()
        for name in ("review_without", "review_unused", "review_alone", "review_expiring")
    }
    assert idle.shown_name in pages["review_without"]
    assert "Bo Bager" not in pages["review_without"]
    assert "Ensom" in pages["review_unused"]
    assert ">Moms<" not in pages["review_unused"]
    assert "Moms" in pages["review_alone"]
    assert "Anne Aagaard" in pages["review_alone"], "the only administrator"
    assert "Bo Bager" in pages["review_expiring"]


def test_files_hold_every_row_and_no_formula(at_work, bakery, vat):
    evil = make_identity(bakery, make_user("=HYPERLINK(1) Evil"))
    Grant.objects.create(organisation=bakery, right=vat, identity=evil)
    csv = b"".join(at_work.get(where(bakery, "review_file", "tildelt", "csv"))).decode("utf-8-sig")
    assert '"\'=HYPERLINK(1) Evil"' in csv
    assert vat.key in csv
    book = at_work.get(where(bakery, "review_file", "hvem", "xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book))).active
    assert sheet.cell(2, 1).value == "=HYPERLINK(1) Evil"
    assert sheet.cell(2, 1).data_type == "s"
    without = b"".join(at_work.get(where(bakery, "review_file", "uden", "csv"))).decode("utf-8-sig")
    assert "Evil" not in without


@pytest.mark.parametrize("name", ["overview", "groups", "review", "catalogue", "review_without"])
def test_a_longer_list_asks_no_more_of_the_database(at_work, bakery, bo, vat, make_right, name):
    def statements():
        with CaptureQueriesContext(connection) as seen:
            assert at_work.get(where(bakery, name)).status_code == 200
        return len(seen)

    statements()
    few = statements()
    for n in range(12):
        person = make_identity(bakery, make_user(f"Person {n}"))
        group = Group.objects.create(organisation=bakery, name=f"Gruppe {n}")
        right = make_right(f"ret-{n}")
        Grant.objects.create(organisation=bakery, right=right, identity=person)
        Grant.objects.create(organisation=bakery, right=right, group=group)
    assert statements() <= few + 1
    assert few <= 16


def test_the_overview_is_searched_and_paged(at_work, bakery, bo, anne, make_right):
    rights = [make_right(f"ret-{n:02}") for n in range(60)]
    Grant.objects.bulk_create(
        [Grant(organisation=bakery, right=right, identity=bo.identity) for right in rights]
    )
    first = at_work.get(where(bakery, "overview"))
    assert len(first.context["rows"]) == 50
    second = at_work.get(f"{where(bakery, 'overview')}?{first.context['next']}")
    assert len(second.context["rows"]) == 10
    seen = {row.pk for page in (first, second) for row in page.context["rows"]}
    assert len(seen) == 60
    found = at_work.get(where(bakery, "overview"), {"q": "bo ret-07"})
    assert len(found.context["rows"]) == 1
    assert at_work.get(where(bakery, "overview"), {"after": "nonsense"}).status_code == 404
