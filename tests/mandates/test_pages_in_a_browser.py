"""Every page about mandates in a real browser: axe and no sideways scrolling at 1280 and 320 px, nothing in the
console; and from offer to end without JavaScript."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from mandates import actions
from mandates.models import Mandate
from portal.core import jobs
from portal.core.models import Job
from rights.actions import assign, create_client_group, fill_client_group
from rights.models import Group
from tests.journeys.at_a_desk import at_a_desk
from tests.journeys.conftest import browser
from tests.mandates.conftest import USUAL, active, draft, fresh, made, make_right, offer, set_fields

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BAKERY, CYCLES, THIRD = "99000015", "99000023", "99000031"


def url(name, cvr, *args):
    return reverse(f"mandates:{name}", args=[cvr, *args])


@pytest.fixture
def mandate(anne, carl, vat):
    """In force, with its document, near its end, and distributed to Carl."""
    one = made(active(anne, carl, vat))
    assign(actor=carl.actor, organisation=carl.organisation, identity=carl.identity, client=anne.organisation)
    return set_fields(one, ends_at=timezone.now() + datetime.timedelta(days=20))


@pytest.mark.full
def test_every_page_of_the_one_who_gives(browser, live_server, log_in, anne, carl, dora, mandate, vat):
    begun, waiting = draft(anne, CYCLES, vat), offer(carl, BAKERY, vat, as_grantor=False)
    person = at_a_desk(browser, live_server, log_in(anne))
    for name in ("list", "received", "offer", "request", "renew_many", "acting_for"):
        person.go(url(name, BAKERY))
    person.go(url("renew_many", BAKERY) + "?side=given").reads(mandate.number)
    for name in ("detail", "renew", "suspend", "withdraw"):
        person.go(url(name, BAKERY, mandate.pk))
    for name in ("rights", "period", "send", "discard"):
        person.go(url(name, BAKERY, begun.pk))
    person.go(url("answer", BAKERY, waiting.pk)).press("Send svaret").reads("Vælg ja eller nej")
    actions.suspend(actor=anne.actor, mandate=mandate)
    person.go(url("resume", BAKERY, mandate.pk))
    person.close()


@pytest.mark.full
def test_every_page_of_the_one_who_receives(browser, live_server, log_in, anne, carl, dora, mandate, vat):
    staff = Group.objects.create(organisation=carl.organisation, name="Bogholdere")
    group = create_client_group(actor=carl.actor, organisation=carl.organisation, name="Syd")
    active(dora, carl, vat)
    job = actions.distribute_in_bulk(actor=carl.actor, group=staff, name="Nord", numbers=["99999993"])
    person = at_a_desk(browser, live_server, log_in(carl))
    for name in (
        "received",
        "client_groups",
        "create_client_group",
        "no_group",
        "distribute_many",
        "acting_for",
    ):
        person.go(url(name, CYCLES))
    person.go("/organisationer/").reads("Aaby Bageri ApS")
    person.go(url("acting_for_client", CYCLES, BAKERY)).reads("Ret moms")
    for name in ("bulk", "bulk_cancel"):
        person.go(url(name, CYCLES, job.pk))
    jobs.work(job.pk)
    person.go(url("bulk", CYCLES, job.pk)).reads("99999993")
    for name in ("detail", "distribute", "give_on", "waive"):
        person.go(url(name, CYCLES, mandate.pk))
    person.go(url("add_clients", CYCLES, group.pk))
    fill_client_group(actor=carl.actor, client_group=group, clients=[anne.organisation.pk])
    for name in (
        "client_group",
        "rename_client_group",
        "assign_client_group",
        "delete_client_group",
        "remove_clients",
    ):
        person.go(url(name, CYCLES, group.pk))
    person.close()


@pytest.mark.full
def test_the_principals_page(browser, live_server, log_in, anne, carl, dora):
    right = make_right("spoerg", USUAL)
    parent = active(anne, carl, right)
    sub = actions.start_sub_mandate(actor=carl.actor, parent=parent, cvr=THIRD)
    actions.choose_rights(actor=carl.actor, mandate=sub, rights=[right])
    actions.choose_period(actor=carl.actor, mandate=sub, starts_on=None, ends_on=None)
    actions.send(actor=carl.actor, mandate=fresh(sub))
    person = at_a_desk(browser, live_server, log_in(anne))
    person.go(url("approve", BAKERY, sub.pk)).press("Ja, den må gives videre")
    person.go(url("end_sub_mandate", BAKERY, sub.pk))
    person.close()


def test_from_offer_to_end_without_javascript(browser, live_server, log_in, anne, carl, vat):
    gives = at_a_desk(browser, live_server, log_in(anne), javascript=False)
    gives.go(url("offer", BAKERY)).write("Den anden parts CVR-nummer", CYCLES).press("Fortsæt")
    gives.choose("Ret moms").press("Fortsæt").press("Fortsæt").reads("Cykler & Søn A/S").press("Send")
    mandate = Mandate.objects.for_actor(anne.actor).get()
    receives = at_a_desk(browser, live_server, log_in(carl), javascript=False)
    receives.go(url("answer", CYCLES, mandate.pk)).choose("Ja, vi accepterer").press("Send svaret").reads(
        "I kraft"
    )
    receives.go(url("distribute", CYCLES, mandate.pk)).write("Medarbejderens e-mail", carl.identity.email)
    receives.press("Fordel").go(url("acting_for", CYCLES)).reads("Aaby Bageri ApS")
    gives.go(url("withdraw", BAKERY, mandate.pk)).press("Træk fuldmagten tilbage").reads("Ophørte")
    receives.go(url("acting_for", CYCLES)).reads("Du kan ikke handle for andre lige nu")
    for person in (gives, receives):
        person.close()


def test_many_are_distributed_without_javascript(browser, live_server, log_in, anne, carl, mandate):
    Group.objects.create(organisation=carl.organisation, name="Bogholdere")
    person = at_a_desk(browser, live_server, log_in(carl), javascript=False)
    person.go(url("distribute_many", CYCLES)).write("Navn på kundegruppen", "Alle")
    person.write("Kundernes CVR-numre", f"{BAKERY}\n{THIRD}")
    person.page.get_by_label("Brugergruppe").select_option(label="Bogholdere")
    person.press("Vis, hvad der vil ske").reads("1 kunde lægges i kundegruppen", THIRD)
    person.press("Start fordelingen").press("Opdatér status")
    jobs.work(Job.objects.for_actor(carl.actor).get().pk)
    person.press("Opdatér status").reads("1 linje sprunget over", THIRD)
    person.close()
