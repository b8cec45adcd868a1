"""Activation by each path; the wrong person learns nothing."""

import datetime

import pytest
from django.utils import timezone

from identities import actions, queries
from identities.models import Activation, Identity
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, OutgoingMail
from tests.identities.people import CPR, activated, open_link, order, outsider, token_mailed_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def asks_cpr(bakery):
    bakery.asks_for_cpr, bakery.cpr_purpose = True, "løn"
    bakery.save()
    return bakery


def test_cpr_on_file_decides_and_a_changed_surname_stops_nobody(asks_cpr, anne):
    identity = order(anne, "Dorte Dam", cpr=CPR)
    newlywed = outsider("Dorte Gift-Nielsen", cpr=CPR)
    assert open_link(identity).path == Activation.Path.CPR
    actions.activate(actor=newlywed.actor, activation=open_link(identity), means="private")
    identity.refresh_from_db()
    assert (identity.state, identity.user) == (Identity.State.ACTIVE, newlywed.user)


def test_somebody_else_with_the_link_is_refused_by_cpr_even_with_the_same_name_and_birth_date(asks_cpr, anne):
    identity = order(anne, "Dorte Dam", cpr=CPR, birth_date=datetime.date(1980, 1, 3))
    namesake = outsider("Dorte Dam", birth_date=datetime.date(1980, 1, 3))
    with pytest.raises(RuleBroken):
        actions.activate(actor=namesake.actor, activation=open_link(identity), means="private")
    identity.refresh_from_db()
    assert identity.state == Identity.State.PENDING


def test_a_stored_cpr_number_is_never_readable_in_the_row(asks_cpr, anne):
    identity = order(anne, "Dorte Dam", cpr=CPR)
    assert CPR.encode() not in bytes(identity.cpr)
    assert CPR.encode() not in bytes(identity.cpr_index)


def test_a_birth_date_decides_and_the_shown_name_is_kept_for_the_administrator(bakery, anne):
    identity = order(anne, "Dorte Dam", birth_date=datetime.date(1980, 2, 3))
    person = outsider("Dorthe Dam Hansen")
    activation = open_link(identity)
    actions.activate(actor=person.actor, activation=activation, means="private")
    activation.refresh_from_db()
    assert activation.claimed_name == "Dorthe Dam Hansen"


def test_another_birth_date_is_refused(bakery, anne):
    identity = order(anne, "Dorte Dam", birth_date=datetime.date(1980, 2, 3))
    person = outsider("Dorte Dam", birth_date=datetime.date(1980, 2, 4))
    with pytest.raises(RuleBroken):
        actions.activate(actor=person.actor, activation=open_link(identity), means="private")


def test_a_claim_waits_until_the_administrator_confirms_the_shown_name(bakery, anne):
    identity = order(anne, "Dorte Dam")
    person = outsider("Dorte Dam")
    actions.claim(actor=person.actor, activation=open_link(identity), means="private")
    with pytest.raises(RuleBroken):
        actions.activate(actor=person.actor, activation=open_link(identity), means="private")
    assert OutgoingMail.objects.filter(
        template="identities/claim_waits", recipient=anne.identity.email
    ).exists()
    actions.confirm_claims(actor=anne.actor, identities=[identity])
    identity.refresh_from_db()
    assert (identity.state, identity.user) == (Identity.State.ACTIVE, person.user)


def test_a_second_claimant_is_refused_and_a_rejected_claim_opens_the_link_again(bakery, anne):
    identity = order(anne, "Dorte Dam")
    first, second = outsider("Dan Falsk"), outsider("Dorte Dam")
    actions.claim(actor=first.actor, activation=open_link(identity), means="private")
    with pytest.raises(RuleBroken):
        actions.claim(actor=second.actor, activation=open_link(identity), means="private")
    actions.reject_claim(actor=anne.actor, identity=identity)
    actions.claim(actor=second.actor, activation=open_link(identity), means="dedicated")
    assert open_link(identity).claimed_by == second.user


def test_claims_are_confirmed_in_bulk(bakery, anne):
    from tests.identities.people import with_channel

    with_channel(bakery)
    identities = [order(anne, f"Person{n} Prøve") for n in range(5)]
    for n, identity in enumerate(identities):
        person = outsider(f"Person{n} Prøve")
        actions.claim(actor=person.actor, activation=open_link(identity), means="private")
    done = actions.confirm_claims(actor=anne.actor, identities=identities)
    assert {each.state for each in done} == {Identity.State.ACTIVE}


def test_a_temporary_code_handed_over_in_person_activates_without_e_mail(bakery, anne):
    identity = order(anne, "Dorte Dam", email="", path="code")
    code = actions.make_code(actor=anne.actor, identity=identity)
    person = outsider("Dorte Dam")
    found = queries.activation_by_code(code.lower().replace("-", " "))
    assert actions.enter_code(actor=person.actor, activation=found, code=code) is True
    actions.activate(
        actor=person.actor, activation=queries.claimed_by(person.user, found.pk), means="private"
    )
    identity.refresh_from_db()
    assert identity.state == Identity.State.ACTIVE


def test_a_new_code_kills_the_old_one(bakery, anne):
    identity = order(anne, "Dorte Dam", path="code")
    old = actions.make_code(actor=anne.actor, identity=identity)
    new = actions.make_code(actor=anne.actor, identity=identity)
    assert queries.activation_by_code(old) is None
    assert queries.activation_by_code(new) is not None


