"""Renewal of many from the list: some or all, by a job, one mail to the own side."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from mandates.models import Mandate, MandateRight
from portal.core import jobs
from portal.core.models import Job, OutgoingMail
from tests.cast import make_organisation
from tests.mandates.conftest import past

pytestmark = pytest.mark.django_db
LIST = reverse("mandates:renew_many", args=["99000023"])


@pytest.fixture
def ending(carl, vat):
    """Four received mandates that end in 10, 50, 80 and 200 days."""
    found = []
    for n, days in enumerate((10, 50, 80, 200)):
        one = make_organisation(f"9200{n:04}", f"Kunde {n}")
        mandate = Mandate.objects.create(
            number=f"F-{n}", grantor=one, grantee=carl.organisation, grantor_name=one.name, state="active",
            grantee_name="", basis="consents", grantor_consented_at=past(), grantee_consented_at=past(),
            starts_at=past(), sent_at=past(), ends_at=timezone.now() + datetime.timedelta(days=days),
        )  # fmt: skip
        MandateRight.objects.create(mandate=mandate, right=vat)
        found.append(mandate)
    return found


def shown(client, **asked):
    return [row.number for row in client.get(LIST, asked).context["rows"]]


def test_the_list_is_what_ends_soon_first_to_end_first(log_in, carl, ending):
    client = log_in(carl)
    assert shown(client) == ["F-0", "F-1", "F-2"]
    assert shown(client, days="30") == ["F-0"]
    assert shown(client, days="365") == ["F-0", "F-1", "F-2", "F-3"]
    assert shown(client, side="given") == []


def test_the_chosen_ones_are_renewed_and_leave_the_list(log_in, carl, ending):
    client = log_in(carl)
    answer = client.post(LIST, {"ids": [str(ending[1].pk)], "months": "12"})
    job = Job.objects.for_actor(carl.actor).get()
    assert answer["Location"] == reverse("mandates:bulk", args=["99000023", job.pk])
    jobs.work(job.pk)
    new = Mandate.objects.for_actor(carl.actor).get(replaces=ending[1])
    assert new.state == "requested"
    assert new.ends_at <= timezone.now() + datetime.timedelta(days=366)
    assert shown(client) == ["F-0", "F-2"]


def test_all_on_the_list_with_one_mail_to_us_and_one_to_each_of_the_others(log_in, carl, ending):
    for mandate in ending:
        from tests.cast import make_identity, make_user

        make_identity(
            mandate.grantor, make_user(f"Ejer {mandate.number}"), roles=["organisation_administrator"]
        )
    log_in(carl).post(LIST + "?days=365", {"do": "all"})
    jobs.work(Job.objects.for_actor(carl.actor).get().pk)
    assert Mandate.objects.for_actor(carl.actor).filter(state="requested").count() == 4
    ours = OutgoingMail.objects.filter(recipient=carl.identity.email)
    assert [each.template for each in ours] == ["mandates/renewed_many"]
    assert "4 fornyelser er sendt" in ours[0].body
    assert OutgoingMail.objects.filter(template="mandates/requested").count() == 4


def test_nothing_chosen_is_a_hint(log_in, carl, ending):
    page = log_in(carl).post(LIST, {"ids": ["x"]}, follow=True).content.decode()
    assert "Vælg mindst én fuldmagt" in page
    assert not Job.objects.for_actor(carl.actor).exists()


def test_others_mandates_cannot_be_chosen(log_in, anne, carl, ending):
    path = reverse("mandates:renew_many", args=["99000015"])
    page = log_in(anne).post(path, {"ids": [str(ending[0].pk)]}, follow=True).content.decode()
    assert "Vælg mindst én fuldmagt" in page
    assert not Mandate.objects.for_actor(carl.actor).filter(replaces=ending[0]).exists()


def test_what_ended_meanwhile_stands_with_its_reason(log_in, carl, ending):
    client = log_in(carl)
    client.post(LIST, {"ids": [str(ending[0].pk), str(ending[1].pk)]})
    job = Job.objects.for_actor(carl.actor).get()
    Mandate.objects.for_actor(carl.actor).filter(pk=ending[0].pk).update(state="withdrawn")
    jobs.work(job.pk)
    job.refresh_from_db()
    assert job.result["done"] == 1
    assert [number for number, _why in job.result["errors"]] == ["F-0"]
    page = client.get(reverse("mandates:bulk_errors", args=["99000023", job.pk])).getvalue().decode()
    assert "ikke i kraft" in page
