"""An organisation's own system creates, finds, changes, suspends and activates by the same actions as the pages."""

import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from identities import actions
from identities.models import Activation, Identity, RoleAssignment
from portal.core import jobs
from portal.core.api import issue_token
from portal.core.models import AuditEntry, Job
from rights.actions.clients import close_client, open_organisation_client
from tests.identities.people import CPR, activated, order, with_channel
from tests.rights.conftest import SYSTEM

pytestmark = pytest.mark.django_db
PERSON = {"given_name": "Dorte", "surname": "Dam", "email": "dorte@bageri.example"}


class Hr:
    """The HR system of an organisation. Every call returns the response."""

    def __init__(self, organisation):
        self.client, _secret = open_organisation_client(actor=SYSTEM, organisation=organisation, name="HR")
        self.headers = {"Authorization": f"Bearer {issue_token(self.client.client_id)[0]}"}

    def call(self, method, path, body=None, key="", **headers):
        headers = {**self.headers, **({"Idempotency-Key": key} if key else {}), **headers}
        data = body if isinstance(body, str | bytes) else json.dumps(body or {})
        return Client(enforce_csrf_checks=True).generic(
            method.upper(), f"/identities/v1/{path}", data, "application/json", headers=headers
        )

    def get(self, path, **query):
        return Client().get(f"/identities/v1/{path}", query, headers=self.headers)

    def create(self, key="1", **fields):
        return self.call("post", "identities", {**PERSON, **fields}, key)


@pytest.fixture
def hr(bakery):
    return Hr(bakery)


def count(organisation):
    return Identity.objects.across_organisations("test").filter(organisation=organisation).count()


def test_created_read_changed_suspended_let_in_and_closed(hr, bakery):
    made = hr.create(department="Køkken")
    assert made.status_code == 201
    body = made.json()
    assert (body["state"], body["shown_name"], body["department"]) == ("pending", "Dorte Dam", "Køkken")
    assert made["Location"] == f"/identities/v1/identities/{body['id']}"
    one = f"identities/{body['id']}"
    assert hr.get(one).json() == body
    changed = hr.call("patch", one, {"surname": "Dam-Hansen", "version": body["version"]})
    assert (changed.status_code, changed.json()["surname"]) == (200, "Dam-Hansen")
    assert [hr.call("delete", one).status_code for _ in range(2)] == [204, 204]
    assert hr.get(one).json()["state"] == "closed"
    events = AuditEntry.objects.across_organisations("test").filter(subject_id=body["id"])
    assert set(events.values_list("actor_kind", flat=True)) == {"service"}


def test_a_rid_is_written_once_and_belongs_to_one(hr, bakery):
    first = hr.create(rid="12345678").json()
    assert first["rid"] == "12345678"
    second = hr.create("2", email="eva@bageri.example")
    one = f"identities/{second.json()['id']}"
    for answer in (hr.create("3", rid="12345678"), hr.call("patch", one, {"rid": "12345678"})):
        assert (answer.status_code, "RID" in answer.json()["detail"]) == (422, True)
    assert hr.call("patch", one, {"rid": "87654321"}).json()["rid"] == "87654321"


def test_a_pseudonym_is_switched_on_and_off_where_the_organisation_allows_it(hr, bakery):
    assert hr.create(pseudonym="Bruger 7").status_code == 422
    bakery.allows_pseudonyms = True
    bakery.save()
    made = hr.create(pseudonym="Bruger 7").json()
    assert (made["shown_name"], made["is_pseudonym"], made["given_name"]) == ("Bruger 7", True, "Dorte")
    one = f"identities/{made['id']}"
    changed = hr.call(
        "patch", one, {"pseudonym": "", "department": "Kontor", "version": made["version"]}
    ).json()
    assert (changed["shown_name"], changed["is_pseudonym"], changed["department"]) == (
        "Dorte Dam",
        False,
        "Kontor",
    )
    assert hr.call("patch", one, {"pseudonym": "B", "version": made["version"]}).status_code == 409


def test_a_closed_identity_is_opened_again_for_no_more_than_the_client_said(hr, bakery, anne):
    with_channel(bakery)
    dorte = activated(anne, "Dorte Dam")
    one = f"identities/{dorte.identity.pk}"
    hr.call("delete", one)
    for n in range(3):
        activated(anne, f"Nr{n} Ny")
    assert hr.call("post", f"{one}/reopen", {"max_price": "19.00"}).status_code == 422
    opened = hr.call("post", f"{one}/reopen", {"max_price": "20.00"})
    assert (opened.status_code, opened.json()["state"]) == (200, "active")
    assert hr.call("post", f"{one}/reopen").status_code == 422