def test_five_wrong_codes_kill_the_code(bakery, anne):
    identity = order(anne, "Dorte Dam", path="code")
    code = actions.make_code(actor=anne.actor, identity=identity)
    person = outsider("Dorte Dam")
    for _ in range(5):
        assert (
            actions.enter_code(actor=person.actor, activation=open_link(identity), code="0000-0000-0000-0000")
            is False
        )
    with pytest.raises(RuleBroken):
        actions.enter_code(actor=person.actor, activation=open_link(identity), code=code)


def test_a_code_is_stored_nowhere(bakery, anne):
    from portal.core.models import AuditPayload

    identity = order(anne, "Dorte Dam", path="code")
    code = actions.make_code(actor=anne.actor, identity=identity)
    stored = str(list(Activation.objects.across_organisations("test").values())) + str(
        list(AuditPayload.objects.values_list("data", flat=True))
    )
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_a_link_works_once(bakery, anne):
    identity = order(anne, "Dorte Dam", birth_date=datetime.date(1980, 2, 3))
    token = token_mailed_to(identity.email)
    person = outsider("Dorte Dam")
    actions.activate(actor=person.actor, activation=queries.activation_by_token(token), means="private")
    assert queries.activation_by_token(token) is None


def test_a_link_is_stored_only_as_a_hash_and_dies_after_thirty_days(bakery, anne):
    identity = order(anne, "Dorte Dam")
    token, activation = token_mailed_to(identity.email), open_link(identity)
    assert token not in str(activation.__dict__)
    left = activation.expires_at - timezone.now()
    assert datetime.timedelta(days=29, hours=23) < left <= datetime.timedelta(days=30)
    rows = Activation.objects.across_organisations("test")
    rows.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert queries.activation_by_token(token) is None
    with pytest.raises(RuleBroken):
        actions.claim(actor=outsider("Dorte Dam").actor, activation=activation, means="private")


def test_a_new_link_kills_the_old_one(bakery, anne):
    identity = order(anne, "Dorte Dam")
    old = token_mailed_to(identity.email)
    actions.resend(actor=anne.actor, identity=identity)
    assert queries.activation_by_token(old) is None
    assert queries.activation_by_token(token_mailed_to(identity.email)) is not None


def test_a_withdrawn_activation_closes_the_identity_and_costs_nothing(bakery, anne):
    from identities.models import Charge

    identity = order(anne, "Dorte Dam")
    token = token_mailed_to(identity.email)
    actions.withdraw_activation(actor=anne.actor, identity=identity)
    identity.refresh_from_db()
    assert identity.state == Identity.State.CLOSED
    assert queries.activation_by_token(token) is None
    assert not Charge.objects.across_organisations("test").exists()


@pytest.mark.parametrize(("age", "may"), [(12, False), (13, True), (17, True), (18, True)])
def test_the_youngest_user_is_thirteen(bakery, anne, age, may):
    today = timezone.localdate()
    born = (
        today.replace(year=today.year - age, day=1)
        if today.day == 29
        else today.replace(year=today.year - age)
    )
    identity = order(anne, "Ung Medarbejder")
    person = outsider("Ung Medarbejder", birth_date=born)
    if not may:
        with pytest.raises(RuleBroken):
            actions.claim(actor=person.actor, activation=open_link(identity), means="private")
        return
    actions.claim(actor=person.actor, activation=open_link(identity), means="private")
    actions.confirm_claims(actor=anne.actor, identities=[identity])
    identity.refresh_from_db()
    assert identity.may_sign is (age >= 18)


def test_a_second_identity_of_the_same_person_is_stopped_with_the_way_on(bakery, anne):
    first = activated(anne, "Dorte Dam")
    second = order(anne, "Dorte Damm", birth_date=datetime.date(1980, 2, 3), email="d2@bageri.example")
    with pytest.raises(actions.AlreadyHere) as collision:
        actions.activate(actor=first.person, activation=open_link(second), means="private")
    assert collision.value.live == first.identity


def test_a_low_login_is_asked_for_more_before_anything_happens(bakery, anne):
    from portal.core.actors import Actor, StepUpNeeded
    from portal.core.permissions import Level
    from tests.cast import make_auth

    identity = order(anne, "Dorte Dam", birth_date=datetime.date(1980, 2, 3))
    person = outsider("Dorte Dam")
    weak = Actor.person(person.user, make_auth(person.user, Level.LOW))
    with pytest.raises(StepUpNeeded):
        actions.activate(actor=weak, activation=open_link(identity), means="private")


def test_what_happened_is_in_the_trail_without_the_token(bakery, anne):
    identity = order(anne, "Dorte Dam", birth_date=datetime.date(1980, 2, 3))
    person = outsider("Dorte Dam")
    actions.activate(actor=person.actor, activation=open_link(identity), means="private")
    events = set(
        AuditEntry.objects.across_organisations("test")
        .filter(subject_id=str(identity.pk))
        .values_list("event", flat=True)
    )
    assert {
        "identities.identity.created",
        "identities.activation.sent",
        "identities.identity.activated",
        "identities.consent.accepted",
    } <= events
