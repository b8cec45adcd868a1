"""What can this person act for: own organisation, groups elsewhere, and every distributed power; page by
page."""

import uuid

import pytest

from portal.core import trace
from rights import actions
from rights.models import ClientGroup, ClientGroupMember, Grant, Group, GroupMember
from rights.queries.acting_for import acting_for
from rights.queries.decision import decide_one
from rights.rules.bpp import decode
from tests.cast import make_organisation
from tests.rights.conftest import SYSTEM


def clients(number: int) -> list:
    return [make_organisation(f"{98000000 + n}", f"Klient {n}") for n in range(number)]


def open_for(accountant, grantors, right, **fields):
    with trace.collecting("test"):
        for grantor in grantors:
            actions.open_powers(
                actor=SYSTEM,
                mandate_id=uuid.uuid4(),
                holder=accountant.firm,
                grantor=grantor,
                rights=[right],
                **fields,
            )


def reach(identity, of_system, **more):
    page, _after = acting_for(identity.pk, system=of_system.system_id, **more)
    return {each.cvr for each in page}


def test_own_organisation_by_a_direct_or_group_right(bakery, bo, anne, vat):
    assert reach(bo.identity, vat) == set()
    Grant.objects.create(organisation=bakery, right=vat, identity=bo.identity)
    page, more = acting_for(bo.identity.pk, system=vat.system_id)
    assert [(each.cvr, each.own) for each in page] == [(bakery.cvr, True)]
    assert more is None
    group = Group.objects.create(organisation=bakery, name="Kontor")
    GroupMember.objects.create(group=group, identity=anne.identity)
    Grant.objects.create(organisation=bakery, right=vat, group=group)
    assert reach(anne.identity, vat) == {bakery.cvr}


def test_another_organisation_by_its_group(bakery, carl, vat):
    group = Group.objects.create(organisation=bakery, name="Hjælpere")
    GroupMember.objects.create(group=group, identity=carl.identity)
    Grant.objects.create(organisation=bakery, right=vat, group=group)
    page, _more = acting_for(carl.identity.pk, system=vat.system_id)
    assert [(each.cvr, each.own) for each in page] == [(bakery.cvr, False)]


def test_each_way_of_distributing_reaches_exactly_its_clients(accountant, vat):
    one, two, three, four = clients(4)
    open_for(accountant, [one, two, three], vat)
    open_for(accountant, [four], vat, only_identity=accountant.rolf)
    assert reach(accountant.rolf, vat) == {four.cvr}
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf, client=one)
    assert reach(accountant.rolf, vat) == {one.cvr, four.cvr}
    folder = ClientGroup.objects.create(organisation=accountant.firm, name="Mappe")
    ClientGroupMember.objects.create(client_group=folder, client=two)
    staff = Group.objects.create(organisation=accountant.firm, name="Hold")
    GroupMember.objects.create(group=staff, identity=accountant.rolf)
    actions.assign(actor=accountant.admin, organisation=accountant.firm, group=staff, client_group=folder)
    assert reach(accountant.rolf, vat) == {one.cvr, two.cvr, four.cvr}
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf)
    assert reach(accountant.rolf, vat) == {one.cvr, two.cvr, three.cvr, four.cvr}
    assert reach(accountant.rita, vat) == set()


def test_one_right_asked_for_narrows_and_another_systems_right_does_not_count(accountant, vat, make_right):
    wages, (one, two) = make_right("loen"), clients(2)
    open_for(accountant, [one], vat)
    open_for(accountant, [two], wages)
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf)
    assert reach(accountant.rolf, vat) == {one.cvr, two.cvr}
    assert reach(accountant.rolf, vat, right=wages.key) == {two.cvr}
    page, _more = acting_for(accountant.rolf.pk, system=uuid.uuid4())
    assert page == []


def test_what_is_over_suspended_or_closed_is_not_reached(accountant, vat):
    one, two, three = clients(3)
    open_for(accountant, [one, two, three], vat)
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf)
    from rights.models import Power

    powers = {power.grantor_id: power.mandate for power in Power.objects.across_organisations("test")}
    with trace.collecting("test"):
        actions.close_powers(actor=SYSTEM, mandate_id=powers[one.pk], because="x")
        actions.suspend_powers(actor=SYSTEM, mandate_id=powers[two.pk], because="x")
    three.state = "closed"
    three.save()
    assert reach(accountant.rolf, vat) == set()


@pytest.mark.parametrize("state", ["suspended", "closed", "pending"])
def test_somebody_who_may_not_act_reaches_nobody(bakery, bo, vat, state):
    Grant.objects.create(organisation=bakery, right=vat, identity=bo.identity)
    bo.identity.state = state
    bo.identity.save()
    assert reach(bo.identity, vat) == set()


def test_pages_follow_each_other_without_gap_or_overlap(accountant, vat):
    reachable = clients(23)
    open_for(accountant, reachable, vat)
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf)
    actions.assign(
        actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf, client=reachable[3]
    )
    seen, after = [], None
    while True:
        more = {"after": after} if after else {}
        page, after = acting_for(accountant.rolf.pk, system=vat.system_id, size=5, **more)
        seen += [each.cvr for each in page]
        if after is None:
            break
    assert sorted(seen) == sorted(each.cvr for each in reachable)


