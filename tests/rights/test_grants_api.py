"""An organisation's own system gives and withdraws by the same actions as the pages."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from portal.core.api import issue_token
from portal.core.models import AuditEntry
from portal.core.permissions import Level
from rights.actions.clients import open_organisation_client
from rights.models import Grant, Group
from rights.queries.decision import decide_one
from tests.rights.conftest import SYSTEM


class Hr:
    """The HR system of an organisation."""

    def __init__(self, organisation):
        self.client, _secret = open_organisation_client(actor=SYSTEM, organisation=organisation, name="HR")
        self.headers = {"Authorization": f"Bearer {issue_token(self.client.client_id)[0]}"}
        self.http = Client(enforce_csrf_checks=True)

    def call(self, method, path="", body=None):
        call = getattr(self.http, method)
        return call(
            f"/api/v1/grants{path}", body or {}, content_type="application/json", headers=self.headers
        )

    def get(self, path="", **query):
        return self.http.get(f"/api/v1/grants{path}", query, headers=self.headers)


@pytest.fixture
def hr(bakery):
    return Hr(bakery)


def may(identity, right):
    return decide_one(identity=identity.pk, right=right.key, level=Level.HIGH).granted


def test_given_read_and_withdrawn(hr, bo, vat, bakery):
    answer = hr.call("post", body={"right": vat.key, "identity": str(bo.identity.pk)})
    assert answer.status_code == 201
    given = answer.json()
    assert may(bo.identity, vat)
    assert hr.get(f"/{given['id']}").json() == given
    assert hr.get(identity=str(bo.identity.pk)).json()["results"] == [given]
    assert [hr.call("delete", f"/{given['id']}").status_code for _ in range(2)] == [204, 204]
    assert not may(bo.identity, vat)
    assert hr.get().json() == {"results": [], "next": ""}
    trail = AuditEntry.objects.across_organisations("test").filter(
        organisation=bakery.pk, event__contains=".grant."
    )
    assert list(trail.order_by("at").values_list("event", "actor_kind")) == [
        ("rights.grant.given", "service"),
        ("rights.grant.withdrawn", "service"),
    ]


def test_a_group_and_a_limit(hr, bakery, vat, units):
    group = Group.objects.create(organisation=bakery, name="Kontor")
    body = {"right": vat.key, "group": str(group.pk), "limit_type": "p", "limit_value": units.ours}
    assert hr.call("post", body=body).json()["limit_value"] == units.ours
    again = hr.call("post", body=body)
    assert (again.status_code, again["Content-Type"]) == (422, "application/problem+json")
    other = hr.call("post", body={**body, "limit_value": units.theirs})
    assert other.status_code == 422
    assert "hører ikke til" in other.json()["detail"] or "does not belong" in other.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"right": "urn:x"},
        {"identity": "x"},
        {"right": 1, "identity": []},
        {"right": "x" * 301},
        {"right": "urn:x", "limit_type": "cpr"},
        {"right": "urn:x", "ends_at": "soon"},
    ],
    ids=range(7),
)
def test_what_is_not_a_grant_is_refused_with_a_problem(hr, bo, body):
    answer = hr.call("post", body=body)
    assert answer.status_code in (400, 404)
    assert answer["Content-Type"] == "application/problem+json"


def test_others_people_groups_and_grants_are_not_there(hr, carl, cycles, vat):
    theirs = Grant.objects.create(organisation=cycles, right=vat, identity=carl.identity)
    group = Group.objects.create(organisation=cycles, name="x")
    for body in (
        {"identity": str(carl.identity.pk)},
        {"group": str(group.pk)},
        {"identity": str(uuid.uuid4())},
    ):
        assert hr.call("post", body={"right": vat.key, **body}).status_code == 404
    assert hr.get(f"/{theirs.pk}").status_code == 404
    assert hr.call("delete", f"/{theirs.pk}").status_code == 404
    assert hr.get(identity=str(carl.identity.pk)).json()["results"] == []
    assert hr.get(identity="x").status_code == 400


def test_a_retired_right_is_not_given(hr, bo, vat):
    vat.retired_at = timezone.now()
    vat.save()
    assert hr.call("post", body={"right": vat.key, "identity": str(bo.identity.pk)}).status_code == 404


def test_a_client_of_an_it_system_a_person_and_nobody_are_refused(service, bo, vat, log_in, anne):
    body = {"right": vat.key, "identity": str(bo.identity.pk)}
    answer = service.http.post(
        "/api/v1/grants", body, content_type="application/json", headers=service.headers
    )
    assert answer.status_code == 403
    for client in (log_in(anne), Client()):
        assert client.post("/api/v1/grants", body, content_type="application/json").status_code == 401
        assert client.get("/api/v1/grants").status_code == 401


def test_many_are_read_page_by_page(hr, bakery, bo, make_right):
    rights = [make_right(f"r{n:03}") for n in range(130)]
    Grant.objects.bulk_create(
        [Grant(organisation=bakery, right=right, identity=bo.identity) for right in rights]
    )
    first = hr.get().json()
    assert len(first["results"]) == 100
    rest = hr.http.get(f"/api/v1/grants?{first['next']}", headers=hr.headers).json()
    assert len({row["id"] for row in first["results"] + rest["results"]}) == 130
    assert rest["next"] == ""
