"""Owners who sign alone move on one page; whoever administers many begins alike ones together."""

import pytest

from identities.models import Identity
from migration_flow import actions
from migration_flow.models import LegacyCompany, LegacyRight, Move
from migration_flow.queries import alone
from portal.agreements.models import Organisation, RegisterCompany, RegisterParticipant
from portal.core import crypto
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from rights.queries.decision import decide_one
from tests.cast import make_auth, make_identity, make_organisation, make_user
from tests.migration_flow.country import FROM, employee, right

CVR, CPR = "99000031", "6101701008"


@pytest.fixture
def owner(db):
    user = make_user("Olga Ejer")
    user.cpr_index = crypto.blind_index(CPR, purpose="cpr")
    user.save()
    RegisterCompany.objects.create(cvr=CVR, name="Olgas Keramik", form_code=10)
    RegisterParticipant.objects.create(company_id=CVR, unit_number=1, name="Olga Ejer", function="owner",
                                       cpr_index=user.cpr_index)  # fmt: skip
    return Actor.person(user, make_auth(user))


def with_legacy(**fields):
    LegacyCompany.objects.create(cvr=CVR, name="Olgas Keramik", form_code=10, status="NORMAL", **FROM)
    employee(CVR, "77", "Olga Ejer", **fields)
    right()
    LegacyRight.objects.create(
        cvr=CVR, rid="77", service="TASTSELV", right="MOMS", scope_type="CVR", scope_value=CVR, **FROM
    )


def moved():
    return Move.objects.across_organisations("test").get(cvr=CVR)


def test_an_owner_who_only_used_private_nemid_is_done_with_one_yes(owner):
    actions.move_alone(actor=owner, cvr=CVR)
    assert (moved().state, moved().segment) == ("moved", "S0")
    identity = Identity.objects.for_person(owner.user).get()
    assert (identity.kind, identity.state, identity.organisation.cvr) == ("automatic", "active", CVR)


def test_the_rights_of_the_owners_signature_come_along(owner):
    with_legacy(cpr=CPR)
    actions.move_alone(actor=owner, cvr=CVR)
    identity = Identity.objects.for_person(owner.user).get()
    assert identity.rid == "77"
    assert decide_one(cvr=CVR, rid="77", right="urn:test:TASTSELV:MOMS", level=2).granted
    assert moved().receipt_facts["right"] == {"yes": 1, "left": 0, "missing": 0}
    assert moved().segment == "S1"


def test_a_signature_in_the_owners_name_needs_the_owners_word(owner):
    with_legacy()
    with pytest.raises(RuleBroken, match="Bekræft, at NemID-signaturen er din"):
        actions.move_alone(actor=owner, cvr=CVR)
    assert actions.move_alone(actor=owner, cvr=CVR, is_me=True).state == "moved"


def test_a_signature_of_somebody_else_is_no_one_page(owner):
    with_legacy(cpr="6202801234")
    with pytest.raises(RuleBroken, match="flere brugere"):
        actions.move_alone(actor=owner, cvr=CVR, is_me=True)
    assert not Organisation.objects.across_organisations("test").filter(cvr=CVR).exists()


def test_nobody_the_register_does_not_let_act_alone(owner):
    other = make_user("Ole Anden")
    other.cpr_index = crypto.blind_index("6202801234", purpose="cpr")
    with pytest.raises(RuleBroken, match="ikke, at du kan tegne"):
        actions.move_alone(actor=Actor.person(other, make_auth(other)), cvr=CVR)
    RegisterCompany.objects.filter(cvr=CVR).update(status="UNDER KONKURS")
    with pytest.raises(RuleBroken, match="ikke, at du kan tegne"):
        actions.move_alone(actor=owner, cvr=CVR)


def test_an_owner_who_left_between_the_page_and_the_yes_moves_nothing(owner, log_in):
    with_legacy(cpr=CPR)
    client = log_in(owner)
    assert "Ja, flyt" in client.get(f"/flytninger/{CVR}/").content.decode()
    RegisterParticipant.objects.filter(company_id=CVR).update(until="2020-01-01")
    assert "ikke, at du kan tegne" in client.post(f"/flytninger/{CVR}/").content.decode()
    assert not Move.objects.across_organisations("test").filter(state="moved").exists()


def test_twice_moves_once(owner):
    actions.move_alone(actor=owner, cvr=CVR)
    with pytest.raises(RuleBroken):
        actions.move_alone(actor=owner, cvr=CVR)
    assert Identity.objects.for_person(owner.user).count() == 1


def test_the_pages(owner, log_in):
    with_legacy(cpr=CPR)
    client = log_in(owner)
    assert "Flyt på én side" in client.get("/flytninger/").content.decode()
    assert "Olgas Keramik" in client.get(f"/flytninger/{CVR}/").content.decode()
    there = client.post(f"/flytninger/{CVR}/", follow=True).content.decode()
    assert moved().state == "moved"
    assert "Du logger ind med dit private MitID" in there
    assert "TASTSELV" in client.get(f"/{CVR}/flytning/kvittering/").content.decode() or "MOMS" in there
    assert client.get("/flytninger/99000058/").status_code == 200


def test_alike_companies_of_one_administrator_begin_together(owner, log_in):
    for n in range(3):
        cvr = f"9930000{n}"
        organisation = make_organisation(cvr, f"Ejendom {n}")
        make_identity(organisation, owner.user, roles=["organisation_administrator"] if n < 2 else [])
        LegacyCompany.objects.create(cvr=cvr, name=f"Ejendom {n}", form_code=80, status="NORMAL", **FROM)
        employee(cvr, "1", "Vera Vicevært")
    assert [each.organisation.cvr for each in alone.actors_in(owner, ["99300000", "99300001", "99300002"])] == [
        "99300000", "99300001"]  # fmt: skip
    page = log_in(owner).post(
        "/flytninger/", {"cvr": ["99300000", "99300001", "99300002"], "accept": "1"}, follow=True
    )
    assert page.status_code == 200
    states = dict(Move.objects.across_organisations("test").values_list("cvr", "state"))
    assert states == {"99300000": "deciding", "99300001": "deciding"}
    for move in Move.objects.across_organisations("test"):
        assert move.counts["employee"]["open"] == 0
