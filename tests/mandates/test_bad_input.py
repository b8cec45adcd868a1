"""What cannot be: each refused with a sentence, and nothing changed."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from identities.models import Identity
from mandates import actions
from mandates.models import Mandate
from portal.agreements.models import Organisation, RegisterCompany
from portal.core.actions import RuleBroken
from portal.core.actors import StepUpNeeded
from portal.core.permissions import Level, Role
from tests.cast import make_actor, make_identity, make_user
from tests.mandates.conftest import USUAL, active, draft, fresh, make_right, offer, past, powers, set_fields

pytestmark = pytest.mark.django_db
TODAY = datetime.date.today


def test_nobody_gives_a_mandate_to_themselves(anne, vat):
    with pytest.raises(RuleBroken, match="jer selv"):
        actions.start(actor=anne.actor, cvr="99000015")


def test_the_database_refuses_a_mandate_to_oneself(anne):
    with pytest.raises(IntegrityError, match="nobody_gives"), transaction.atomic():
        Mandate.objects.create(number="F-1", grantor=anne.organisation, grantee=anne.organisation)


def test_a_closed_organisation_receives_nothing(anne, carl, vat):
    Organisation.objects.for_actor(carl.actor).update(state="closed")
    with pytest.raises(RuleBroken, match="ophørt"):
        actions.start(actor=anne.actor, cvr="99000023")


def test_a_company_that_ceased_in_the_register_receives_nothing(anne, vat):
    RegisterCompany.objects.create(cvr="99000058", name="Lukket ApS", form_code=80, ceased_on=past().date())
    with pytest.raises(RuleBroken, match="ophørt"):
        actions.start(actor=anne.actor, cvr="99000058")


def test_a_company_that_ceased_while_the_offer_waited_cannot_accept(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    RegisterCompany.objects.create(cvr="99000023", name="Cykler", form_code=80, ceased_on=past().date())
    with pytest.raises(RuleBroken, match="ophørt"):
        actions.accept(actor=carl.actor, mandate=mandate)
    assert powers(mandate) == []


def test_an_unknown_number_is_refused_and_no_organisation_comes_of_it(anne, vat):
    with pytest.raises(RuleBroken, match="kender ingen"):
        actions.start(actor=anne.actor, cvr="99000058")
    assert not Organisation.objects.across_organisations("test").filter(cvr="99000058").exists()


def test_a_company_known_to_the_register_alone_is_named(anne, vat):
    RegisterCompany.objects.create(cvr="99000058", name="Ny ApS", form_code=80)
    mandate = offer(anne, "99000058", vat)
    assert (mandate.grantee.state, mandate.grantee_name) == ("named", "Ny ApS")


def test_not_longer_than_the_policy_says(anne, carl):
    short = make_right("kort", USUAL | {"longest_months": 12})
    with pytest.raises(RuleBroken, match="højst gælde i 12"):
        draft(anne, "99000023", short, ends_on=TODAY() + datetime.timedelta(days=400))
    mandate = draft(anne, "99000023", short)
    assert mandate.ends_at <= timezone.now() + datetime.timedelta(days=366)


@pytest.mark.parametrize("days", [(-1, 5), (5, -1), (9, 3)])
def test_a_period_that_cannot_be(anne, carl, vat, days):
    starts, ends = (TODAY() + datetime.timedelta(days=each) for each in days)
    with pytest.raises(RuleBroken):
        draft(anne, "99000023", vat, starts_on=starts, ends_on=ends)


def test_a_production_unit_of_another_company_is_no_limit(anne, carl, vat, units):
    with pytest.raises(RuleBroken, match="hører ikke til"):
        draft(anne, "99000023", vat, limit_type="p", limit_value=units.theirs)
    assert draft(anne, "99000023", vat, limit_type="p", limit_value=units.ours).limit_value == units.ours


def test_a_request_is_limited_by_the_grantors_units_not_ones_own(anne, carl, vat, units):
    with pytest.raises(RuleBroken, match="hører ikke til"):
        draft(carl, "99000015", vat, as_grantor=False, limit_type="p", limit_value=units.theirs)


def test_an_answer_after_the_deadline_is_too_late_also_before_the_clock_has_been_there(anne, carl, vat):
    mandate = set_fields(offer(anne, "99000023", vat), answer_before=past())
    for act in (actions.accept, actions.decline):
        with pytest.raises(RuleBroken, match="21 dage"):
            act(actor=carl.actor, mandate=mandate)
    assert fresh(mandate).state == "offered"
    assert powers(mandate) == []


def test_answered_twice(anne, carl, vat):
    mandate = active(anne, carl, vat)
    for act in (actions.accept, actions.decline):
        with pytest.raises(RuleBroken, match="allerede besvaret"):
            act(actor=carl.actor, mandate=mandate)


def test_the_named_person_has_just_been_closed(anne, carl, vat):
    user = make_user("Dan Dam")
    dan = make_identity(carl.organisation, user)
    mandate = offer(anne, "99000023", vat, email=dan.email)
    Identity.objects.for_actor(carl.actor).filter(pk=dan.pk).update(state="closed")
    with pytest.raises(RuleBroken, match="ikke længere aktiv"):
        actions.accept(actor=carl.actor, mandate=mandate)
    assert powers(mandate) == []


def test_which_of_number_and_address_did_not_fit_is_not_told(anne, carl, vat):
    with pytest.raises(RuleBroken, match="Tjek begge dele"):
        actions.start(actor=anne.actor, cvr="99000023", email="ingen@cykler.example")


def test_a_right_that_cannot_be_given_on(anne, carl):
    with pytest.raises(RuleBroken, match="kan ikke gives videre"):
        draft(anne, "99000023", make_right("egen", {}))


def test_a_right_that_cannot_be_asked_for(anne, carl):
    with pytest.raises(RuleBroken, match="kan I ikke anmode"):
        draft(carl, "99000015", make_right("privat", USUAL | {"request": False}), as_grantor=False)


def test_a_retired_right_is_not_sent(anne, carl, vat):
    mandate = draft(anne, "99000023", vat)
    vat.retired_at = timezone.now()
    vat.save()
    with pytest.raises(RuleBroken, match="ikke længere tildeles"):
        actions.send(actor=anne.actor, mandate=mandate)


def test_a_draft_without_rights_is_not_sent(anne, carl, vat):
    with pytest.raises(RuleBroken, match="ikke færdig"):
        actions.send(actor=anne.actor, mandate=actions.start(actor=anne.actor, cvr="99000023"))


def test_rights_that_need_a_higher_login_ask_for_it(anne, carl):
    mandate = draft(anne, "99000023", make_right("tung", USUAL | {"level": "high"}))
    with pytest.raises(StepUpNeeded):
        actions.send(actor=anne.actor, mandate=mandate)
    anne.actor = make_actor(anne.identity, anne.actor.roles - {Role.USER}, Level.HIGH)
    assert actions.send(actor=anne.actor, mandate=mandate).state == "offered"


def test_two_signatories_are_two_different_people(anne, bo, carl):
    both = make_right("begge", USUAL | {"second_signatory": True})
    mandate = actions.send(actor=anne.actor, mandate=draft(anne, "99000023", both))
    assert fresh(mandate).state == "draft"
    with pytest.raises(RuleBroken, match="allerede skrevet under"):
        actions.send(actor=anne.actor, mandate=mandate)
    second = make_actor(bo.identity, (Role.ORGANISATION_ADMINISTRATOR,))
    assert actions.send(actor=second, mandate=mandate).grantor_consented_by == "Anne Aagaard og Bo Bager"


def test_a_changed_draft_loses_the_first_signature(anne, bo, carl):
    both = make_right("begge", USUAL | {"second_signatory": True})
    mandate = actions.send(actor=anne.actor, mandate=draft(anne, "99000023", both))
    actions.choose_period(actor=anne.actor, mandate=mandate, starts_on=None, ends_on=None, message="Nyt")
    second = make_actor(bo.identity, (Role.ORGANISATION_ADMINISTRATOR,))
    assert actions.send(actor=second, mandate=mandate).state == "draft"


def test_two_signatories_are_asked_of_the_grantor_who_answers_a_request_too(anne, bo, carl):
    both = make_right("begge", USUAL | {"second_signatory": True})
    mandate = offer(carl, "99000015", both, as_grantor=False)
    assert actions.accept(actor=anne.actor, mandate=mandate).state == "requested"
    assert powers(mandate) == []
    second = make_actor(bo.identity, (Role.ORGANISATION_ADMINISTRATOR,))
    assert actions.accept(actor=second, mandate=mandate).state == "active"


def test_a_second_renewal_while_one_is_under_way(anne, carl, vat):
    old = active(anne, carl, vat)
    actions.renew(actor=anne.actor, mandate=old)
    with pytest.raises(RuleBroken, match="allerede ved at blive fornyet"):
        actions.renew(actor=carl.actor, mandate=old)


def test_withdrawn_by_a_role_the_policy_does_not_name(anne, bo, carl):
    right = make_right("ledelse", USUAL | {"withdraw": ["management_representative"]})
    mandate = active(anne, carl, right)
    with pytest.raises(RuleBroken, match="rolle"):
        actions.withdraw(actor=anne.actor, mandate=mandate)
    assert powers(mandate) != []
