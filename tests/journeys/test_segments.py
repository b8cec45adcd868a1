"""Every segment of the plan (S0-S10) on an imported delivery: from the first letter to the last employee, each person at
a browser of their own. Every kind of page they come to is looked at once: axe at 1280 and 320 px, silence, width."""

import re

import pytest

from migration_flow.actions import resume
from migration_flow.models import Move
from tests.journeys.browser import Person
from tests.journeys.moving import (
    WHY,
    Staff,
    agent,
    agree,
    agree_by_papers,
    enters,
    invited,
    moves,
    named,
    reads_the_letter,
)
from tests.journeys.steps import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.full]
COMPANIES, SEED = 500, 8  # a country that has a company with 50-999 users
HOLDING, DIRECTOR = {"cvr": "98908900", "name": "Havbøg Holding A/S"}, "julie-pedersen"  # that company
SEEN: set[str] = set()


@pytest.fixture(autouse=True)
def _beside_the_portal(portal, django_db_blocker):
    """The clock's and the desk's part is done by the same tasks and actions, on the portal's own database."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def person(portal, browser):
    """`person(key)`: somebody of the country at a browser, logged in; without a key nobody yet."""
    opened = []

    def open_one(key="", **options):
        opened.append(Person(browser, portal.address, **options))
        opened[-1].seen = SEEN
        if key:
            opened[-1].go("/").log_in(*named(portal, key))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


def segment(cvr):
    return Move.objects.across_organisations(WHY).values_list("segment", flat=True).get(cvr=cvr)


def management(company, n=0):
    return company["people"]["management"][n]


def test_s0_an_owner_who_only_used_private_nemid_is_done_on_one_page(portal, person):
    company = portal.cast["private_for_business"]
    assert segment(company["cvr"]) == "S0"
    assert invited(portal, company["cvr"]) == {"owner"}
    owner = person(company["people"]["owner"], javascript=False)
    owner.go("/flytninger/").press(f"Flyt på én side {company['name']}").press("Ja, flyt")
    owner.reads("Organisationen er flyttet", "Du logger ind med dit private MitID")
    reads_the_letter(owner, company["cvr"])


def test_s1_a_sole_proprietor_takes_the_signature_along_on_one_page(portal, person):
    company = portal.cast["sole_proprietor"]
    assert segment(company["cvr"]) == "S1"
    assert invited(portal, company["cvr"]) == {"owner", "administrator"}
    owner = person(company["people"]["administrator"])
    owner.go("/flytninger/").press(f"Flyt på én side {company['name']}").reads("følger med").press("Ja, flyt")
    owner.reads("Organisationen er flyttet").press("Se adgangskvitteringen")
    owner.reads("Alt, I besluttede at flytte, virker")
    reads_the_letter(owner, company["cvr"])


@pytest.mark.parametrize(("role", "name"), [("new_signatories", "S2"), ("chair_or_two", "S3")])
def test_s2_and_s3_a_director_who_signs_alone(portal, person, role, name):
    company = portal.cast[role]
    assert segment(company["cvr"]) == name
    assert invited(portal, company["cvr"]) == {"owner", "administrator"}
    director = person(management(company))
    agree([director], company, f"{role}@firma.example")
    enters(director, f"{role}@firma.example")
    reads_the_letter(director, company["cvr"])
    director.go("/organisationer/")
    moves(director, company)
    Staff(portal, person, director, company["cvr"]).all_arrive()


def test_s4_a_company_with_some_fifty_users(portal, person):
    assert segment(HOLDING["cvr"]) == "S4"
    invited(portal, HOLDING["cvr"])
    director = person(DIRECTOR)
    agree([director], HOLDING, "direktion@holding.example")
    enters(director, "direktion@holding.example")
    reads_the_letter(director, HOLDING["cvr"])
    director.go("/organisationer/")
    moves(director, HOLDING)
    channel(director, HOLDING["cvr"])
    Staff(portal, person, director, HOLDING["cvr"]).all_arrive()


def channel(administrator, cvr):
    """Where the invoice goes: without it nothing more can be ordered one by one."""
    administrator.go(f"/{cvr}/brugere/regninger/kanal/")
    administrator.page.locator("main input[type=radio][value=email]").check()
    administrator.page.locator("main input[type=email]").first.fill("faktura@firma.example")
    administrator.press("Gem")


def test_s5_a_municipality_with_its_own_signature_server(portal, person, tmp_path):
    company = portal.cast["public_authority"]
    assert segment(company["cvr"]) == "S5"
    invited(portal, company["cvr"])
    kirsten = person(company["people"]["administrator"])
    by_number(kirsten, company, "borgerservice@kommune.example")
    agree_by_papers(kirsten, "Kommunaldirektør", tmp_path / "brev.pdf")
    enters(kirsten, "borgerservice@kommune.example")
    reads_the_letter(kirsten, company["cvr"])
    kirsten.go(f"/{company['cvr']}/flytning/").press("Begynd flytningen")
    kirsten.go(f"/{company['cvr']}/flytning/setting/").reads("LSS")
    kirsten.go(f"/{company['cvr']}/")
    finish(portal, person, kirsten, company)


def by_number(who, company, address):
    who.go("/tilslutning/").write("CVR-nummer", company["cvr"]).press("Fortsæt")
    who.choose("Jeg selv").write("Administratorens e-mailadresse", address).press("Fortsæt").press(
        "Lav aftalen"
    )


def finish(portal, person, administrator, company):
    """From a move that has begun to the last employee."""
    base = f"/{company['cvr']}/flytning/"
    decide(administrator, base)
    administrator.go(f"{base}kontrol/").choose("Vi har set beslutningerne igennem").press(
        "Flyt organisationen"
    )
    administrator.until(f"{base}status/", "Se adgangskvitteringen")
    administrator.go(f"{base}kvittering/").reads("Alt, I besluttede at flytte, virker")
    Staff(portal, person, administrator, company["cvr"]).all_arrive()


def decide(administrator, base):
    for kind in KINDS:
        administrator.go(f"{base}{kind}/")
        if "Brug vores forslag" in administrator.text:
            administrator.press("Brug vores forslag").press("Ja, brug forslagene")


def test_s6_an_association(portal, person):
    company = portal.cast["association_with_representative"]
    assert segment(company["cvr"]) == "S6"
    invited(portal, company["cvr"])
    chair = person(management(company))
    agree([chair], company, "formand@forening.example")
    enters(chair, "formand@forening.example")
    reads_the_letter(chair, company["cvr"])
    chair.go("/organisationer/")
    moves(chair, company)
    Staff(portal, person, chair, company["cvr"]).all_arrive()


def test_s7_two_partners_sign_together(portal, person):
    company = portal.cast["partnership"]
    assert segment(company["cvr"]) == "S7"
    invited(portal, company["cvr"])
    partners = [person(key) for key in company["people"]["management"][:2]]
    agree(partners, company, "partner@firma.example")
    enters(partners[0], "partner@firma.example")
    reads_the_letter(partners[0], company["cvr"])
    partners[0].go("/organisationer/")
    moves(partners[0], company)
    Staff(portal, person, partners[0], company["cvr"]).all_arrive()


def test_s8_one_administrator_of_two_companies_signs_and_begins_both_together(portal, person):
    group = [portal.cast[f"property_group_{n}"] for n in (1, 2)]
    for company in group:
        assert segment(company["cvr"]) == "S8"
        invited(portal, company["cvr"])
    owner = person(management(group[0]))
    owner.go("/flytninger/").press("Lav og underskriv aftaler")
    for box in owner.page.locator("main input[name=cvr]").all():
        box.check()
    owner.write("Din e-mailadresse", "ejendom@gruppe.example").press("Lav aftalerne")
    for box in owner.page.locator("main input[name=read]").all():
        box.check()
    owner.press("Skriv under på de valgte").reads("Mine virksomheders flytning")
    for company in group:
        owner.go(newest_link(owner, company["name"]))
        owner.choose("Med mit private MitID").press("Aktivér min adgang").reads("Din adgang er aktiv")
    owner.go("/flytninger/")
    for company in group:
        owner.page.locator(f"main input[name=cvr][value='{company['cvr']}']").check()
    owner.page.get_by_label("Brug forslagene til alt", exact=False).check()
    owner.press("Begynd de valgte").reads("I gang med at beslutte")
    for company in group:
        base = f"/{company['cvr']}/flytning/"
        owner.go(f"{base}kontrol/").choose("Vi har set beslutningerne igennem").press("Flyt organisationen")
        owner.until(f"{base}status/", "Se adgangskvitteringen")
        Staff(portal, person, owner, company["cvr"]).all_arrive()


def newest_link(who, company):
    """Both letters come to one mailbox: the one about this company."""
    for _ in range(30):
        who.page.goto(f"{who.address}/postkasse/?q=ejendom@gruppe.example")
        letters = who.page.locator("main table a", has_text=company)
        if letters.count():
            letters.first.click()
            return re.search(r"http\S+/aktivering/\S+/", who.page.inner_text("main"))[0]
        who.page.wait_for_timeout(1000)
    raise AssertionError(f"no letter about {company}")


def test_s9_a_bankrupt_company_is_led_by_case_work_and_its_trustee_moves_it(portal, person, tmp_path):
    company = portal.cast["bankrupt"]
    assert segment(company["cvr"]) == "S9"
    assert invited(portal, company["cvr"]) == set(), "nobody is invited while it is another way"
    former = person(management(company))
    assert "Flyt på én side" not in former.go("/flytninger/").text
    trustee = person(portal.cast["accountant"]["people"]["employees"][0])
    by_number(trustee, company, "kurator@advokat.example")
    agree_by_papers(trustee, "Kurator", tmp_path / "dekret.pdf")
    enters(trustee, "kurator@advokat.example")
    base = f"/{company['cvr']}/flytning/"
    trustee.go(base).reads("Flytningen hviler")
    resume(
        actor=agent(),
        move=Move.objects.across_organisations(WHY).get(cvr=company["cvr"]),
        reason="Kurator flytter",
    )
    trustee.go(base).press("Begynd flytningen")
    finish(portal, person, trustee, company)


def test_s10_a_foreign_company_outside_the_register_keeps_its_legacy_number(portal, person, tmp_path):
    company = portal.cast["not_in_register"]
    assert segment(company["cvr"]) == "S10"
    invited(portal, company["cvr"])
    nora = person(company["people"]["administrator"])
    nora.go("/tilslutning/").press("Vi har ikke et CVR-nummer").choose("Udenlandsk virksomhed")
    nora.write("Organisationens navn", company["name"])
    nora.page.get_by_label("Land", exact=True).fill("Irland")
    nora.write("Nummer i hjemlandets register", company["cvr"]).press("Fortsæt")
    nora.choose("Jeg selv").write("Administratorens e-mailadresse", "fremmed@sag.example").press("Fortsæt")
    nora.press("Lav aftalen")
    agree_by_papers(nora, "Director", tmp_path / "register.pdf")
    enters(nora, "fremmed@sag.example")
    reads_the_letter(nora, company["cvr"])
    nora.go("/organisationer/")
    moves(nora, company)
    Staff(portal, person, nora, company["cvr"]).all_arrive()


def test_duplicates_are_merged_the_move_is_rehearsed_and_undone_and_a_last_word_is_heard(portal, person):
    company = portal.cast["duplicates"]
    base = f"/{company['cvr']}/flytning/"
    director = person(management(company))
    agree([director], company, "direktion@dublet.example")
    enters(director, "direktion@dublet.example")
    director.go(base).press("Begynd flytningen").press("står flere gange")
    director.page.locator("main table a").first.click()
    director.look().page.locator("main tbody input[type=checkbox]").last.check()
    director.press("Læg dem sammen").reads("Lægges sammen")
    director.go(f"{base}fil/")
    decide(director, base)
    director.go(f"{base}proeve/").press("Prøv nu")
    director.until(director.page.url.removeprefix(director.address), "Det ville ske")
    director.go(f"{base}kontrol/").choose("Vi har set beslutningerne igennem").press("Flyt organisationen")
    staff, employee = Staff(portal, person, director, company["cvr"]), person()
    staff.has_links()
    mine = next(each for each in staff.waiting() if each.identity.cpr and each.identity.email)
    dead = employee.link_in_mail(mine.identity.email, "flytter fra NemID")
    director.go(f"{base}fortryd/").press("Ja, fortryd hele flytningen")
    director.until(base, "Begynd flytningen")
    director.press("Begynd flytningen")
    director.go(f"{base}kontrol/").choose("Vi har set beslutningerne igennem").press("Flyt organisationen")
    staff.has_links()
    while (link := employee.link_in_mail(mine.identity.email, "flytter fra NemID")) == dead:
        employee.page.wait_for_timeout(1000)
    employee.go(link).log_in(mine.identity.name, portal.legacy_cpr(company["cvr"], mine.identity.rid))
    employee.choose("Med mit private MitID").press("Aktivér min adgang")
    employee.go(f"{base}min/").press("Noget er galt").write("Hvad er galt", "Jeg mangler løn")
    employee.press("Send til administratorerne").reads("Du har meldt")
    director.go(f"{base}medarbejdere/?vis=trouble").reads("Jeg mangler løn")
