"""Administrator roles: who may, four eyes, and never an organisation without the last one by force."""

import datetime

import pytest
from django.utils import timezone

from identities import actions
from identities.actions.roles import ALL_IN_ONE
from identities.models import Identity, RoleAssignment, RoleRequest
from identities.signals import last_administrator_left
from portal.core.actions import RuleBroken
from tests.cast import make_actor
from tests.identities.people import activated, order, outsider

pytestmark = pytest.mark.django_db
ORGANISATION = "organisation_administrator"


def held(identity):
    rows = RoleAssignment.objects.across_organisations("test").filter(identity=identity, ended_at=None)
    return set(rows.values_list("role", flat=True))


def test_all_three_roles_can_be_given_to_one_person(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    actions.assign_roles(actor=anne.actor, identity=dorte.identity, roles=ALL_IN_ONE)
    assert len(held(dorte.identity)) == 3


def test_nobody_takes_the_last_organisation_administrator_away(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    actions.assign_roles(actor=anne.actor, identity=dorte.identity, roles=["user_administrator"])
    with pytest.raises(RuleBroken, match="sidste"):
        actions.remove_role(actor=anne.actor, identity=anne.identity, role=ORGANISATION)


def test_the_last_one_may_resign_and_that_is_announced(bakery, anne):
    heard = []

    def listen(sender, organisation, **kwargs):
        heard.append(organisation)

    last_administrator_left.connect(listen)
    try:
        actions.resign_role(actor=anne.actor, identity=anne.identity, role=ORGANISATION)
    finally:
        last_administrator_left.disconnect(listen)
    assert heard == [bakery]
    assert ORGANISATION not in held(anne.identity)


def test_a_minor_cannot_administer(bakery, anne):
    born = timezone.localdate() - datetime.timedelta(days=17 * 365)
    identity = order(anne, "Ung Mand", birth_date=born)
    with pytest.raises(RuleBroken, match="18"):
        actions.assign_roles(actor=anne.actor, identity=identity, roles=["user_administrator"])


def test_a_wish_needs_a_reason_of_ten_characters_and_another_persons_yes(bakery, anne, bo):
    with pytest.raises(RuleBroken):
        actions.request_role(
            actor=bo.actor, identity=bo.identity, role="rights_administrator", reason="gerne"
        )
    request = actions.request_role(
        actor=bo.actor, identity=bo.identity, role="rights_administrator", reason="Jeg passer momsen"
    )
    mine = make_actor(bo.identity, ["organisation_administrator"])
    with pytest.raises(RuleBroken, match="anden"):
        actions.decide_role_request(actor=mine, request=request, approved=True)
    actions.decide_role_request(actor=anne.actor, request=request, approved=True)
    assert held(bo.identity) == {"rights_administrator"}


def test_a_rejected_wish_gives_nothing_and_tells_why(bakery, anne, bo):
    from portal.core.models import OutgoingMail

    request = actions.request_role(
        actor=bo.actor, identity=bo.identity, role="user_administrator", reason="Jeg passer vagtplanen"
    )
    actions.decide_role_request(actor=anne.actor, request=request, approved=False, answer="Det gør Anne")
    assert held(bo.identity) == set()
    assert "Det gør Anne" in OutgoingMail.objects.get(template="identities/role_answered").body


def test_with_four_eyes_a_second_administrator_must_agree(bakery, anne, bo):
    bakery.four_eyes = True
    bakery.save()
    [request] = actions.assign_roles(actor=anne.actor, identity=bo.identity, roles=["user_administrator"])
    assert isinstance(request, RoleRequest)
    assert held(bo.identity) == set()
    with pytest.raises(RuleBroken, match="anden"):
        actions.decide_role_request(actor=anne.actor, request=request, approved=True)
    second = activated(anne, "Dorte Dam")
    RoleAssignment.objects.create(
        organisation=bakery, identity=second.identity, role=ORGANISATION, given_by="test"
    )
    other = make_actor(Identity.objects.for_actor(anne.actor).get(pk=second.identity.pk), [ORGANISATION])
    actions.decide_role_request(actor=other, request=request, approved=True)
    assert held(bo.identity) == {"user_administrator"}


def test_an_administrator_is_never_shown_under_a_pseudonym(bakery, anne):
    bakery.allows_pseudonyms = True
    bakery.save()
    anne.identity.refresh_from_db()
    with pytest.raises(RuleBroken, match="fuldt navn"):
        actions.set_pseudonym(actor=anne.actor, identity=anne.identity, pseudonym="Medarbejder 1")


def test_closing_the_last_administrator_succeeds_and_the_roles_end(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    actions.assign_roles(actor=anne.actor, identity=dorte.identity, roles=["user_administrator"])
    dorte.identity.refresh_from_db()
    actions.close(actor=make_actor(dorte.identity, ["user_administrator"]), identity=anne.identity)
    assert held(anne.identity) == set()


def test_an_outsider_resigns_nobodys_role(bakery, anne):
    with pytest.raises(RuleBroken):
        actions.resign_role(actor=outsider("Dan Falsk").actor, identity=anne.identity, role=ORGANISATION)
