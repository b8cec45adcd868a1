"""What an employer learns of its employees' logins: the month and the level, and nothing of other employers."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from identities import actions
from identities.models import Identity
from portal.core.models import AuditEntry, OutgoingMail
from portal.core.permissions import Level
from tests.identities.people import activated, open_link, order, outsider, token_mailed_to

pytestmark = pytest.mark.django_db


def used(identity):
    identity.refresh_from_db()
    return identity.last_used_month, identity.last_level


def test_the_month_and_the_level_are_noted_where_one_acts_and_nowhere_else(
    bakery, cycles, anne, carl, log_in
):
    dorte = activated(anne, "Dorte Dam")
    there = order(carl, "D. Dam", birth_date=datetime.date(1980, 2, 3), email="d@cykler.example")
    actions.activate(actor=dorte.person, activation=open_link(there), means="private")
    client = log_in(dorte, Level.HIGH)
    client.get("/mine-identiteter/")
    assert used(dorte.identity) == (None, "")
    client.get(f"/{bakery.cvr}/")
    assert used(dorte.identity) == (timezone.localdate().replace(day=1), "high")
    assert used(there) == (None, "")
    page = log_in(anne).get(reverse("identities:detail", args=[bakery.cvr, dorte.identity.pk]))
    assert "Høj" in page.content.decode()


def test_it_is_written_once_a_month_not_at_every_click(bakery, anne, log_in, django_assert_num_queries):
    dorte = activated(anne, "Dorte Dam").identity
    assert actions.note_use(dorte, Level.SUBSTANTIAL)
    with django_assert_num_queries(0):
        assert not actions.note_use(dorte, Level.SUBSTANTIAL)
    before = Identity.objects.for_actor(anne.actor).get(pk=dorte.pk)
    assert not actions.note_use(before, Level.SUBSTANTIAL)


def test_a_pseudonym_is_switched_on_and_off_on_its_page_and_keeps_every_role(bakery, anne, log_in):
    bakery.allows_pseudonyms = True
    bakery.save()
    dorte, client = activated(anne, "Dorte Dam"), log_in(anne)
    address = reverse("identities:pseudonym", args=[bakery.cvr, dorte.identity.pk])
    for typed, shown in (("Medarbejder 7", "Medarbejder 7"), ("", "Dorte Dam")):
        assert client.post(address, {"pseudonym": typed}).status_code == 302
        dorte.identity.refresh_from_db()
        assert dorte.identity.shown_name == shown
    assert "Du har ikke ændret noget" in client.post(address, {"pseudonym": ""}).content.decode()


def test_an_administrator_has_no_pseudonym(bakery, anne, log_in):
    bakery.allows_pseudonyms = True
    bakery.save()
    address = reverse("identities:pseudonym", args=[bakery.cvr, anne.identity.pk])
    assert "fuldt navn" in log_in(anne).post(address, {"pseudonym": "X"}).content.decode()


def test_the_wrong_person_says_so_and_the_organisation_does_not_learn_who(bakery, anne, log_in):
    dorte = order(anne, "Dorte Dam", birth_date=datetime.date(1980, 2, 3))
    stranger = outsider("Frida Fremmed", birth_date=datetime.date(1990, 1, 1))
    client = log_in(stranger)
    link = f"/aktivering/{token_mailed_to(dorte.email)}/"
    page = client.get(link)
    assert page.status_code == 403
    assert f"{link}meld/" in page.content.decode()
    assert "Tak" in client.post(f"{link}meld/").content.decode()
    entry = AuditEntry.objects.across_organisations("test").get(event="identities.activation.wrong_person")
    assert str(stranger.user.pk) not in entry.actor_id
    letter = OutgoingMail.objects.filter(recipient=anne.identity.email).latest("created_at")
    assert "Frida" not in letter.body
    assert "Dorte Dam" in letter.subject


def test_the_right_person_cannot_report_themselves_and_nobody_without_a_login(bakery, anne, log_in):
    from django.test import Client

    born = datetime.date(1980, 2, 3)
    dorte = order(anne, "Dorte Dam", birth_date=born)
    link = f"/aktivering/{token_mailed_to(dorte.email)}/"
    assert log_in(outsider("Dorte Dam", birth_date=born)).post(f"{link}meld/").status_code == 302
    assert Client().post(f"{link}meld/").status_code == 200
    assert not AuditEntry.objects.across_organisations("test").filter(event__endswith="wrong_person").exists()
