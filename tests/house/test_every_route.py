"""Every address × every method × the cast: strangers find nothing, colleagues without the role are refused."""

import pytest
from django.test import Client

from portal.core.pages import Page
from portal.core.permissions import MAY, Permission, Role
from tests.house.routes import IN_ORGANISATION, OURS

METHODS = ("get", "post", "put", "delete")
# What answers without an actor of ours, and why.
OPEN = {
    "front:": "public pages and the health check",
    "login:": "the way in and out; tested in tests/web",
    "staff:": "staff accounts; tested in tests/web",
    "agreements_public:": "pages of a case, for the person logged in",
    "identities_public:": "one's own activation, identities and consents; the wrong person learns nothing (tests/identities)",
    "rights_public:": "service owners' own systems and the developers' pages (tests/rights)",
    "api:": "tokens, decisions: service clients",
}


def ids(routes):
    return [each.name for each in routes]


@pytest.mark.parametrize("route", IN_ORGANISATION, ids=ids(IN_ORGANISATION))
def test_every_page_of_an_organisation_names_its_permission(route):
    view = route.view_class
    assert view is not None, route
    assert issubclass(view, Page), route
    assert isinstance(view.permission, Permission), route


@pytest.mark.parametrize("route", OURS, ids=ids(OURS))
def test_every_other_address_says_why_it_is_open(route):
    view = route.view_class
    if view is not None and isinstance(getattr(view, "permission", None), Permission):
        return
    says = getattr(view or route.view, "public", False) or getattr(route.view, "public", False)
    assert (
        says
        or route.name.startswith(tuple(OPEN))
        or getattr(view, "authentication_classes", None) is not None
    ), route


@pytest.mark.parametrize("method", METHODS)
def test_nobody_is_sent_to_log_in_and_learns_nothing(method, anne):
    for route in IN_ORGANISATION:
        known = getattr(Client(), method)(route.address())
        unknown = getattr(Client(), method)(route.address("99999977"))
        assert known.status_code == unknown.status_code, route
        assert known.status_code in (302, 405), (route, known.status_code)


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_finds_nothing(method, anne, carl, log_in):
    client = log_in(carl)
    for route in IN_ORGANISATION:
        assert getattr(client, method)(route.address()).status_code in (404, 405), route


def test_a_colleague_without_the_role_is_refused(anne, bo, log_in):
    client = log_in(bo)
    for route in IN_ORGANISATION:
        allowed = route.view_class.permission in MAY[Role.USER]
        for method in ("get", "post"):
            status = getattr(client, method)(route.address()).status_code
            if allowed:
                assert status < 500, (route, method)
            else:
                assert status in (403, 405), (route, method, status)


def test_an_administrator_gets_in_and_foreign_ids_lead_nowhere(anne, log_in):
    client = log_in(anne)
    for route in IN_ORGANISATION:
        status = client.get(route.address()).status_code
        if "<" in route.pattern.removeprefix("<cvr:cvr>/"):
            assert status in (200, 302, 404, 405), (route, status)
        else:
            assert status in (200, 302, 405), (route, status)


def test_no_change_without_the_form_s_token(anne, log_in):
    client = log_in(anne)
    client.handler.enforce_csrf_checks = True
    for route in IN_ORGANISATION:
        assert client.post(route.address()).status_code in (403, 405), route
