"""Every page of the desk and of those it helps, in a real browser at 1280 and 320 px: axe finds nothing, nothing
scrolls sideways, the console stays silent. Each page filled, and forms with their errors too."""

import datetime
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from identities import actions as identities
from identities.models import Charge, CreditNote, LocalIdp, SupportProposal
from identities.rules import people as people_rules
from migration_flow.models import LegacyCompany, Move
from portal.core.actors import Actor
from portal.core.models import Job, OutgoingMail
from portal.web.cases import actions as cases
from portal.web.oversight import retention, sampling
from portal.web.oversight.models import LookUpReview
from tests.agreements.conftest import applicant, people, register  # noqa: F401
from tests.agreements.country import FFO, document, file, in_register, number
from tests.identities.people import order
from tests.journeys.browser import browser
from tests.web.desk import at_the_desk, inside, open_organisation
from tests.web.shown import Shown
from tests.web.test_oversight import next_month

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.full, pytest.mark.django_db]
WHY = "Brugeren ringede og kan ikke finde sin mail"


@pytest.fixture
def shown(browser: Any) -> Iterator[Shown]:  # noqa: F811
    context = browser.new_context(locale="da-DK")
    yield Shown(context.new_page())
    context.close()


@pytest.fixture
def desk(anne: Any, bo: Any, carl: Any) -> Any:
    """A supervisor in an organisation in which something of everything has happened."""
    LegacyCompany.objects.create(cvr="99000015", name="Aaby Bageri ApS", delivery=1, line=1)
    Move.objects.create(cvr="99000015", name="Aaby Bageri ApS", organisation=anne.organisation, segment="S2",
                        state=Move.State.DECIDING)  # fmt: skip
    job = Job.objects.create(kind="x", title="Opret 40 brugere", organisation=anne.organisation.pk, requested_by="x",
                             state=Job.State.FAILED)  # fmt: skip
    OutgoingMail.objects.create(
        id=anne.identity.pk, template="x", recipient=anne.identity.email, language="da", subject="Velkommen",
        body="Se https://x.example/", organisation=anne.organisation.pk, message_id="<1>", created_at=timezone.now(),
    )  # fmt: skip
    charge = Charge.objects.create(
        organisation=anne.organisation, kind="authenticator", amount=20, reason="x"
    )
    note = CreditNote.objects.create(organisation=anne.organisation, charge=charge, reason="Talt to gange")
    dorte = order(anne, "Dorte Dam")
    dorte.cpr, dorte.cpr_index = people_rules.sealed_cpr("6203700001")
    dorte.save()
    idp = LocalIdp.objects.create(
        organisation=anne.organisation, name="Egen IdP", issuer="https://idp.example", client_id="x", state="submitted",
        notified_level="SUBSTANTIAL", statement=b"%PDF-1.4", statement_sha256="x", tested_at=timezone.now(),
        statement_expires_on=timezone.localdate() + datetime.timedelta(days=90),
    )  # fmt: skip
    agent, colleague = at_the_desk("lis", "supervisor"), at_the_desk("ulla")
    open_organisation(agent, "99000015")
    open_organisation(colleague, "99000015")
    colleague.client.get(inside("99000015"))
    colleague.client.post(inside("99000015", f"brugere/{bo.identity.pk}/spaer/"), {"reason": WHY})
    case = cases.ask_for_help(actor=Actor.person(anne.user, anne.actor.auth), subject="Kan ikke flytte", text="Hjælp",
                              solution="mitid", organisation=anne.organisation, email="a@x.example")  # fmt: skip
    sampling.draw(actor=Actor.system("test"), today=next_month())
    retention.run()
    proposal = SupportProposal.objects.across_organisations("test").get()
    drawn = LookUpReview.objects.across_organisations("test").filter(agent=colleague.user).first()
    return SimpleNamespace(agent=agent, case=case, dorte=dorte, bo=bo, job=job, note=note, proposal=proposal, drawn=drawn,
                           anne=anne, idp=idp, colleague=colleague)  # fmt: skip


def looked_at(shown: Shown, client: Any, addresses: list[str]) -> None:
    told = []
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        told += [f"{address}: {fault}" for fault in shown.faults(address, answer)]
    _none(told)


def with_errors(shown: Shown, client: Any, addresses: list[str]) -> None:
    told = []
    for address in addresses:
        answer = client.post(address, {})
        assert answer.status_code == 200, (address, answer.status_code)
        assert "error" in answer.content.decode()
        told += [f"{address} with errors: {fault}" for fault in shown.faults(address, answer)]
    _none(told)


def _none(told: list[str]) -> None:
    if told:
        pytest.fail("\n".join(told), pytrace=False)


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_of_an_organisation(language: str, shown: Shown, desk: Any) -> None:
    desk.agent.client.cookies["language"] = language
    areas = (
        "",
        "brugere/",
        "rettigheder/",
        "fuldmagter/",
        "flytning/",
        "betaling/",
        "mails/",
        "opgaver/",
        "historik/",
    )
    people_pages = (f"brugere/{desk.dorte.pk}/", f"brugere/{desk.bo.identity.pk}/")
    looked_at(shown, desk.agent.client, [inside("99000015", each) for each in (*areas, *people_pages)])


