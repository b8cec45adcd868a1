"""The first journey: a company signs, is set up and moved; its employees come along; a right works until it does not.

Everything is real: `up` with its processes, the stand-in MitID's round trips, the import, the mails."""

import re

import pytest

from tests.journeys.browser import Person
from tests.journeys.service import Service
from tests.journeys.steps import activate, charged, connect, full_name, move, set_up

pytestmark = pytest.mark.browser
VAT = "moms-indberet"
# An employee of the company, with a CPR number on file and the right to report VAT.
EMPLOYEE = ("henrik-hvid", "94793117")


@pytest.fixture(scope="module")
def company(portal):
    return portal.cast["thin_line"]


@pytest.fixture(scope="module")
def accountant(portal):
    return portal.cast["accountant"]


@pytest.fixture(scope="module")
def service(portal):
    return Service(portal)


@pytest.fixture(scope="module")
def director(portal, browser, company):
    person = Person(browser, portal.address)
    yield person
    person.close()


def test_the_delivery_balances_before_anybody_decides(portal):
    told = portal.command("import_delivery", str(next(portal.demo.glob("NEMIDERHV_*_01"))), "--here")
    lines = re.findall(r"(\w+\.csv) +(\d+) = +(\d+) accepted \+ +(\d+) rejected", told)
    assert len(lines) == 8, told
    for name, total, accepted, rejected in lines:
        assert int(total) == int(accepted) + int(rejected) == portal.rows(name), name
    assert sum(int(rejected) for *_, rejected in lines) > 0


def test_the_company_signs_is_set_up_and_moved(portal, director, company):
    connect(director, full_name(portal, company["people"]["director"]), company, "direktion@thin.example")
    set_up(director)
    move(director, company)


def test_the_first_three_are_free_and_the_fourth_is_charged(portal, browser, director, company):
    people = company["people"]
    for count, key in enumerate((people["administrator"], *people["employees"][:2]), start=2):
        assert "Ingen opkrævninger" in charged(director, company["cvr"])
        name = full_name(portal, key)
        employee = Person(browser, portal.address, javascript=count != 2)
        activate(employee, portal.legacy_mail(company["cvr"], name), name)
        employee.close()
    assert "Ingen opkrævninger" not in charged(director, company["cvr"])
    (row,) = director.page.locator("main tbody tr").all_inner_texts()
    assert "20\xa0kr." in row
    assert full_name(portal, people["employees"][1]) in row


def test_a_right_works_until_it_is_withdrawn(portal, director, company, service):
    key, rid = EMPLOYEE
    cvr = company["cvr"]
    answer = service.may(f"{cvr}:{rid}", VAT, cvr)
    assert (answer["decision"], answer["context"]["reason"]) == (True, "granted_direct")
    director.go(f"/{cvr}/brugere/?q={rid}").press(full_name(portal, key)).press("Se og tildel rettigheder")
    director.press("Fjern Indberet moms").press("Fjern")
    assert service.may(f"{cvr}:{rid}", VAT, cvr)["decision"] is False


def test_the_mandate_works_for_the_grantors_number_until_it_is_withdrawn(
    portal, browser, director, company, accountant, service
):
    """The accountant moves too, without JavaScript; the mandate the legacy system knew follows to its employee."""
    name = full_name(portal, accountant["people"]["director"])
    theirs = Person(browser, portal.address, javascript=False)
    connect(theirs, name, accountant, "direktion@revision.example")
    set_up(theirs)
    move(theirs, accountant)
    theirs.close()
    subject = f"{accountant['cvr']}:{portal.mandate_holder(company['cvr'], accountant['cvr'])}"
    answer = service.may(subject, VAT, company["cvr"])
    assert answer["decision"] is True, answer
    director.go(f"/{company['cvr']}/fuldmagter/").press(accountant["name"])
    director.press("Træk tilbage").press("Træk fuldmagten tilbage|Træk tilbage")
    assert service.may(subject, VAT, company["cvr"])["decision"] is False


def test_support_sees_the_case_behind_a_one_time_code_and_the_company_sees_support(
    portal, browser, director, company
):
    agent = Person(browser, portal.address)
    agent.log_in_as_staff(portal).write("Find en organisation", company["cvr"]).press("^Søg$")
    agent.press(company["name"]).write("Sagsnummer", "S-1001")
    agent.write("Begrundelse", "Direktøren ringer og spørger til flytningen")
    agent.choose("1 time").choose("Jeg er ikke ansat").press("Åbn adgang").reads(company["name"])
    agent.go(f"/support/organisationer/{company['cvr']}/flytning/").reads("Flyttet")
    agent.close()
    director.go(f"/{company['cvr']}/historik/").reads("S-1001", "Direktøren ringer")
