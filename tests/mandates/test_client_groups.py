"""Client groups × staff groups: the pages of an accountant with many clients."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from mandates import actions
from mandates.models import Mandate, MandateRight
from portal.core import jobs, trace
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry
from rights.actions import create_client_group, fill_client_group, open_powers
from rights.models import Assignment, ClientGroup, ClientGroupMember, Group, GroupMember
from tests.cast import make_organisation
from tests.mandates.conftest import may, past

pytestmark = pytest.mark.django_db
CYCLES = "99000023"


def url(name, *args, cvr=CYCLES):
    return reverse(f"mandates:{name}", args=[cvr, *args])


def text(response):
    return response.content.decode()


@pytest.fixture
def clients(carl, vat):
    """Sixty organisations that have given the cycle shop a mandate."""
    found = []
    for n in range(60):
        one = make_organisation(f"9200{n:04}", f"Kunde {n:02}", state="named")
        mandate = Mandate.objects.create(
            number=f"F-{n:03}", grantor=one, grantee=carl.organisation, grantor_name=one.name, state="active",
            grantee_name=carl.organisation.name, basis="consents", grantor_consented_at=past(),
            grantee_consented_at=past(), starts_at=past(), sent_at=past(),
        )  # fmt: skip
        MandateRight.objects.create(mandate=mandate, right=vat)
        with trace.collecting("test"):
            open_powers(
                actor=carl.actor, mandate_id=mandate.pk, holder=carl.organisation, grantor=one, rights=[vat]
            )
        found.append(one)
    return found


@pytest.fixture
def team(carl):
    group = Group.objects.create(organisation=carl.organisation, name="Bogholdere")
    GroupMember.objects.create(group=group, identity=carl.identity)
    return group


def test_from_making_a_group_to_a_decision_and_back(log_in, carl, clients, team, vat):
    client = log_in(carl)
    answer = client.post(url("create_client_group"), {"name": "Syd"})
    group = ClientGroup.objects.for_actor(carl.actor).get()
    assert answer["Location"] == url("client_group", group.pk)
    chosen = [str(clients[0].pk), str(clients[1].pk)]
    assert "Kunde 00" in text(client.get(url("add_clients", group.pk)))
    client.post(url("add_clients", group.pk), {"ids": chosen})
    client.post(url("assign_client_group", group.pk), {"group": str(team.pk), "email": "", "right": ""})
    assert may(carl.identity, vat, clients[0].cvr)
    page = text(client.get(url("client_group", group.pk)))
    assert "Kunde 00" in page
    assert "Bogholdere" in page
    assert "Kunde 00" in text(client.get(url("remove_clients", group.pk)))
    client.post(url("remove_clients", group.pk), {"ids": chosen[:1]})
    assert not may(carl.identity, vat, clients[0].cvr)
    assert may(carl.identity, vat, clients[1].cvr)
    client.post(url("delete_client_group", group.pk))
    assert not may(carl.identity, vat, clients[1].cvr)
    assert "Ingen kundegrupper endnu" in text(client.get(url("client_groups")))


def test_a_group_of_many_is_paged_by_name_and_searched(log_in, carl, clients):
    group = create_client_group(actor=carl.actor, organisation=carl.organisation, name="Alle")
    fill_client_group(actor=carl.actor, client_group=group, clients=[each.pk for each in reversed(clients)])
    client = log_in(carl)
    first = client.get(url("client_group", group.pk))
    second = client.get(f"{url('client_group', group.pk)}?{first.context['next']}")
    shown = [row.client.name for page in (first, second) for row in page.context["rows"]]
    assert shown == [f"Kunde {n:02}" for n in range(60)]
    for words, found in (("kunde 42", ["Kunde 42"]), ("9200 0007", ["Kunde 07"]), ("slagter", [])):
        page = client.get(url("client_group", group.pk), {"q": words})
        assert [row.client.name for row in page.context["rows"]] == found
    assert "60" in text(client.get(url("client_groups")))


def test_who_is_in_no_group_is_put_into_one_some_or_all_of_them(log_in, carl, clients):
    group = create_client_group(actor=carl.actor, organisation=carl.organisation, name="Rest")
    client = log_in(carl)
    client.post(url("no_group"), {"ids": [str(clients[0].pk)], "client_group": str(group.pk)})
    assert [row.client for row in group.clients.all()] == [clients[0]]
    assert "Kunde 00" not in text(client.get(url("no_group")))
    answer = client.post(url("no_group"), {"client_group": str(group.pk), "do": "all"})
    job = jobs.Job.objects.for_actor(carl.actor).get()
    assert answer["Location"] == url("bulk", job.pk)
    jobs.work(job.pk)
    assert group.clients.count() == 60
    assert "Alle kunder er i en kundegruppe" in text(client.get(url("no_group")))
    assert not Assignment.objects.for_actor(carl.actor).exists()


@pytest.mark.parametrize("wanted", ["", "x", str(uuid.UUID(int=7))])
def test_no_group_chosen_changes_nothing(log_in, carl, clients, wanted):
    asked = {"ids": [str(clients[0].pk)], "client_group": wanted}
    page = log_in(carl).post(url("no_group"), asked, follow=True)
    assert "Vælg den kundegruppe" in text(page)
    assert not ClientGroupMember.objects.for_actor(carl.actor).exists()


def test_names_are_the_groups_own_and_can_be_changed(log_in, carl, clients):
    for name in ("Syd", "Nord"):
        create_client_group(actor=carl.actor, organisation=carl.organisation, name=name)
    group = ClientGroup.objects.for_actor(carl.actor).get(name="Nord")
    client = log_in(carl)
    assert "allerede en kundegruppe" in text(
        client.post(url("rename_client_group", group.pk), {"name": "Syd"})
    )
    client.post(url("rename_client_group", group.pk), {"name": "Vest"})
    group.refresh_from_db()
    assert group.name == "Vest"
    told = AuditEntry.objects.across_organisations("test").filter(event="rights.client_group.renamed")
    assert told.count() == 1


def test_a_right_alone_is_distributed_alone(log_in, carl, clients, team, vat):
    from tests.mandates.conftest import make_right

    other = make_right("loen")
    group = create_client_group(actor=carl.actor, organisation=carl.organisation, name="Syd")
    fill_client_group(actor=carl.actor, client_group=group, clients=[clients[0].pk])
    asked = {"group": str(team.pk), "email": "", "right": str(other.pk)}
    log_in(carl).post(url("assign_client_group", group.pk), asked)
    assert Assignment.objects.for_actor(carl.actor).get().right == other
    assert not may(carl.identity, vat, clients[0].cvr)


GROUP_PAGES = ["client_group", "rename_client_group", "assign_client_group", "delete_client_group", "add_clients",
               "remove_clients"]  # fmt: skip


@pytest.mark.parametrize("name", GROUP_PAGES)
def test_the_cast_at_a_client_group(log_in, anne, bo, carl, name):
    group = create_client_group(actor=carl.actor, organisation=carl.organisation, name="Syd")
    assert log_in(carl).get(url(name, group.pk)).status_code == 200
    assert log_in(anne).get(url(name, group.pk)).status_code == 404
    assert log_in(anne).get(url(name, group.pk, cvr="99000015")).status_code == 404
    assert log_in(bo).get(url(name, group.pk, cvr="99000015")).status_code == 403
    assert Client().get(url(name, group.pk)).status_code == 302


def test_somebody_elses_clients_are_not_put_into_a_group(log_in, carl, anne, clients):
    group = create_client_group(actor=carl.actor, organisation=carl.organisation, name="Syd")
    log_in(carl).post(url("add_clients", group.pk), {"ids": [str(anne.organisation.pk)]})
    assert not group.clients.exists()


def test_bulk_stands_in_the_history_as_one_act_and_twice_changes_nothing(carl, clients, team):
    numbers = [each.cvr for each in clients] + ["99999993"]
    job = actions.distribute_in_bulk(actor=carl.actor, group=team, name="Alle", numbers=numbers)
    jobs.work(job.pk)
    told = AuditEntry.objects.across_organisations("test").filter(act=job.pk)
    assert set(told.values_list("event", flat=True)) == {
        "mandates.clients.assigned", "rights.client_group.filled", "mandates.clients.done",
    }  # fmt: skip
    again = actions.distribute_in_bulk(actor=carl.actor, group=team, name="Alle", numbers=numbers)
    jobs.work(again.pk)
    again.refresh_from_db()
    assert again.result == {"done": 0, "errors": [[61, "99999993"]]}
    assert Assignment.objects.for_actor(carl.actor).count() == 1
    assert ClientGroupMember.objects.for_actor(carl.actor).count() == 60


def test_a_group_deleted_meanwhile_stops_the_job_with_its_reason(carl, clients, team):
    from rights.actions import delete_client_group

    job = actions.distribute_in_bulk(actor=carl.actor, group=team, name="Alle", numbers=[clients[0].cvr])
    delete_client_group(actor=carl.actor, client_group=ClientGroup.objects.for_actor(carl.actor).get())
    jobs.work(job.pk)
    job.refresh_from_db()
    assert job.state == "failed"
    with pytest.raises(RuleBroken, match="slettet"):
        actions.start_again(actor=carl.actor, job=job)
