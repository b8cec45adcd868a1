"""Every page of this area for the whole cast: who sees it, who is refused, for whom it is not there."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.permissions import Permission as P
from rights import urls
from rights.models import Grant, Group, RightRequest, RightRequestLine

# Pages of an organisation: name, what stands in the address besides the CVR, permission.
PAGES = [
    ("overview", (), P.GRANT_SEE),
    ("mine", (), P.RIGHT_REQUEST),
    ("person", ("bo",), P.GRANT_SEE),
    ("choose", ("bo",), P.GRANT_GIVE),
    ("give", ("bo", "vat"), P.GRANT_GIVE),
    ("catalogue", (), P.CATALOGUE_SEE),
    ("right", ("vat",), P.CATALOGUE_SEE),
    ("give_many", ("vat",), P.GRANT_GIVE),
    ("withdraw_many", (), P.GRANT_WITHDRAW),
    ("withdraw", ("grant",), P.GRANT_WITHDRAW),
    ("renew", ("grant",), P.GRANT_GIVE),
    ("ask", (), P.RIGHT_REQUEST),
    ("requests", (), P.RIGHT_DECIDE),
    ("answer", ("asked",), P.RIGHT_DECIDE),
    ("groups", (), P.GRANT_SEE),
    ("create_group", (), P.GROUP_MANAGE),
    ("group", ("group",), P.GRANT_SEE),
    ("change_group", ("group",), P.GROUP_MANAGE),
    ("delete_group", ("group",), P.GROUP_MANAGE),
    ("add_members", ("group",), P.GROUP_FILL),
    ("remove_members", ("group",), P.GROUP_FILL),
    ("add_external", ("group",), P.GROUP_FILL),
    ("remove_external", ("group", "bo"), P.GROUP_FILL),
    ("choose_group", ("group",), P.GROUP_MANAGE),
    ("give_group", ("group", "vat"), P.GROUP_MANAGE),
    ("review", (), P.GRANT_SEE),
    ("review_expiring", (), P.GRANT_SEE),
    ("review_without", (), P.GRANT_SEE),
    ("review_unused", (), P.GRANT_SEE),
    ("review_alone", (), P.GRANT_SEE),
    ("review_file", ("tildelt", "csv"), P.GRANT_SEE),
]
OWN = {"withdraw_request"}  # only the one who asked: its own test
NAMES = [name for name, _parts, _permission in PAGES]


@pytest.fixture
def things(bakery, anne, bo, vat):
    group = Group.objects.create(organisation=bakery, name="Kontor")
    end = timezone.now() + datetime.timedelta(days=20)
    grant = Grant.objects.create(organisation=bakery, right=vat, identity=bo.identity, ends_at=end)
    asked = RightRequest.objects.create(organisation=bakery, identity=bo.identity, reason="Fordi jeg skal")
    RightRequestLine.objects.create(request=asked, right=vat)
    return {"bo": bo.identity.pk, "vat": vat.pk, "grant": grant.pk, "asked": asked.pk, "group": group.pk}


def address(name: str, parts: tuple[str, ...], things: dict[str, Any], cvr: str) -> str:
    return reverse(f"rights:{name}", args=[cvr, *(things.get(part, part) for part in parts)])


def test_every_page_stands_in_the_list():
    known = {pattern.name for pattern in urls.organisation[0]}
    assert known == {*NAMES, *OWN}


@pytest.mark.parametrize(("name", "parts", "permission"), PAGES, ids=NAMES)
def test_who_may_see_the_page(name, parts, permission, things, log_in, anne, bo, carl, sus, bakery):
    where = address(name, parts, things, bakery.cvr)
    assert log_in(anne).get(where).status_code == 200
    assert log_in(bo).get(where).status_code == (200 if bo.actor.may(permission) else 403)
    assert log_in(carl).get(where).status_code == 404
    assert Client().get(where).status_code == 302, "nobody is sent to log in"


@pytest.mark.parametrize(("name", "parts", "permission"), PAGES, ids=NAMES)
def test_another_organisations_things_are_not_there(name, parts, permission, things, log_in, carl, cycles):
    """Carl stands in his own organisation and writes the bakery's ids into the address."""
    if not set(parts) & {"bo", "grant", "asked", "group"}:
        pytest.skip("names no thing of an organisation")
    assert log_in(carl).get(address(name, parts, things, cycles.cvr)).status_code == 404
    assert log_in(carl).post(address(name, parts, things, cycles.cvr)).status_code in (404, 405)


@pytest.mark.parametrize("name", ["systems"])
def test_service_owners_pages_are_for_staff_with_that_role(name, log_in, anne, db):
    where = reverse(f"rights_public:{name}")
    assert log_in(anne).get(where).status_code == 403
    assert Client().get(where).status_code == 302


def test_the_developers_page_is_for_anybody_in_both_languages(db):
    danish, english = Client(), Client(headers={"Accept-Language": "en"})
    assert "For udviklere af tjenester" in danish.get("/udvikler/").content.decode()
    assert english.get("/udvikler/").status_code == 200
