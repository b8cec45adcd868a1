"""Whom may I act for: in the picker after login and on one's own page; never in the grantor's pages."""

import pytest
from django.test import Client

from mandates import actions
from rights.actions import assign
from tests.cast import make_identity, make_organisation, make_user
from tests.mandates.conftest import active

pytestmark = pytest.mark.django_db
LIST, PICKER = "/99000023/fuldmagter/handl-for/", "/organisationer/"


@pytest.fixture
def clerk(carl):
    """An employee of the cycle shop without a role."""
    from tests.cast import make_member

    return make_member(carl.organisation, "Karen Krog")


@pytest.fixture
def given(anne, carl, clerk, vat):
    mandate = active(anne, carl, vat)
    assign(
        actor=carl.actor, organisation=carl.organisation, identity=clerk.identity, client=anne.organisation
    )
    return mandate


def read(client, path):
    return client.get(path).content.decode()


def test_the_employee_finds_the_client_in_the_picker_and_what_can_be_done(log_in, clerk, given):
    client = log_in(clerk)
    page = read(client, PICKER)
    assert "Gennem Cykler &amp; Søn A/S kan du handle for" in page
    assert "Aaby Bageri ApS" in page
    assert "Aaby Bageri ApS" in read(client, LIST)
    page = read(client, LIST + "99000015/")
    assert "Ret moms" in page
    assert given.number in page
    assert f"/fuldmagter/{given.pk}/" not in page  # the mandate's own page is the administrators'


def test_a_colleague_to_whom_nothing_is_distributed_goes_straight_in(log_in, carl, given):
    client = log_in(carl)
    assert client.get(PICKER).status_code == 302
    assert "Aaby Bageri" not in read(client, LIST)
    assert client.get(LIST + "99000015/").status_code == 404


def test_it_is_gone_with_the_mandate(log_in, anne, clerk, given):
    client = log_in(clerk)
    actions.withdraw(actor=anne.actor, mandate=given)
    assert "Aaby Bageri" not in read(client, LIST)
    assert client.get(LIST + "99000015/").status_code == 404
    assert client.get(PICKER).status_code == 302


def test_strangers_and_nobody(log_in, anne, bo, given):
    assert log_in(anne).get(LIST).status_code == 404
    assert log_in(bo).get(LIST + "99000015/").status_code == 404
    assert Client().get(LIST).status_code == 302
    # The grantor's people do not see whom their mandate is distributed to.
    assert "Karen" not in read(log_in(anne), f"/99000015/fuldmagter/{given.pk}/")


def test_search_finds_by_name_and_number_only_what_may_be_used(log_in, carl, clerk, given, dora, vat):
    active(dora, carl, vat)  # given to us, not distributed to the clerk
    client = log_in(clerk)
    for text, found in (
        ("bageri", True),
        ("åby", True),
        ("9900 0015", True),
        ("Dora", False),
        ("99000031", False),
    ):
        page = read(client, f"{LIST}?q={text}")
        assert ("Aaby Bageri ApS</a>" in page) is found, text
        assert "Dora &amp;" not in page


def test_a_sub_mandate_is_found_by_the_name_of_whose_affairs_it_is(log_in, anne, carl, dora):
    from tests.mandates.conftest import USUAL, fresh, make_right

    right = make_right("videre", USUAL | {"sub_delegate": "yes"})
    parent = active(anne, carl, right)
    sub = actions.start_sub_mandate(actor=carl.actor, parent=parent, cvr="99000031")
    actions.choose_rights(actor=carl.actor, mandate=sub, rights=[right])
    actions.choose_period(actor=carl.actor, mandate=sub, starts_on=None, ends_on=None)
    actions.accept(actor=dora.actor, mandate=actions.send(actor=carl.actor, mandate=fresh(sub)))
    assign(actor=dora.actor, organisation=dora.organisation, identity=dora.identity)
    page = read(log_in(dora), "/99000031/fuldmagter/handl-for/?q=bageri")
    assert "Aaby Bageri ApS</a>" in page
    assert "Ret videre" in read(log_in(dora), "/99000031/fuldmagter/handl-for/99000015/")


def test_pages_follow_each_other_and_a_foreign_cursor_is_404(log_in, carl, clerk, vat):
    from portal.core import trace
    from rights.actions import open_powers

    names = set()
    for n in range(55):
        other = make_organisation(f"9200{n:04}", f"Kunde {n:02}")
        names.add(other.name)
        with trace.collecting("test"):
            open_powers(
                actor=carl.actor, mandate_id=other.pk, holder=carl.organisation, grantor=other, rights=[vat]
            )
    assign(actor=carl.actor, organisation=carl.organisation, identity=clerk.identity)
    client = log_in(clerk)
    first = client.get(LIST)
    second = client.get(f"{LIST}?efter={first.context['more']}")
    shown = [row.name for page in (first, second) for row in page.context["rows"]]
    assert len(shown) == 55
    assert set(shown) == names
    assert second.context["more"] == ""
    assert "Se og søg blandt alle" in read(client, PICKER)
    for wrong in ("x", "AAAA", "åå"):
        assert client.get(f"{LIST}?efter={wrong}").status_code == 404


def test_two_employers_are_not_mixed(log_in, anne, carl, clerk, given):
    third = make_organisation("99000058", "Tredje ApS")
    make_identity(third, clerk.user)
    client = log_in(clerk)
    page = read(client, PICKER)
    assert "Gennem Tredje ApS" not in page
    assert "Aaby Bageri" not in read(client, "/99000058/fuldmagter/handl-for/")


def test_external_members_of_a_group_elsewhere_see_it_too(log_in, anne, carl, clerk, vat):
    from rights.actions.groups import add_external_member, create_group
    from rights.models import Grant

    group = create_group(actor=anne.actor, organisation=anne.organisation, name="Revisor")
    add_external_member(actor=anne.actor, group=group, cvr="99000023", email=clerk.identity.email)
    Grant.objects.create(organisation=anne.organisation, group=group, right=vat, given_by="test")
    page = read(log_in(clerk), LIST + "99000015/")
    assert "Gennem en brugergruppe hos dem" in page


def test_the_user_of_an_unknown_person_is_nobody(db, log_in):
    from types import SimpleNamespace

    page = log_in(SimpleNamespace(user=make_user("Nana Ny"))).get(PICKER)
    assert page.status_code == 200
