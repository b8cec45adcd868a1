"""Owners whom the register lets act alone, without an agreement: the same flow, no administration pages."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from identities.actions.automatic import recognise_owner
from mandates import actions
from mandates.models import Mandate
from portal.core.actors import Actor
from portal.core.models import OutgoingMail
from portal.core.permissions import Role
from rights.models import Assignment
from tests.cast import make_actor, make_organisation, make_user
from tests.mandates.conftest import active, draft, fresh, may, offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def olga(db):
    """Owns a firm that is not connected."""
    organisation = make_organisation("99000066", "Olgas Strik", state="named", allows_private_mitid=False)
    user = make_user("Olga Olsen")
    user.email = "olga@strik.example"
    user.save()
    identity = recognise_owner(actor=Actor.system("register"), organisation=organisation, user=user)
    actor = make_actor(identity, [Role.MANAGEMENT_REPRESENTATIVE])
    return SimpleNamespace(user=user, identity=identity, actor=actor, organisation=organisation)


def url(name, *args):
    return reverse(f"mandates:{name}", args=["99000066", *args])


def test_an_owner_gives_a_mandate_on_the_same_pages_and_ends_it(log_in, olga, carl, vat):
    client = log_in(olga)
    answer = client.post(url("offer"), {"cvr": "99000023"})
    answer = client.post(answer["Location"], {"rights": [str(vat.pk)], "limit_type": "", "limit_value": ""})
    answer = client.post(answer["Location"], {"message": ""})
    client.post(answer["Location"], {})
    mandate = Mandate.objects.for_actor(olga.actor).get()
    assert mandate.state == "offered"
    actions.accept(actor=carl.actor, mandate=mandate)
    assert "Træk tilbage" in client.get(url("detail", mandate.pk)).content.decode()
    client.post(url("withdraw", mandate.pk), {"reason": ""})
    assert fresh(mandate).state == "withdrawn"


def test_an_owner_who_receives_one_may_use_it_at_once_and_waive_it(log_in, olga, anne, vat):
    mandate = offer(anne, "99000066", vat)
    log_in(olga).post(url("answer", mandate.pk), {"answer": "accept"})
    assert fresh(mandate).state == "active"
    assert may(olga.identity, vat, "99000015")
    assert "Aaby Bageri" in log_in(olga).get(url("acting_for")).content.decode()
    actions.waive(actor=olga.actor, mandate=mandate)
    assert not may(olga.identity, vat, "99000015")


def test_received_twice_it_is_assigned_once(olga, anne, vat):
    for _ in range(2):
        active(anne, olga, vat)
    assert Assignment.objects.for_actor(olga.actor).count() == 1


def test_a_connected_organisation_distributes_by_itself(anne, carl, vat):
    active(anne, carl, vat)
    assert not Assignment.objects.for_actor(carl.actor).exists()


def test_a_mandate_that_names_somebody_is_not_the_owners(olga, anne, vat):
    from tests.cast import make_identity

    named = make_identity(olga.organisation, make_user("Nina Ny"))
    active(anne, olga, vat, email=named.email)
    assert not Assignment.objects.for_actor(olga.actor).exists()


def test_the_pages_show_no_administration(log_in, olga, anne, vat):
    client = log_in(olga)
    page = client.get(url("list")).content.decode()
    assert "Giv fuldmagt" in page
    assert "Kundegrupper" not in page
    assert f'/{olga.organisation.cvr}/brugere/"' not in page
    for name in ("distribute_many", "client_groups", "no_group"):
        assert client.get(url(name)).status_code == 403
    mandate = offer(anne, "99000066", vat)
    assert "Svar" in client.get(url("detail", mandate.pk)).content.decode()


def test_an_owner_is_told_by_mail(olga, anne, vat):
    offer(anne, "99000066", vat)
    assert OutgoingMail.objects.filter(recipient="olga@strik.example", template="mandates/offered").exists()


def test_the_owner_whose_identity_stops_answers_nothing_more(log_in, olga, anne, vat):
    from identities.actions.automatic import stop_automatic

    mandate = offer(anne, "99000066", vat)
    stop_automatic(actor=Actor.system("register"), organisation=olga.organisation, reason="death")
    assert log_in(olga).post(url("answer", mandate.pk), {"answer": "accept"}).status_code == 404
    assert fresh(mandate).state == "offered"


def test_a_draft_of_the_owner_is_theirs(log_in, olga, carl, vat):
    mandate = draft(olga, "99000023", vat)
    assert log_in(carl).get(reverse("mandates:detail", args=["99000023", mandate.pk])).status_code == 404