def test_suspend_and_reactivate(hr, bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    one = f"identities/{dorte.identity.pk}"
    assert hr.call("post", f"{one}/suspend", {"reason": "væk"}).json()["state"] == "suspended"
    again = hr.call("post", f"{one}/suspend")
    assert (again.status_code, again["Content-Type"]) == (422, "application/problem+json")
    assert hr.call("post", f"{one}/reactivate").json()["state"] == "active"


def test_the_same_key_is_answered_alike_and_done_once(hr, bakery):
    first, second = hr.create(), hr.create()
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert count(bakery) == 1
    other = hr.create(given_name="Eva")
    assert other.status_code == 422
    assert other.json()["type"].endswith("idempotency-key-reused")


def test_a_refused_request_leaves_no_answer_under_its_key(hr, bakery):
    bakery.asks_for_cpr = False
    bakery.save()
    assert hr.create(cpr=CPR).status_code == 422
    bakery.asks_for_cpr, bakery.cpr_purpose = True, "løn"
    bakery.save()
    assert hr.create(cpr=CPR).status_code == 201


def test_another_client_may_use_the_same_key(hr, bakery, cycles):
    assert [each.create().status_code for each in (hr, Hr(bakery), Hr(cycles))] == [201, 201, 201]
    assert (count(bakery), count(cycles)) == (2, 1)


@pytest.mark.parametrize("key", ["", "x" * 201, "æ", "a\tb"])
def test_creating_needs_a_proper_key(hr, bakery, key):
    assert hr.create(key=key).status_code == 400
    assert count(bakery) == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same_key", [True, False])
def test_ten_at_once_with_one_key_make_one_identity(bakery, same_key):
    """The control: with a key each they make ten."""
    hr, gate = Hr(with_channel(bakery)), threading.Barrier(10)

    def create(n):
        try:
            gate.wait()
            return hr.create(key="1" if same_key else str(n)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(create, range(10)))
    assert answers == [201] * 10
    assert count(bakery) == (1 if same_key else 10)


def test_search_filters_and_pages(hr, bakery, anne):
    for n in range(5):
        order(anne, f"Nr{n} Nielsen", department="Lager" if n else "Kontor", order=False)
    near = hr.get("identities", q="nilsen").json()["results"]
    assert sorted(each["given_name"] for each in near) == [f"Nr{n}" for n in range(5)]
    assert len(hr.get("identities", department="Lager").json()["results"]) == 4
    found, query = [], {"limit": "2"}
    while True:
        page = hr.get("identities", **query).json()
        found += [each["id"] for each in page["results"]]
        if not page["next"]:
            break
        query = dict(each.split("=", 1) for each in page["next"].split("&"))
        query = {name: value.replace("%3D", "=") for name, value in query.items()}
    assert len(found) == len(set(found)) == count(bakery)


@pytest.mark.parametrize(
    "query",
    [
        {"limit": "0"},
        {"limit": "201"},
        {"limit": "x"},
        {"after": "x"},
        {"after": "bnVsbA=="},
        {"after": "WyJhIiwgImIiXQ=="},
        {"after": "WyJcdTAwMDAiLCAiMDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwIl0="},
        {"state": "dead"},
    ],
)
def test_a_query_that_cannot_be_read_is_400(hr, query):
    answer = hr.get("identities", **query)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        "x",
        {"given_name": ""},
        {"given_name": "x" * 101},
        {"given_name": "A\x00"},
        {"given_name": 7.5, "surname": []},
        {"given_name": "A", "email": "x"},
        {"given_name": "A", "phone": "abc"},
        {"given_name": "A", "p_number": "12"},
        {"given_name": "A", "se_number": "12345678x"},
        {"given_name": "A", "cpr": "0000000000"},
        {"given_name": "A", "birth_date": "1980-13-01"},
        {"given_name": "A", "birth_date": "2999-01-01"},
        {"given_name": "A", "ends_on": "2001-01-01"},
        {"given_name": "A", "organisation": "99000023"},
        {"given_name": "A", "state": "active"},
        '{"given_name": "A", "given_name": "B"}',
        '{"given_name": "\\ud800"}',
        "{",
    ],
    ids=range(20),
)
def test_what_is_no_identity_is_refused_with_a_problem_and_makes_none(hr, bakery, body):
    answer = hr.call("post", "identities", body, "1")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert count(bakery) == 0


