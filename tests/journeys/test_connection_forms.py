"""From the front page to a set-up organisation in a real browser, for every kind of organisation of the demo country.

Each new page is looked at by `Person.look`: axe at 1280 and 320 px, no word in the console, no sideways scrolling."""

import pytest
from django.test.utils import override_settings

from portal.agreements import actions
from portal.agreements.models import Connection
from portal.core.actors import Actor, Kind
from portal.core.models import User
from portal.core.permissions import Role
from tests.core.upload_samples import pdf
from tests.journeys.browser import Person

pytestmark = [pytest.mark.browser, pytest.mark.full]
ADDRESS = "admin@forening.example"


@pytest.fixture
def at_the_door(portal, browser):
    """A person of the cast, logged in from the front page."""
    opened = []

    def enter(key):
        who = portal.person(key)
        name = f"{who['given_name']} {who['family_name']}"
        person = Person(browser, portal.address)
        opened.append(person)
        person.go("/").log_in(name)
        person.name = name
        return person

    yield enter
    for person in opened:
        person.close()


def cast(portal, role):
    return portal.cast[role]


def prepare(person, company, address):
    person.go("/tilslutning/").press(f"Vælg.*{company['name']}")
    return appoint(person, address)


def by_number(person, company, address):
    person.go("/tilslutning/").write("CVR-nummer", company["cvr"]).press("Fortsæt")
    return appoint(person, address)


def appoint(person, address):
    person.choose("Jeg selv").write("Administratorens e-mailadresse", address).press("Fortsæt")
    return person.press("Lav aftalen")


def sign(person):
    return person.choose("Jeg har læst aftalen").press("Skriv under")


def set_up(person, address, cvr=""):
    person.go(person.link_in_mail(address, "administrator"))
    person.choose("Med mit private MitID").press("Aktivér min adgang").reads("Din adgang er aktiv")
    person.go(f"/{cvr}/" if cvr else "/organisationer/").press("Sæt organisationen op")
    person.choose("Ja, hvis medarbejderen selv vil").press("Fortsæt")
    person.choose("MitID kodeoplæser").press("Fortsæt").reads("MitID kodeoplæser", "Som du gør nu")
    person.press("Gør opsætningen færdig").reads("Det venter på dig")


@pytest.mark.parametrize("role", ["sole_proprietor", "duplicates", "association_with_representative"])
def test_who_signs_alone(portal, at_the_door, role):
    company = cast(portal, role)
    person = at_the_door(company["people"]["management"][0])
    sign(prepare(person, company, f"{role}@firma.example")).reads("Aftalen er indgået")
    set_up(person, f"{role}@firma.example")


@pytest.mark.parametrize("role", ["partnership", "joint_signing"])
def test_two_who_sign_together(portal, at_the_door, role):
    company = cast(portal, role)
    management = company["people"]["management"]
    first, *others = [at_the_door(key) for key in management[-2:]]
    sign(prepare(first, company, f"{role}@firma.example")).reads("Der mangler underskrift")
    for person in others:
        person.go("/tilslutning/").press(company["name"]).press("Læs og skriv under")
        sign(person).reads("Aftalen er indgået")
    set_up(first, f"{role}@firma.example")


def hand_in(person, position, tmp_path):
    paper = tmp_path / "referat.pdf"
    paper.write_bytes(pdf())
    person.press("En underskrift med MitID").write("Din stilling", position)
    sign(person)
    person.press("Dokumentation, der viser").choose("Viser jeres tilknytning")
    person.page.get_by_label("Fil", exact=False).last.set_input_files(paper)
    person.press("Læg filen i sagen").press("Send sagen til behandling").press("Send sagen").reads(
        "Du får svar senest"
    )


def approve(person, role):
    """The support desk, by the same action its page calls."""
    number = person.page.inner_text("main").split("Sagsnummer ")[1][:10]
    case = Connection.objects.across_organisations("test").get(case_number=number)
    agent, _made = User.objects.get_or_create(
        username=f"agent-{role}", defaults={"is_staff": True, "name": "Sus", "password": "!"}
    )
    actor = Actor(kind=Kind.STAFF, label="sus", user=agent, roles=frozenset({Role.SUPPORT_AGENT}))
    with override_settings(BASE_URL=person.address):
        actions.approve(actor=actor, connection=case, reason="Dokumenterne viser det")


@pytest.mark.parametrize("role", ["association_without_representative", "public_authority"])
def test_through_case_work(portal, at_the_door, tmp_path, role):
    company = cast(portal, role)
    people = company["people"]
    person = at_the_door((people["management"] or people["employees"])[0])
    by_number(person, company, f"{role}@sag.example").reads("Vi mangler noget fra jer")
    hand_in(person, "Formand", tmp_path)
    approve(person, role)
    person.page.reload()
    person.look().reads("Organisationen er tilsluttet")
    set_up(person, f"{role}@sag.example")


def test_a_foreign_company(portal, at_the_door, tmp_path):
    company = cast(portal, "not_in_register")
    person = at_the_door(company["people"]["employees"][0])
    person.go("/tilslutning/").press("Vi har ikke et CVR-nummer").choose("Udenlandsk virksomhed")
    person.write("Organisationens navn", company["name"]).write("Land", "Irland").press("Fortsæt")
    appoint(person, "fremmed@sag.example").reads("Organisationen har ikke et CVR-nummer")
    hand_in(person, "Director", tmp_path)
    approve(person, "foreign")
    set_up(person, "fremmed@sag.example")


def test_one_person_with_several_numbers(portal, at_the_door):
    first, second = cast(portal, "property_group_1"), cast(portal, "property_group_2")
    person = at_the_door(first["people"]["management"][0])
    for n, company in enumerate((first, second)):
        sign(prepare(person, company, f"gruppe{n}@firma.example")).reads("Aftalen er indgået")
    for n, company in enumerate((first, second)):
        set_up(person, f"gruppe{n}@firma.example", company["cvr"])
    person.go("/organisationer/").reads(first["name"], second["name"])


def test_the_test_whether_an_agreement_is_needed(portal, browser):
    person = Person(browser, portal.address)
    person.go("/").press("Har vi brug for en aftale").choose("Anpartsselskab").choose("Kun én, nemlig mig")
    person.page.get_by_label("Ja", exact=True).check()
    person.press("Vis svaret").reads("Nej, du kan bruge dit private MitID")
    person.close()


def test_the_way_in_without_script(portal, browser):
    company = cast(portal, "new_signatories")
    who = portal.person(company["people"]["management"][0])
    person = Person(browser, portal.address, javascript=False)
    person.go("/").log_in(f"{who['given_name']} {who['family_name']}")
    sign(prepare(person, company, "uden@script.example")).reads("Aftalen er indgået")
    person.close()
