"""Offer and request, answer and end: from both sides, with the decision in between."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from identities.models import RoleAssignment
from mandates import actions
from mandates.models import Mandate, Resolution
from portal.core import jobs
from portal.core.actions import RuleBroken
from portal.core.documents import is_unchanged
from portal.core.models import AuditEntry, OutgoingMail
from rights.actions import assign
from tests.mandates.conftest import active, draft, fresh, made, may, offer, powers

pytestmark = pytest.mark.django_db


def test_an_offer_is_not_in_force_before_the_other_side_says_yes(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    assert mandate.state == "offered"
    assert powers(mandate) == []
    actions.accept(actor=carl.actor, mandate=mandate)
    assert fresh(mandate).state == "active"
    assert [each.holder_id for each in powers(mandate)] == [carl.organisation.pk]


def test_a_request_is_in_force_when_the_grantor_says_yes(anne, carl, vat):
    mandate = offer(carl, "99000015", vat, as_grantor=False)
    assert (mandate.state, mandate.grantor_id) == ("requested", anne.organisation.pk)
    with pytest.raises(PermissionDenied):
        actions.accept(actor=carl.actor, mandate=mandate)
    actions.accept(actor=anne.actor, mandate=mandate)
    assert fresh(mandate).basis == "consents"


def test_nobody_accepts_their_own_offer(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    with pytest.raises(PermissionDenied):
        actions.accept(actor=anne.actor, mandate=mandate)


def test_company_accountant_employee_decision_end(anne, bo, carl, vat):
    mandate = active(anne, carl, vat)
    assert not may(carl.identity, vat, "99000015")
    assign(actor=carl.actor, organisation=carl.organisation, identity=carl.identity, client=anne.organisation)
    assert may(carl.identity, vat, "99000015")
    actions.withdraw(actor=anne.actor, mandate=mandate, reason="Vi har fået ny revisor")
    assert not may(carl.identity, vat, "99000015")
    ended = fresh(mandate)
    assert (ended.state, ended.ended_because) == ("withdrawn", "Vi har fået ny revisor")
    assert ended.ended_at is not None


def test_a_mandate_to_a_named_person_is_that_persons_alone(anne, carl, vat):
    mandate = active(anne, carl, vat, email=carl.identity.email)
    assert mandate.grantee_identity == carl.identity
    assert may(carl.identity, vat, "99000015")


def test_the_grantee_waives(anne, carl, vat):
    mandate = active(anne, carl, vat)
    with pytest.raises(PermissionDenied):
        actions.withdraw(actor=carl.actor, mandate=mandate)
    actions.waive(actor=carl.actor, mandate=mandate)
    assert fresh(mandate).state == "waived"
    assert powers(mandate) == []


def test_suspended_is_no_and_resumed_is_yes_again(anne, carl, vat):
    mandate = active(anne, carl, vat, email=carl.identity.email)
    actions.suspend(actor=anne.actor, mandate=mandate)
    assert not may(carl.identity, vat, "99000015")
    actions.resume(actor=anne.actor, mandate=mandate)
    assert may(carl.identity, vat, "99000015")


def test_a_third_organisation_does_not_get_near_it(anne, carl, dora, vat):
    mandate = active(anne, carl, vat)
    assert not Mandate.objects.for_actor(dora.actor).exists()
    for act in (
        actions.withdraw,
        actions.waive,
        actions.suspend,
        actions.renew,
        actions.confirm,
        actions.approve,
    ):
        with pytest.raises(PermissionDenied):
            act(actor=dora.actor, mandate=mandate)


def test_a_colleague_without_a_role_changes_nothing(anne, bo, carl, vat):
    mandate = active(anne, carl, vat)
    for act in (actions.withdraw, actions.suspend, actions.renew):
        with pytest.raises(PermissionDenied):
            act(actor=bo.actor, mandate=mandate)
    assert fresh(mandate).state == "active"


def test_both_sides_are_traced_and_mailed(anne, carl, vat):
    mandate = active(anne, carl, vat)
    for who in (anne, carl):
        events = set(AuditEntry.objects.for_actor(who.actor).values_list("event", flat=True))
        assert {"mandates.mandate.offered", "mandates.mandate.accepted", "rights.power.opened"} <= events
        to = OutgoingMail.objects.filter(recipient=who.identity.email, template="mandates/accepted").get()
        assert mandate.grantor.cvr in to.body or mandate.grantee.cvr in to.body
        assert "&amp;" not in to.subject + to.body


def test_a_draft_is_traced_with_its_author_only_and_the_other_side_does_not_know(anne, carl, vat):
    draft(anne, "99000023", vat)
    assert not AuditEntry.objects.for_actor(carl.actor).exists()
    assert not OutgoingMail.objects.exists()


def test_a_draft_of_the_other_side_is_nobodys_to_send(anne, carl, vat):
    mandate = draft(anne, "99000023", vat)
    for act in (actions.send, actions.discard):
        with pytest.raises(PermissionDenied):
            act(actor=carl.actor, mandate=mandate)


def test_the_history_is_added_to_and_never_changed(anne, carl, vat):
    mandate = active(anne, carl, vat)
    kinds = list(Resolution.objects.for_actor(anne.actor).order_by("at").values_list("kind", flat=True))
    assert kinds == ["offered", "accepted"]
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        Resolution.objects.for_actor(anne.actor).filter(mandate=mandate).update(text="noget andet")


def test_the_document_is_kept_with_its_hash_and_template_version(anne, carl, vat):
    mandate = active(anne, carl, vat)
    assert mandate.document is None
    mandate = made(mandate)
    assert is_unchanged(mandate.document)
    assert (mandate.document.template_version, mandate.document.kind) == ("2", "fuldmagt")
    assert "Ret moms" in mandate.document.html
    assert bytes(mandate.document.pdf).startswith(b"%PDF")


def test_the_database_refuses_a_mandate_in_force_without_its_basis(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    rows = Mandate.objects.for_actor(anne.actor).filter(pk=mandate.pk)
    with pytest.raises(IntegrityError, match="lawful_basis"), transaction.atomic():
        rows.update(state="active", basis="consents")


def test_a_declined_offer_never_comes_into_force(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    actions.decline(actor=carl.actor, mandate=mandate, reason="Vi kender jer ikke")
    with pytest.raises(RuleBroken):
        actions.accept(actor=carl.actor, mandate=mandate)
    assert fresh(mandate).ended_because == "Vi kender jer ikke"


def test_the_renewed_replaces_the_old_without_a_gap(anne, carl, vat):
    old = active(anne, carl, vat, email=carl.identity.email)
    new = actions.renew(actor=carl.actor, mandate=old)
    assert (new.state, fresh(old).state) == ("requested", "active")
    actions.accept(actor=anne.actor, mandate=new)
    assert (fresh(new).state, fresh(old).state) == ("active", "replaced")
    assert powers(old) == []
    assert may(carl.identity, vat, "99000015")


def test_a_declined_renewal_leaves_the_old_and_can_be_tried_again(anne, carl, vat):
    old = active(anne, carl, vat)
    actions.decline(actor=carl.actor, mandate=actions.renew(actor=anne.actor, mandate=old))
    assert fresh(old).state == "active"
    assert actions.renew(actor=anne.actor, mandate=old).state == "offered"


def test_a_request_for_one_employee_is_for_nobody_else(anne, carl, vat):
    mandate = offer(carl, "99000015", vat, as_grantor=False, email=carl.identity.email)
    actions.accept(actor=anne.actor, mandate=mandate)
    assert powers(mandate)[0].only_identity == carl.identity


def test_many_are_renewed_by_a_job_and_what_cannot_be_stands_with_its_reason(anne, carl, vat):
    one, other = active(anne, carl, vat), active(anne, carl, vat)
    actions.renew(actor=carl.actor, mandate=other)
    job = actions.renew_in_bulk(actor=anne.actor, mandates=[one.pk, other.pk], months=12)
    assert jobs.work(job.pk) == 1
    job.refresh_from_db()
    assert job.result["done"] == 1
    assert [number for number, _why in job.result["errors"]] == [other.number]
    assert Mandate.objects.for_actor(anne.actor).get(replaces=one).state == "offered"


def test_who_has_lost_the_role_renews_nothing_any_more(anne, carl, vat):
    mandate = active(anne, carl, vat)
    job = actions.renew_in_bulk(actor=anne.actor, mandates=[mandate.pk])
    RoleAssignment.objects.for_actor(anne.actor).update(ended_at=timezone.now())
    jobs.work(job.pk)
    assert not Mandate.objects.for_actor(anne.actor).filter(replaces=mandate).exists()
