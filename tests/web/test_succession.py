"""A continuing CVR number takes over from another, item by item; nothing moves by itself."""

import datetime

import pytest
from django.utils import timezone

from identities.models import Identity
from mandates.models import Mandate, MandateRight
from portal.agreements.models import Succession, SuccessionItem
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, OutgoingMail
from portal.web.succession import actions
from rights.models import Grant, Group, GroupMember, ITSystem, Right
from tests.cast import make_actor, make_identity, make_member, make_organisation, make_user

POLICY = {
    "give": ["organisation_administrator", "management_representative"],
    "request": True,
    "sub_delegate": "no",
}


@pytest.fixture
def old(db):
    return make_organisation("99000031", "Annas Keramik")


@pytest.fixture
def offer(old, bakery):
    return Succession.objects.create(
        kind="conversion", predecessor=old, successor_cvr=bakery.cvr, successor=bakery
    )


@pytest.fixture
def rights(db):
    tax = ITSystem.objects.create(code="skat", name_da="TastSelv", name_en="TastSelv", owner_name="Skat")
    return [
        Right.objects.create(system=tax, key=f"urn:dk:erhvervsadgang:skat:{code}", name_da=code.title(), name_en=code,
                             allowed_limits=["p"], mandate_policy=POLICY)
        for code in ("moms", "løn", "told")
    ]  # fmt: skip


@pytest.fixture
def dorte(old, rights):
    """Works at the predecessor: one right of her own, one by a group, one for a unit that does not come along."""
    identity = make_identity(
        old, make_user("Dorte Drejer"), email="dorte@keramik.example", birth_date="1970-02-01"
    )
    group = Group.objects.create(organisation=old, name="Løn")
    GroupMember.objects.create(group=group, identity=identity)
    for right, to in zip(
        rights,
        ({"identity": identity}, {"group": group}, {"identity": identity, "limit_type": "p", "limit_value": "1900000010"}),
        strict=True,
    ):  # fmt: skip
        Grant.objects.create(organisation=old, right=right, **to)
    return identity


def page(bakery, offer, step=""):
    return f"/{bakery.cvr}/overtagelse/{offer.pk}/{step}"


def held(identity):
    rows = Grant.objects.across_organisations("test").filter(identity=identity)
    return sorted(rows.values_list("right__name_da", flat=True))


def test_the_same_person_with_the_same_rights(offer, bakery, anne, dorte, old, log_in):
    client = log_in(anne)
    assert "Overtag fra Annas Keramik" in client.get(f"/{bakery.cvr}/").content.decode()
    shown = client.get(page(bakery, offer)).content.decode()
    for words in ("Dorte Drejer", "Løn, Moms", "Told (1900000010)", "gratis"):
        assert words in shown
    assert (
        not Identity.objects.across_organisations("t").filter(organisation=bakery, email=dorte.email).exists()
    )
    answer = {"items": [str(dorte.pk)], "answer": "carry", "price_shown": "20"}
    assert client.post(page(bakery, offer), answer).status_code == 302
    new = Identity.objects.across_organisations("t").get(organisation=bakery, email=dorte.email)
    assert (new.state, new.name, new.birth_date) == ("pending", "Dorte Drejer", datetime.date(1970, 2, 1))
    assert held(new) == ["Løn", "Moms"]
    item = SuccessionItem.objects.across_organisations("t").get()
    assert (item.decision, item.result, item.without) == ("carried", new.pk, ["Told"])
    assert held(dorte) == ["Moms", "Told"], "the predecessor's own are as they were"
    assert OutgoingMail.objects.filter(template="identities/activation", recipient=dorte.email).exists()
    told = AuditEntry.objects.across_organisations("t").filter(event="web.succession.person_carried")
    assert {each.organisation for each in told} == {bakery.pk, old.pk}
    after = client.get(page(bakery, offer)).content.decode()
    assert "Alle brugere er besluttet" in after
    assert "Kunne ikke gives her:" in after
    with pytest.raises(RuleBroken, match="allerede er besluttet"):
        actions.carry_people(actor=anne.actor, succession=offer, people=[dorte.pk])


def test_who_is_here_already_is_not_made_twice(offer, bakery, anne, bo, dorte):
    Identity.objects.across_organisations("t").filter(pk=dorte.pk).update(user=bo.user)
    [item] = actions.carry_people(actor=anne.actor, succession=offer, people=[dorte.pk])
    assert item.result == bo.identity.pk
    assert held(bo.identity) == ["Løn", "Moms"]


