"""A mandate from both sides at once, each at a browser of their own: offered and requested, used, renewed, ended."""

import json
import urllib.request

import pytest
from django.urls import reverse

from mandates.models import Mandate
from portal.core import jobs
from portal.core.models import Job
from portal.core.service_clients import issue_token
from rights.actions import decision_log
from rights.actions.clients import open_decision_client
from tests.cast import make_actor, make_identity, make_user
from tests.journeys.at_a_desk import at_a_desk
from tests.mandates.conftest import CLOCK, make_right

pytestmark = [pytest.mark.browser, pytest.mark.full, pytest.mark.django_db(transaction=True)]
COMPANY, ACCOUNTANT = "99000015", "99000023"


@pytest.fixture
def karen(carl):
    """Works at the accountant's; has no role."""
    from types import SimpleNamespace

    user = make_user("Karen Krog")
    identity = make_identity(carl.organisation, user)
    return SimpleNamespace(
        user=user, identity=identity, actor=make_actor(identity), organisation=carl.organisation
    )


@pytest.fixture
def right(db):
    return make_right("moms")


@pytest.fixture
def ask(live_server, right, settings):
    """`ask(identity)`: the decision that a self-service gets over HTTP about acting for the company."""
    settings.BASE_URL = live_server.url
    client, _secret = open_decision_client(actor=CLOCK, system=right.system, name="Selvbetjening")
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {issue_token(client.client_id)[0]}",
    }

    def decision(identity):
        body = {
            "subject": {"type": "identity", "id": str(identity.pk)}, "action": {"name": right.key},
            "resource": {"type": "organisation", "id": COMPANY}, "context": {"level": "Substantial"},
        }  # fmt: skip
        request = urllib.request.Request(
            f"{live_server.url}/access/v1/evaluation", json.dumps(body).encode(), headers
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)["decision"]

    yield decision
    assert decision_log.flush()


@pytest.fixture
def desks(browser, live_server, log_in, anne, carl, karen):
    people = [at_a_desk(browser, live_server, log_in(who)) for who in (anne, carl, karen)]
    yield people
    for person in people:
        person.close()


def url(name, cvr, mandate):
    return reverse(f"mandates:{name}", args=[cvr, mandate.pk])


def newest(who):
    return Mandate.objects.for_actor(who.actor).order_by("-created_at").first()


def work():
    for pk in (
        Job.objects.across_organisations("journey").filter(state="running").values_list("pk", flat=True)
    ):
        jobs.work(pk)


def distribute(accountant, mandate, karen):
    accountant.go(url("distribute", ACCOUNTANT, mandate)).write("Medarbejderens e-mail", karen.identity.email)
    accountant.press("Fordel")


def test_company_accountant_employee_decision_renewal_end(desks, anne, carl, karen, right, ask):
    company, accountant, employee = desks
    company.go(f"/{COMPANY}/fuldmagter/").press("Giv fuldmagt").write(
        "Den anden parts CVR-nummer", ACCOUNTANT
    )
    company.press("Fortsæt").choose("Ret moms").press("Fortsæt").write("Besked", "Tak for hjælpen").press(
        "Fortsæt"
    )
    company.reads("Cykler & Søn A/S", "Ret moms").press("Send").reads("Tilbudt, afventer svar")
    mandate = newest(anne)
    assert ask(karen.identity) is False

    accountant.go(f"/{ACCOUNTANT}/").reads("1 fuldmagt venter på jeres svar").press("1 fuldmagt venter")
    accountant.go(url("answer", ACCOUNTANT, mandate)).reads("Tak for hjælpen").choose("Ja, vi accepterer")
    accountant.press("Send svaret").reads("I kraft", "I accepterede")
    work()
    company.go(url("detail", COMPANY, mandate)).reads("Cykler & Søn A/S accepterede", "SHA-256")
    assert ask(karen.identity) is False
    distribute(accountant, mandate, karen)
    assert ask(karen.identity) is True
    employee.go("/organisationer/").reads("Gennem Cykler & Søn A/S kan du handle for").press(
        "Aaby Bageri ApS"
    )
    employee.reads("Ret moms", mandate.number)

    renewal = renew(accountant, company, mandate, anne)
    assert ask(karen.identity) is True
    end_from_both_sides(company, accountant, renewal)
    assert ask(karen.identity) is False
    employee.go(f"/{ACCOUNTANT}/fuldmagter/handl-for/").reads("Du kan ikke handle for andre lige nu")


