"""What ends a mandate without anybody asking: agreement, register, person, time."""

import datetime

import pytest
from django.utils import timezone

from identities import actions as identity_actions
from identities.models import Identity
from identities.signals import identities_merged
from mandates import actions, tasks
from mandates.actions import clock
from portal.agreements.models import Organisation
from portal.agreements.signals import agreement_ended, register_changed
from portal.core import trace
from portal.core.models import AuditEntry, OutgoingMail
from tests.cast import make_identity, make_user
from tests.mandates.conftest import CLOCK, active, fresh, may, offer, past, powers, set_fields

pytestmark = pytest.mark.django_db


def announce(signal, **facts):
    with trace.collecting("test") as running:
        signal.send(Organisation, actor=CLOCK, **facts)
        running.entries += 1


@pytest.mark.parametrize("whose", ["anne", "carl"])
def test_with_the_agreement_of_either_side(anne, carl, vat, whose):
    mandate, waiting = active(anne, carl, vat), offer(anne, "99000023", vat)
    announce(agreement_ended, organisation={"anne": anne, "carl": carl}[whose].organisation)
    assert {(fresh(m).state, fresh(m).ended_because) for m in (mandate, waiting)} == {
        ("ended", "agreement_ended")
    }
    assert powers(mandate) == []
    assert AuditEntry.objects.for_actor(anne.actor).filter(event="mandates.mandate.ended").count() == 2
    assert OutgoingMail.objects.filter(template="mandates/stopped").count() == 4


def test_with_a_company_that_ceases(anne, carl, vat):
    mandate = active(anne, carl, vat)
    announce(register_changed, cvr="99000015", event="ceased")
    assert fresh(mandate).ended_because == "organisation_ceased"
    assert powers(mandate) == []


def test_a_bankrupt_companys_mandates_rest(anne, carl, vat):
    given, received = active(anne, carl, vat), active(carl, anne, vat)
    announce(register_changed, cvr="99000015", event="bankruptcy")
    assert (fresh(given).state, fresh(received).state) == ("suspended", "active")
    assert powers(given) == []
    assert len(powers(received)) == 1


def test_a_register_event_about_somebody_unknown_changes_nothing(anne, carl, vat):
    mandate = active(anne, carl, vat)
    announce(register_changed, cvr="99000058", event="ceased")
    announce(register_changed, cvr="99000015", event="reconstruction")
    assert fresh(mandate).state == "active"


def test_with_the_person_it_was_given_to(anne, carl, vat):
    dan = make_identity(carl.organisation, make_user("Dan Dam"))
    mandate, other = active(anne, carl, vat, email=dan.email), active(anne, carl, vat)
    identity_actions.close(actor=carl.actor, identity=dan)
    assert (fresh(mandate).state, fresh(mandate).ended_because) == ("ended", "identity_closed")
    assert fresh(other).state == "active"


def test_a_merged_person_keeps_it(anne, carl, vat):
    dan = make_identity(carl.organisation, make_user("Dan Dam"))
    mandate = active(anne, carl, vat, email=dan.email)
    with trace.collecting("test"):
        identities_merged.send(Identity, kept=carl.identity, merged=dan, actor=CLOCK)
    assert fresh(mandate).grantee_identity == carl.identity
    assert may(carl.identity, vat, "99000015")
    assert not may(dan, vat, "99000015")


def test_unanswered_for_21_days_it_lapses_and_both_are_told(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    assert clock.lapse_unanswered(actor=CLOCK) == 0
    assert mandate.answer_before - mandate.sent_at == datetime.timedelta(days=21)
    set_fields(mandate, answer_before=past())
    assert tasks.end_due() == 1
    assert tasks.end_due() == 0
    assert (fresh(mandate).state, fresh(mandate).ended_because) == ("lapsed", "not_answered")
    to = set(OutgoingMail.objects.filter(template="mandates/stopped").values_list("recipient", flat=True))
    assert to == {anne.identity.email, carl.identity.email}


def test_at_its_end_it_expires(anne, carl, vat):
    mandate = active(anne, carl, vat)
    set_fields(mandate, starts_at=past(9), ends_at=past())
    assert tasks.end_due() == 1
    assert fresh(mandate).state == "expired"
    assert powers(mandate) == []


def test_its_end_is_told_60_30_and_7_days_before_once_each(anne, carl, vat):
    mandate = active(anne, carl, vat)
    for days in (60, 30, 7):
        set_fields(mandate, ends_at=timezone.now() + datetime.timedelta(days=days, hours=-1))
        assert tasks.remind() == 1
        assert tasks.remind() == 0
    assert OutgoingMail.objects.filter(template="mandates/ends_soon").count() == 6


def test_only_the_side_that_has_not_answered_is_reminded(anne, carl, vat):
    set_fields(offer(anne, "99000023", vat), answer_before=timezone.now() + datetime.timedelta(days=6))
    assert clock.remind(actor=CLOCK) == 1
    assert OutgoingMail.objects.get(template="mandates/answer_soon").recipient == carl.identity.email


def test_a_withdrawn_offer_is_gone(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    actions.withdraw(actor=anne.actor, mandate=mandate)
    assert fresh(mandate).state == "withdrawn"


def test_a_bankrupt_grantors_sub_mandates_rest_too(anne, carl, dora):
    from tests.mandates.conftest import USUAL, make_right, may

    right = make_right("videre", USUAL | {"sub_delegate": "yes"})
    parent = active(anne, carl, right)
    sub = actions.start_sub_mandate(actor=carl.actor, parent=parent, cvr="99000031")
    actions.choose_rights(actor=carl.actor, mandate=sub, rights=[right])
    actions.choose_period(actor=carl.actor, mandate=sub, starts_on=None, ends_on=None)
    actions.accept(actor=dora.actor, mandate=actions.send(actor=carl.actor, mandate=fresh(sub)))
    from rights.actions import assign

    assign(actor=dora.actor, organisation=dora.organisation, identity=dora.identity)
    assert may(dora.identity, right, "99000015")
    actions.suspend_given(actor=CLOCK, organisation=anne.organisation, because="bankruptcy")
    assert not may(dora.identity, right, "99000015")
    actions.resume(actor=anne.actor, mandate=fresh(parent))
    assert may(dora.identity, right, "99000015")


def test_many_at_once_end_now_and_their_mails_are_written_after(anne, carl, vat, monkeypatch):
    from mandates.actions import telling
    from tests.mandates.conftest import made

    given = [active(anne, carl, vat) for _ in range(3)]
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    OutgoingMail.objects.all().delete()
    actions.end_of_organisation(actor=CLOCK, organisation=anne.organisation, because="agreement_ended")
    assert {fresh(each).state for each in given} == {"ended"}
    assert [powers(each) for each in given] == [[], [], []]
    assert list(OutgoingMail.objects.values_list("template", flat=True)) == ["mandates/stopped_many"]
    made(given[0])
    theirs = OutgoingMail.objects.filter(recipient=carl.identity.email)
    assert [each.template for each in theirs] == ["mandates/stopped"] * 3
    assert OutgoingMail.objects.filter(recipient=anne.identity.email).count() == 1
