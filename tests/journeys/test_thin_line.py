"""The first journey: a company signs, is set up and moved; its employees come along; a right works until it does not.

Everything is real: `up` with its processes, the stand-in MitID's round trips, the import, the mails."""

import json
import urllib.error
import urllib.request

import pytest

from tests.journeys.browser import Person

# Only in `verify --full` until it has been seen green from end to end.
pytestmark = [pytest.mark.browser, pytest.mark.full]


def ask(portal, path, data, token=""):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    body = json.dumps(data).encode()
    if path == "/oauth2/token":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = urllib.parse.urlencode(data).encode()
    request = urllib.request.Request(portal.address + path, body, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def token(portal):
    pairs = dict(line.split("=", 1) for line in (portal.demo / "client.txt").read_text().split())
    return ask(portal, "/oauth2/token", {"grant_type": "client_credentials", **pairs})["access_token"]


def may(portal, identity, right, cvr):
    question = {
        "subject": {"type": "identity", "id": identity},
        "action": {"name": right},
        "resource": {"type": "organisation", "id": cvr},
        "context": {"level": "Substantial"},
    }
    return ask(portal, "/access/v1/evaluation", question, token(portal))


def test_a_company_from_first_letter_to_a_right_that_works(portal, browser):
    company = portal.cast["thin_line"]
    director = portal.person(company["people"]["director"])
    name = f"{director['given_name']} {director['family_name']}"
    anna = Person(browser, portal.address)

    connect(anna, company, name)
    set_up_and_move(anna, company)
    employees = activate_employees(portal, browser, company)
    anna.go(f"/{company['cvr']}/brugere/regninger/").reads("20")
    use_a_right(portal, anna, company, employees)


def connect(director, company, name):
    director.go("/").log_in(name)
    director.press("Begynd tilslutning").press(f"Vælg.*{company['name']}")
    director.choose("Jeg selv").write("Administratorens e-mailadresse", "direktion@thin.example").press(
        "Fortsæt"
    )
    director.press("Lav aftalen").reads(company["name"], "SHA-256")
    director.choose("Jeg har læst aftalen").press("Skriv under").reads("Aftalen er indgået")
    director.go(director.link_in_mail("direktion@thin.example", "administrator"))
    director.choose("Med mit private MitID").press("Aktivér min adgang").reads("Din adgang er aktiv")


def set_up_and_move(director, company):
    director.go("/organisationer/").press("Sæt organisationen op")
    director.choose("Ja, hvis medarbejderen selv vil").press("Fortsæt|Gem")
    director.press("Flyt fra NemID Erhverv").reads("Det ved NemID Erhverv om jer").press("Begynd flytningen")
    for kind in ("employee", "administrator", "right", "mandate", "unit"):
        director.go(f"/{company['cvr']}/flytning/{kind}/").press("Brug vores forslag").press(
            "Ja, brug forslagene"
        )
    director.press("Kontrollér og flyt").choose("Vi har set beslutningerne igennem").press(
        "Flyt organisationen"
    )
    for _ in range(60):
        if "er flyttet" in director.page.inner_text("main"):
            break
        director.page.wait_for_timeout(1000)
        director.go(f"/{company['cvr']}/flytning/status/")
    director.reads("Organisationen er flyttet")


def activate_employees(portal, browser, company):
    """Those with a CPR number on file come in by themselves; more than three, so that one is charged."""
    active = []
    for key in company["people"]["employees"]:
        person = portal.person(key)
        name = f"{person['given_name']} {person['family_name']}"
        mail = portal.legacy_mail(company["cvr"], name)
        if not mail or len(active) == 4:
            continue
        employee = Person(browser, portal.address)
        employee.go(employee.link_in_mail(mail)).log_in(name)
        if "Hvordan vil du logge ind" in employee.page.inner_text("main"):
            employee.choose("Med mit private MitID").press("Aktivér min adgang")
        if "Din adgang er aktiv" in employee.page.inner_text("main"):
            active.append(name)
        employee.close()
    assert len(active) >= 3
    return active


def use_a_right(portal, director, company, employees):
    from rights.models import Grant

    grants = Grant.objects.across_organisations("test").select_related("identity", "right")
    grant = grants.filter(
        organisation__cvr=company["cvr"], right__system__code="skat", identity__state="active"
    ).first()
    assert grant is not None
    answer = may(portal, str(grant.identity_id), grant.right.key, company["cvr"])
    assert answer["decision"] is True, answer
    director.go(f"/{company['cvr']}/rettigheder/{grant.pk}/fjern/").press("Fjern")
    assert may(portal, str(grant.identity_id), grant.right.key, company["cvr"])["decision"] is False