def test_what_can_be_done(shown: Shown, desk: Any) -> None:
    ways = [
        f"brugere/{desk.dorte.pk}/{way}/"
        for way in ("send-igen", "email", "forfra", "legitimation", "logins")
    ]
    ways += [
        f"brugere/{desk.bo.identity.pk}/{way}/" for way in ("spaer", "aabn", f"forslag/{desk.proposal.pk}")
    ]
    ways += [f"opgaver/{desk.job.pk}/igen/", f"betaling/{desk.note.pk}/", f"lokal-idp/{desk.idp.pk}/", "flytning/pause/",
             "flytning/videre/", f"brugere/{desk.dorte.pk}/cpr/"]  # fmt: skip
    addresses = [inside("99000015", way) for way in ways]
    looked_at(shown, desk.agent.client, addresses)
    with_errors(shown, desk.agent.client, addresses[:3])
    number = desk.agent.client.post(addresses[-1], {"reason": WHY})
    assert "620370-0001" in number.content.decode()
    _none(list(shown.faults(addresses[-1], number)))


def test_the_desk(shown: Shown, desk: Any) -> None:
    case = f"/support/sager/{desk.case.pk}/"
    addresses = ["/support/", "/support/sager/", "/support/sager/ny/", case, case + "kollega/", "/support/adgange/",
                 "/support/aftalesager/", "/support/stikproever/", f"/support/stikproever/{desk.drawn.pk}/",
                 "/support/slettet/", "/support/flytningen/", "/support/leveringer/", "/support/leveringer/ny/",
                 "/support/nemid/99000015/", f"{case}tredje-niveau/", f"{case}svar/", inside("99000023", "adgang/")]  # fmt: skip
    looked_at(shown, desk.agent.client, addresses)
    searched = desk.agent.client.post("/support/", {"q": "Aaby"})
    _none(list(shown.faults("/support/", searched)))
    forms = ["/support/", "/support/sager/ny/", inside("99000023", "adgang/"), case + "svar/"]
    with_errors(shown, desk.agent.client, forms)


def test_accesses_of_others(shown: Shown, desk: Any) -> None:
    from portal.web.support.models import SupportAccess

    other = SupportAccess.objects.across_organisations("test").exclude(agent=desk.agent.user).get()
    ways = [f"/support/adgange/{other.pk}/{way}/" for way in ("forlaeng", "luk")]
    looked_at(shown, desk.agent.client, ways)
    desk.agent.client.post(ways[1])
    late = desk.colleague.client.post(inside("99000015", "flytning/pause/"))
    assert late.status_code == 403
    late.status_code = 200  # a browser itself says a 403 in the console
    _none(list(shown.faults("/support/", late)))


def test_a_case_about_an_agreement(shown: Shown, people: Any, register: Any, applicant: Any) -> None:  # noqa: F811
    register(document(number(1), "Skovby Idrætsforening", FFO, [in_register(people.bent, "FORMAND")]))
    bent = applicant(people.bent).start(number(1)).prepare("bent@skovby.example")
    case = bent.sign(position="Formand").say("dokument/", kind="affiliation", file=file()).say("send/").case
    agent = at_the_desk()
    ways = [f"/support/aftalesager/{case.pk}/{way}" for way in ("", "bed/", "skriv/", "godkend/", "afvis/")]
    looked_at(shown, agent.client, ["/support/aftalesager/", *ways])


def test_the_pages_of_those_who_are_helped(shown: Shown, desk: Any, log_in: Any) -> None:
    identities.suspend(actor=desk.anne.actor, identity=desk.bo.identity, reason="orlov")
    desk.agent.client.get(inside("99000015", f"brugere/{desk.anne.identity.pk}/"))
    client = log_in(desk.anne)
    addresses = ["/hjaelp/", "/hjaelp/vejledninger/", "/hjaelp/vejledninger/flyt/", "/hjaelp/sager/",
                 "/hjaelp/sager/ny/?fra=/99000015/brugere/", f"/hjaelp/sager/{desk.case.pk}/", "/beskeder/",
                 "/beskeder/mail/", "/beskeder/laest/", "/min-aktivitet/", "/mine-opslag/", "/99000015/historik/",
                 "/privatliv/fortegnelse/"]  # fmt: skip
    looked_at(shown, client, addresses)
    with_errors(shown, client, ["/hjaelp/sager/ny/"])


def test_the_check_can_fail(shown: Shown) -> None:
    """The control: a picture without words, and a box wider than the screen."""
    bad = "<!doctype html><html lang=da><title>x</title><h1>x</h1><img src=/static/img/favicon.svg>"
    told = " ".join(shown.faults("/x/", HttpResponse(bad + "<p style='width: 900px'>x</p>")))
    assert "image-alt" in told
    assert "wide at 320" in told