def renew(accountant, company, mandate, anne):
    accountant.go(url("renew", ACCOUNTANT, mandate)).press("Send fornyelsen").reads("Anmodet, afventer svar")
    renewal = newest(anne)
    company.go(url("answer", COMPANY, renewal)).choose("Ja, vi accepterer").press("Send svaret").reads(
        "I kraft"
    )
    company.go(url("detail", COMPANY, mandate)).reads("Afløst af en ny")
    return renewal


def end_from_both_sides(company, accountant, mandate):
    """Both have the page that ends it open; the second is told that the first was there."""
    accountant.go(url("waive", ACCOUNTANT, mandate))
    company.go(url("withdraw", COMPANY, mandate)).press("Træk fuldmagten tilbage")
    company.reads("Trukket tilbage", "Ophørte", "I trak fuldmagten tilbage")
    accountant.press("Frasig fuldmagten").reads("Intet er ændret")
    accountant.go(url("detail", ACCOUNTANT, mandate)).reads("Aaby Bageri ApS trak fuldmagten tilbage")
    times = [desk.page.locator("main time").first.get_attribute("datetime") for desk in (company, accountant)]
    assert times[0] == times[1]


def test_requested_by_the_accountant_and_waived(desks, anne, carl, karen, right, ask):
    company, accountant, _employee = desks
    accountant.go(f"/{ACCOUNTANT}/fuldmagter/").press("Bed om fuldmagt").write(
        "Den anden parts CVR-nummer", COMPANY
    )
    accountant.press("Fortsæt").choose("Ret moms").press("Fortsæt").press("Fortsæt").press("Send")
    accountant.reads("Anmodet, afventer svar")
    mandate = newest(carl)
    company.go(f"/{COMPANY}/").reads("1 fuldmagt venter på jeres svar")
    company.go(url("answer", COMPANY, mandate)).reads("Kender I dem ikke, så sig nej").choose(
        "Ja, vi accepterer"
    )
    company.press("Send svaret").reads("I kraft")
    distribute(accountant, mandate, karen)
    assert ask(karen.identity) is True
    accountant.go(url("waive", ACCOUNTANT, mandate)).press("Frasig fuldmagten").reads("Frasagt")
    assert ask(karen.identity) is False
    company.go(url("detail", COMPANY, mandate)).reads("Cykler & Søn A/S frasagde sig fuldmagten")


def test_nobody_outside_the_two_can_see_that_it_exists(desks, anne, carl, right, log_in):
    company, _accountant, _employee = desks
    company.go(f"/{COMPANY}/fuldmagter/").press("Giv fuldmagt").write(
        "Den anden parts CVR-nummer", ACCOUNTANT
    )
    company.press("Fortsæt").choose("Ret moms").press("Fortsæt").press("Fortsæt").press("Send")
    mandate = newest(anne)
    from portal.core.permissions import ADMINISTRATOR_ROLES
    from tests.cast import make_member, make_organisation

    stranger = make_member(make_organisation("99000031", "Tredje ApS"), "Tine Tredje", ADMINISTRATOR_ROLES)
    client = log_in(stranger)
    for path in (f"/{COMPANY}/fuldmagter/{mandate.pk}/", f"/99000031/fuldmagter/{mandate.pk}/"):
        assert client.get(path).status_code == 404
    for path in (
        "/99000031/fuldmagter/?status=all",
        "/99000031/fuldmagter/modtagne/?status=all",
        "/99000031/historik/",
    ):
        assert mandate.number not in client.get(path).content.decode()
