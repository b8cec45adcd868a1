"""Every page about rights in a real browser: axe and no sideways scrolling at 1280 and 320 px, nothing in the console;
and the way from a wish to a right and back without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from rights.actions import ownership
from rights.models import Grant, RightRequest
from rights.queries.decision import decide_one
from tests.journeys.at_a_desk import at_a_desk
from tests.journeys.conftest import browser
from tests.rights.test_access import PAGES, address, things
from tests.rights.test_ownership import owen

__all__ = ["browser", "owen", "things"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = {"review_file"}


@pytest.mark.full
def test_every_page_of_an_organisation(browser, live_server, log_in, anne, bo, things, bakery, units):
    person = at_a_desk(browser, live_server, log_in(anne))
    for name, parts, _permission in PAGES:
        if name not in FILES:
            person.go(address(name, parts, things, bakery.cvr))
    person.go(address("create_group", (), things, bakery.cvr)).press("Opret gruppen").reads("Indtast et navn")
    person.close()
    asked = RightRequest.objects.for_actor(bo.actor).get()
    person = at_a_desk(browser, live_server, log_in(bo))
    for name, parts in (("mine", ()), ("withdraw_request", (asked.pk,)), ("catalogue", ())):
        person.go(reverse(f"rights:{name}", args=[bakery.cvr, *parts]))
    person.close()


@pytest.mark.full
def test_the_pages_of_owners_and_developers(browser, live_server, owen, tax, vat):
    client = Client()
    client.force_login(owen.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    service, _secret = ownership.open_own_client(actor=owen, system=tax, name="Selvbetjening")
    person = at_a_desk(browser, live_server, client)
    pages = (("systems", ()), ("system", (tax.pk,)), ("change_system", (tax.pk,)), ("add_right", (tax.pk,)),
             ("open_client", (tax.pk,)), ("change_right", (vat.pk,)), ("change_policy", (vat.pk,)),
             ("retire_right", (vat.pk,)), ("renew_secret", (service.pk,)), ("close_client", (service.pk,)),
             ("developers", ()))  # fmt: skip
    for name, parts in pages:
        person.go(reverse(f"rights_public:{name}", args=parts))
    person.go(reverse("rights_public:renew_secret", args=[service.pk])).press("Lav en ny")
    person.close()


def test_asked_for_given_and_lost_without_javascript(browser, live_server, log_in, anne, bo, vat, bakery):
    wishes = at_a_desk(browser, live_server, log_in(bo), javascript=False)
    wishes.go(f"/{bakery.cvr}/rettigheder/ansoeg/?ret={vat.pk}").write("Hvorfor", "Jeg skal indberette moms")
    wishes.press("Send").go(f"/{bakery.cvr}/rettigheder/mine/").reads("Moms", "Afventer svar")
    decides = at_a_desk(browser, live_server, log_in(anne), javascript=False)
    asked = RightRequest.objects.for_actor(anne.actor).get()
    decides.go(f"/{bakery.cvr}/rettigheder/ansoegninger/").go(
        reverse("rights:answer", args=[bakery.cvr, asked.pk])
    )
    decides.choose("Godkend").press("Send")
    assert _may(bo, vat)
    wishes.go(f"/{bakery.cvr}/rettigheder/mine/").reads("Moms", "Godkendt")
    grant = Grant.objects.for_actor(anne.actor).get()
    decides.go(f"/{bakery.cvr}/rettigheder/gennemgang/").reads("Bo Bager")
    decides.go(reverse("rights:withdraw", args=[bakery.cvr, grant.pk])).press("Fjern")
    assert not _may(bo, vat)
    for person in (wishes, decides):
        person.close()


def _may(who, right):
    from portal.core.permissions import Level

    return decide_one(identity=who.identity.pk, right=right.key, level=Level.SUBSTANTIAL).granted
