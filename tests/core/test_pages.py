"""The base of every page: who is let in, how a list is leafed through, and what a broken rule looks like."""

import base64
import json

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, QueryDict
from django.test import RequestFactory

from identities.models import Identity
from portal.core.pages import KeysetPage, ShowPage
from portal.core.permissions import Permission
from tests.cast import make_identity


def page(actor, permission=Permission.SETTINGS_CHANGE):
    class Sample(ShowPage):
        template_name = "web/help.html"

    Sample.permission = permission
    request = RequestFactory().get("/99000015/x/?a=1")
    request.actor = actor
    return Sample.as_view()(request)


def test_a_page_without_a_permission_is_an_error_before_anything_is_read(anne):
    with pytest.raises(ImproperlyConfigured, match="names no permission"):
        page(anne.actor, None)


def test_nobody_is_sent_to_log_in_and_comes_back_here(db):
    answer = page(None)
    assert answer.status_code == 302
    assert answer.url.endswith("?next=/99000015/x/%3Fa%3D1")


def test_without_the_role_it_is_refused_and_names_the_permission(bo):
    with pytest.raises(PermissionDenied) as refused:
        page(bo.actor)
    assert refused.value.args[0] is Permission.SETTINGS_CHANGE


@pytest.fixture
def people(bakery):
    """23 people of whom several share a name: the order has ties."""
    for number in range(23):
        make_identity(bakery, None, f"Bo {'ABC'[number % 3]}", email=f"{number}@99000015.example")
    return Identity.objects.across_organisations("test")


def leaf(rows, query: str = "", order=("surname",)) -> KeysetPage:
    return KeysetPage(rows, order, 5, QueryDict(query))


@pytest.mark.parametrize(
    "order", [("surname",), ("-surname",), ("pk",), ("surname", "email"), ("-surname", "email")]
)
def test_leafing_forth_and_back_shows_every_row_once_in_one_order(people, order):
    forth, current = [], leaf(people, order=order)
    assert current.previous == ""
    while True:
        forth += current.rows
        if not current.next:
            break
        current = leaf(people, current.next, order)
    back = list(current.rows)
    while current.previous:
        current = leaf(people, current.previous, order)
        back = current.rows + back
    assert [row.pk for row in back] == [row.pk for row in forth]
    assert len({row.pk for row in forth}) == people.count() == 23


def test_what_stands_in_the_address_beside_the_cursor_is_kept(people):
    assert "q=b%C3%B8" in leaf(people, "q=bø").next


def test_a_page_costs_one_query_wherever_it_is(people, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = leaf(people)
    with django_assert_num_queries(1):
        leaf(people, first.next)


@pytest.mark.parametrize(
    "values", [None, [], ["A"], ["A", "x", "y"], {"a": 1}, [1, "no uuid"], ["A\x00", "x"], 7]
)
def test_a_cursor_that_is_not_ours_is_404(people, values):
    cursor = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    with pytest.raises(Http404):
        leaf(people, f"after={cursor}")


@pytest.mark.parametrize("cursor", ["x", "%00", "æøå", "====", "AAAA"])
def test_a_cursor_that_is_no_cursor_is_404(people, cursor):
    with pytest.raises(Http404):
        leaf(people, f"after={cursor}")
