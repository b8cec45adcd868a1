"""Consent from both sides: either withdraws at once."""

import datetime

import pytest
from django.utils import timezone

from identities import actions, queries
from identities.models import Authenticator
from portal.core.actions import RuleBroken
from portal.core.models import OutgoingMail
from tests.cast import make_user
from tests.identities.people import activated, open_link, order, outsider

pytestmark = pytest.mark.django_db


def places(person):
    return [each.organisation for each in queries.memberships(person.user)]


def test_private_mitid_works_while_both_sides_agree(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    assert places(dorte) == [bakery]


def test_the_employees_withdrawal_holds_on_the_next_request_and_both_are_told(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    actions.withdraw_consent(actor=dorte.person, identity=dorte.identity)
    assert places(dorte) == []
    told = dict(OutgoingMail.objects.values_list("template", "recipient"))
    assert told["identities/consent_withdrawn"] == dorte.identity.email
    assert told["identities/uses_dedicated"] == anne.identity.email


def test_the_employer_is_never_told_that_anything_was_declined(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    actions.withdraw_consent(actor=dorte.person, identity=dorte.identity)
    text = OutgoingMail.objects.get(template="identities/uses_dedicated")
    assert "bruger særskilt MitID" in text.subject
    for word in ("afvis", "nej", "trukket", "samtykke", "privat"):
        assert word not in f"{text.subject} {text.body}".lower()


def test_the_employers_withdrawal_holds_on_the_next_request_and_undoing_it_restores_the_consent(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    bakery.refresh_from_db()
    actions.disallow_private_mitid(actor=anne.actor, organisation=bakery)
    assert places(dorte) == []
    assert OutgoingMail.objects.filter(
        template="identities/private_disallowed", recipient=dorte.identity.email
    ).exists()
    actions.allow_private_mitid(actor=anne.actor, organisation=bakery)
    assert places(dorte) == [bakery]


def test_nobody_locks_the_organisation_they_administer(bakery, anne):
    bakery.set_up_at = timezone.now()
    bakery.save()
    with pytest.raises(RuleBroken, match="ingen af jer kunne logge ind"):
        actions.disallow_private_mitid(actor=anne.actor, organisation=bakery)
    bakery.refresh_from_db()
    assert bakery.allows_private_mitid
    Authenticator.objects.create(
        identity=anne.identity, user=make_user("Anne på arbejde"), kind="app", state="active"
    )
    actions.disallow_private_mitid(actor=anne.actor, organisation=bakery)
    bakery.refresh_from_db()
    assert not bakery.allows_private_mitid


def test_private_mitid_cannot_be_chosen_where_the_employer_does_not_allow_it(bakery, anne):
    bakery.allows_private_mitid = False
    bakery.save()
    identity = order(anne, "Dorte Dam", birth_date=datetime.date(1980, 2, 3))
    with pytest.raises(RuleBroken):
        actions.activate(actor=outsider("Dorte Dam").actor, activation=open_link(identity), means="private")


def test_nobody_consents_for_somebody_else(bakery, anne):
    dorte = activated(anne, "Dorte Dam", means="dedicated")
    with pytest.raises(RuleBroken):
        actions.accept_consent(actor=anne.actor, identity=dorte.identity)


def test_an_employee_who_chose_dedicated_can_change_to_private(bakery, anne):
    dorte = activated(anne, "Dorte Dam", means="dedicated")
    assert places(dorte) == []
    actions.accept_consent(actor=dorte.person, identity=dorte.identity)
    assert places(dorte) == [bakery]


def test_before_set_up_the_appointed_administrator_comes_in_to_decide(bakery, anne):
    bakery.allows_private_mitid, bakery.set_up_at = False, None
    bakery.save()
    person = outsider("Erik Ejer")
    identity = actions.appoint_first_administrator(
        actor=person.actor,
        organisation=bakery,
        given_name="Erik",
        surname="Ejer",
        email="erik@bageri.example",
        user=person.user,
    )
    actions.activate(actor=person.actor, activation=open_link(identity), means="private")
    assert places(person) == [bakery]
    bakery.set_up_at = timezone.now()
    bakery.save()
    assert places(person) == []