def test_who_is_left_is_noted_and_nobody_is_told(offer, bakery, anne, dorte, log_in):
    client = log_in(anne)
    assert client.post(page(bakery, offer), {"items": [str(dorte.pk)], "answer": "leave"}).status_code == 302
    assert SuccessionItem.objects.across_organisations("t").get().decision == "left"
    assert Identity.objects.across_organisations("t").filter(organisation=bakery).count() == 1
    missing = client.post(page(bakery, offer), {"answer": "carry"})
    assert missing.status_code == 200


def test_a_dearer_price_takes_nobody_over(offer, anne, dorte):
    with pytest.raises(RuleBroken):
        actions.carry_people(actor=anne.actor, succession=offer, people=[dorte.pk], price_shown=1)
    assert not SuccessionItem.objects.across_organisations("t").exists()


def in_force(number, grantor, grantee, right, **more):
    now = timezone.now()
    mandate = Mandate.objects.create(
        number=number, grantor=grantor, grantee=grantee, grantor_name=grantor.name, grantee_name=grantee.name,
        **{"state": "active", "basis": "consents", "grantor_consented_at": now, "grantee_consented_at": now} | more,
    )  # fmt: skip
    MandateRight.objects.create(mandate=mandate, right=right)
    return mandate


def test_mandates_are_asked_for_anew_on_both_sides(offer, old, bakery, cycles, anne, rights, log_in):
    given = in_force("F-GIVET", old, cycles, rights[0])
    received = in_force(
        "F-MODTAGET", cycles, old, rights[0], state="ended", ended_because="organisation_ceased"
    )
    in_force("F-OPSAGT", old, cycles, rights[0], state="withdrawn")
    client = log_in(anne)
    shown = client.get(page(bakery, offer, "fuldmagter/")).content.decode()
    assert "Givet til Cykler" in shown
    assert "Modtaget fra Cykler" in shown
    items = [str(given.pk), str(received.pk)]
    sent = client.post(page(bakery, offer, "fuldmagter/"), {"items": items, "answer": "carry"})
    assert sent.status_code == 302
    new = Mandate.objects.across_organisations("t").filter(number__startswith="F").exclude(
        number__in=["F-GIVET", "F-MODTAGET", "F-OPSAGT"]
    )  # fmt: skip
    found = {
        (each.grantor.name, each.grantee.name, each.state)
        for each in new.select_related("grantor", "grantee")
    }
    assert found == {(bakery.name, cycles.name, "offered"), (cycles.name, bakery.name, "requested")}
    assert "F-GIVET" in new.first().message or "F-MODTAGET" in new.first().message
    given.refresh_from_db()
    assert given.state == "active", "the old one is not touched"


def test_only_the_one_that_goes_on_decides(offer, old, bakery, carl, dorte, log_in):
    theirs = make_member(old, "Anna Aalborg", ("organisation_administrator", "user_administrator"))
    for who, cvr in ((carl, carl.organisation.cvr), (theirs, old.cvr)):
        client = log_in(who)
        for step in ("", "fuldmagter/", "afslut/"):
            assert client.get(f"/{cvr}/overtagelse/{offer.pk}/{step}").status_code == 404
    with pytest.raises(Exception, match="not offered"):
        actions.carry_people(actor=theirs.actor, succession=offer, people=[dorte.pk])
    with pytest.raises(Exception, match="not offered"):
        actions.close(actor=carl.actor, succession=offer)


def test_it_is_finished_once_and_leaves_the_overview(offer, bakery, anne, dorte, log_in):
    client = log_in(anne)
    assert "Noget er ikke besluttet" in client.get(page(bakery, offer, "afslut/")).content.decode()
    assert client.post(page(bakery, offer, "afslut/")).status_code == 302
    assert "Overtag fra" not in client.get(f"/{bakery.cvr}/").content.decode()
    with pytest.raises(RuleBroken, match="afsluttet"):
        actions.leave_people(actor=anne.actor, succession=offer, people=[dorte.pk])
    plain = make_actor(anne.identity, ("organisation_administrator",))
    with pytest.raises(Exception, match="identity:manage"):
        actions.carry_people(actor=plain, succession=offer, people=[dorte.pk])
