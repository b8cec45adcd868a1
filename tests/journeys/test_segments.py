"""Companies of several segments on the imported delivery, as their people go through the move at a real browser."""

import json

import pytest

from tests.journeys.browser import Person
from tests.journeys.steps import KINDS, activate, connect, full_name, set_up

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture
def person(portal, browser):
    opened = []

    def open_one(**options):
        opened.append(Person(browser, portal.address, **options))
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


def decide(administrator, base):
    for kind in KINDS:
        administrator.go(f"{base}{kind}/")
        if "Brug vores forslag" in administrator.text:
            administrator.press("Brug vores forslag").press("Ja, brug forslagene")


def test_an_owner_who_only_used_private_nemid_is_done_on_one_page(portal, person):
    company = portal.cast["private_for_business"]
    owner = person(javascript=False)
    owner.go("/flytninger/").log_in(full_name(portal, company["people"]["owner"]))
    owner.press("Flyt på én side").reads(company["name"]).press("Ja, flyt")
    owner.reads("Organisationen er flyttet")


def test_a_sole_proprietor_takes_the_signature_along_on_one_page(portal, person):
    company = portal.cast["sole_proprietor"]
    owner = person()
    owner.go("/flytninger/").log_in(full_name(portal, company["people"]["administrator"]))
    owner.press("Flyt på én side").reads("følger med").press("Ja, flyt")
    owner.reads("Organisationen er flyttet").press("Se adgangskvitteringen").reads(
        "Alt, I besluttede at flytte, virker"
    )


def test_a_company_with_duplicates_merges_rehearses_moves_and_undoes(portal, person):
    company = portal.cast["duplicates"]
    base = f"/{company['cvr']}/flytning/"
    director = person()
    connect(director, full_name(portal, company["people"]["director"]), company, "direktion@dublet.example")
    set_up(director)
    director.go(f"{base}hvornaar/").go(base).press("Begynd flytningen")
    director.press("står flere gange").page.locator("main table a").first.click()
    director.look().page.locator("main tbody input[type=checkbox]").last.check()
    director.press("Læg dem sammen").reads("Lægges sammen")
    director.go(f"{base}fil/")
    decide(director, base)
    director.go(f"{base}proeve/").press("Prøv nu")
    director.until(director.page.url.removeprefix(director.address), "Det ville ske")
    director.go(f"{base}kontrol/").choose("Vi har set beslutningerne igennem").press("Flyt organisationen")
    director.until(f"{base}status/", "Organisationen er flyttet")
    director.go(f"{base}kvittering/").reads("virker")
    director.go(f"{base}medarbejdere/").reads("Har fået et link")
    director.go(f"{base}fortryd/").press("Ja, fortryd hele flytningen")
    director.until(base, "Begynd flytningen")


def test_the_last_employee_compares_old_and_new(portal, person):
    company = portal.cast["chair_or_two"]
    base = f"/{company['cvr']}/flytning/"
    director = person()
    chair = company["people"]["management"][0]
    connect(director, full_name(portal, chair), company, "formand@moebler.example")
    set_up(director)
    director.go(base).press("Begynd flytningen")
    decide(director, base)
    director.go(f"{base}kontrol/").choose("Vi har set beslutningerne igennem").press("Flyt organisationen")
    director.until(f"{base}status/", "Organisationen er flyttet")
    name = full_name(portal, company["people"]["employees"][0])
    employee = person()
    activate(employee, portal.legacy_mail(company["cvr"], name), name)
    employee.go(f"{base}min/").reads("Gammelt og nyt", "NemID Erhverv").press("Noget er galt")
    employee.write("Hvad er galt", "Jeg mangler løn").press("Send til administratorerne").reads(
        "Du har meldt"
    )
    director.go(f"{base}medarbejdere/?vis=trouble").reads("Jeg mangler løn")
    employee.press("Alt er rigtigt").press("Ja, alt er rigtigt").reads("Du har bekræftet")


def test_a_bankrupt_company_is_led_another_way(portal, person):
    """S9: the register does not let its management act, so that nothing can be begun here."""
    cast = json.loads((portal.demo / "cast.json").read_text())["bankrupt"]
    director = person()
    director.go("/flytninger/").log_in(full_name(portal, cast["people"]["management"][0]))
    assert "Flyt på én side" not in director.text