def test_others_are_not_there(hr, cycles, carl):
    theirs = activated(carl, "Eva Eng", means="dedicated")
    authenticator = theirs.identity.authenticators.get()
    one = f"identities/{theirs.identity.pk}"
    for method, path in (
        ("get", one),
        ("patch", one),
        ("delete", one),
        ("post", f"{one}/suspend"),
        ("post", f"{one}/reactivate"),
        ("get", f"{one}/authenticators"),
        ("post", f"{one}/authenticators"),
        ("get", f"{one}/roles"),
        ("delete", f"authenticators/{authenticator.pk}"),
        ("get", f"activation-orders/{uuid.uuid4()}"),
        ("get", "identities/intet"),
    ):
        answer = hr.call(method, path, {"kind": "app"} if path.endswith("ors") else None, "1")
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json"), path
    assert str(theirs.identity.pk) not in hr.get("identities", q="Eva Eng").content.decode()


def test_nobody_a_closed_client_and_a_systems_client_are_refused(hr, bakery, anne, log_in):
    assert Client().get("/identities/v1/identities").status_code == 401
    assert log_in(anne).get("/identities/v1/identities").status_code == 401
    close_client(actor=SYSTEM, client=hr.client)
    assert hr.get("identities").status_code == 401


def test_no_answer_tells_a_cpr_number_or_another_employer(hr, bakery, cycles, anne, carl):
    bakery.asks_for_cpr, bakery.cpr_purpose = True, "løn"
    bakery.save()
    body = hr.create(cpr=CPR).json()
    assert body["has_cpr"] is True
    page = hr.get("identities").content.decode()
    for told in (CPR, CPR[6:], cycles.cvr, cycles.name):
        assert told not in page


def test_a_stale_version_is_409(hr, bakery):
    body = hr.create().json()
    one = f"identities/{body['id']}"
    assert hr.call("patch", one, {"surname": "X", "version": 1}).status_code == 200
    late = hr.call("patch", one, {"surname": "Y", "version": 1})
    assert (late.status_code, late["Content-Type"]) == (409, "application/problem+json")


def test_dearer_than_allowed_is_refused(hr, bakery, anne):
    with_channel(bakery)
    assert hr.create(max_price="19.99").status_code == 422
    assert hr.create(max_price="20.00").status_code == 201


def test_authenticators_are_listed_ordered_and_stopped_and_roles_only_read(hr, bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    RoleAssignment.objects.create(
        organisation=bakery, identity=dorte.identity, role="user_administrator", given_by="test"
    )
    one = f"identities/{dorte.identity.pk}"
    assert hr.get(f"{one}/authenticators").json() == []
    ordered = hr.call("post", f"{one}/authenticators", {"kind": "app"}, "a")
    assert (ordered.status_code, ordered.json()["state"]) == (201, "ordered")
    assert hr.call("post", f"{one}/authenticators", {"kind": "app"}, "a").json() == ordered.json()
    assert len(hr.get(f"{one}/authenticators").json()) == 1
    stop = f"authenticators/{ordered.json()['id']}"
    assert [hr.call("delete", stop).status_code for _ in range(2)] == [204, 204]
    assert [each["role"] for each in hr.get(f"{one}/roles").json()] == ["user_administrator"]
    assert hr.call("post", f"{one}/roles", {"role": "organisation_administrator"}).status_code == 405


def test_many_drafts_are_activated_by_one_job(hr, bakery, anne, cycles, carl):
    with_channel(bakery)
    drafts = [order(anne, f"Nr{n} Nielsen", order=False) for n in range(4)]
    theirs = order(carl, "Eva Eng", order=False)
    chosen = [str(each.pk) for each in (*drafts, theirs)]
    started = hr.call("post", "activation-orders", {"identities": chosen}, "k")
    assert (started.status_code, started.json()["state"]) == (202, "running")
    assert hr.call("post", "activation-orders", {"identities": chosen}, "k").json() == started.json()
    assert Job.objects.across_organisations("test").count() == 1
    jobs.work(started.json()["id"])
    done = hr.get(f"activation-orders/{started.json()['id']}").json()
    assert (done["state"], done["done"], done["total"]) == ("done", 5, 5)
    assert Activation.objects.across_organisations("test").count() == 4
    theirs.refresh_from_db()
    assert theirs.state == Identity.State.DRAFT


def test_old_keys_are_forgotten(hr, bakery):
    from django.utils import timezone

    from identities.models import IdempotencyKey

    hr.create()
    rows = IdempotencyKey.objects.across_organisations("test")
    assert actions.forget_keys(actor=SYSTEM) == 0
    rows.update(created_at=timezone.now() - timezone.timedelta(days=3))
    assert actions.forget_keys(actor=SYSTEM) == 1