def test_everything_reached_is_a_yes_of_the_decision(accountant, vat, bakery):
    reachable = clients(4)
    open_for(accountant, reachable, vat)
    Grant.objects.create(organisation=accountant.firm, right=vat, identity=accountant.rolf)
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf)
    found = reach(accountant.rolf, vat)
    assert len(found) == 5
    from portal.core.permissions import Level

    for cvr in found:
        answer = decide_one(
            identity=accountant.rolf.pk, right=vat.key, acted_for=cvr, level=Level.SUBSTANTIAL
        )
        assert answer.granted


def test_the_address_gives_pages_and_refuses_nonsense(service, accountant, vat):
    reachable = clients(3)
    open_for(accountant, reachable, vat)
    actions.assign(actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf)
    where = f"acting-for?subject={accountant.rolf.pk}&limit=2"
    first = service.get(where).json()
    assert [set(row) for row in first["results"]] == [{"cvr", "name", "own"}] * 2
    second = service.get(f"{where}&page={first['page']['next_token']}").json()
    assert len(second["results"]) == 1
    assert second["page"]["next_token"] == ""
    for nonsense in (
        "acting-for",
        "acting-for?subject=",
        f"{where}0000",
        where.replace("=2", "=x"),
        f"{where}&page=x",
        f"{where}&page=AAAA",
    ):
        assert service.get(nonsense).status_code == 400, nonsense
    assert service.get(f"acting-for?subject={uuid.uuid4()}").json()["results"] == []


def test_privileges_are_groups_of_bpp_scoped_to_the_one_acted_for(
    service, accountant, vat, make_right, units, bakery
):
    """Acting under a mandate is a group whose scope is the grantor's; a limit is a scope of its own."""
    wages = make_right("loen")
    open_for(accountant, [bakery], vat, only_identity=accountant.rolf)
    open_for(
        accountant, [bakery], wages, only_identity=accountant.rolf, limit_type="p", limit_value=units.ours
    )
    Grant.objects.create(organisation=accountant.firm, right=vat, identity=accountant.rolf)
    answer = service.get(f"privileges?subject={accountant.rolf.pk}").json()
    groups = decode(answer["privileges_intermediate"])
    assert {(each.scope_type, each.scope, each.privileges) for each in groups} == {
        ("cvr", accountant.firm.cvr, (vat.key,)),
        ("cvr", bakery.cvr, (vat.key,)),
        ("p", units.ours, (wages.key,)),
    }
    assert answer["complete"] is True
    assert {"pu": units.ours, "p": [wages.key]} in answer["priv"]
    only = service.get(f"privileges?subject={accountant.rolf.pk}&acting_for={accountant.firm.cvr}").json()[
        "priv"
    ]
    assert only == [{"cvr": accountant.firm.cvr, "p": [vat.key]}]
    assert service.get(f"privileges?subject={accountant.rolf.pk}&acting_for=1").status_code == 400


def whole(identity, of_system, size):
    """Every page, in order."""
    seen, after, pages = [], None, 0
    while True:
        more = {"after": after} if after else {}
        page, after = acting_for(identity.pk, system=of_system.system_id, size=size, **more)
        seen, pages = seen + [each.cvr for each in page], pages + 1
        if after is None:
            return seen, pages


def grouped(accountant, members):
    group = ClientGroup.objects.create(organisation=accountant.firm, name="Alle")
    ClientGroupMember.objects.bulk_create(
        [ClientGroupMember(client_group=group, client=each) for each in members]
    )
    actions.assign(
        actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf, client_group=group
    )


def test_a_client_closed_in_the_middle_does_not_end_the_list(accountant, vat):
    reachable = sorted(clients(12), key=lambda each: each.pk.int)
    open_for(accountant, reachable, vat)
    grouped(accountant, reachable)
    closed = reachable[2]
    closed.state = "closed"
    closed.save()
    seen, _pages = whole(accountant.rolf, vat, size=5)
    assert seen == [each.cvr for each in reachable if each != closed]


def test_those_behind_many_whose_power_is_over_are_found(accountant, vat):
    """The streams are cut at a page; where they hold too few that are in force, the next piece is read."""
    everybody = sorted(clients(60), key=lambda each: each.pk.int)
    living = [everybody[40], everybody[59]]
    open_for(accountant, living, vat)
    grouped(accountant, everybody)
    seen, pages = whole(accountant.rolf, vat, size=5)
    assert (seen, pages) == ([each.cvr for each in living], 1)


def test_several_groups_of_different_length_are_one_ordered_list(accountant, vat):
    reachable = clients(40)
    open_for(accountant, reachable, vat)
    for n in range(4):
        group = ClientGroup.objects.create(organisation=accountant.firm, name=f"Gruppe {n}")
        members = [ClientGroupMember(client_group=group, client=each) for each in reachable[:: n + 1]]
        ClientGroupMember.objects.bulk_create(members)
        actions.assign(
            actor=accountant.admin, organisation=accountant.firm, identity=accountant.rolf, client_group=group
        )
    seen, _pages = whole(accountant.rolf, vat, size=7)
    assert seen == [each.cvr for each in sorted(reachable, key=lambda each: each.pk.int)]
