"""What the support desk can do, and what it cannot: each act with its own permission and a typed reason."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from identities import actions, queries
from identities.models import Activation, Identity, SupportProposal
from portal.core.actions import RuleBroken
from portal.core.models import AuditPayload, OutgoingMail, User
from portal.core.permissions import Role
from tests.identities.people import activated, open_link, order, outsider

pytestmark = pytest.mark.django_db
WHY = "ringede til support kl. 10"


def having_opened(agent, *organisations, roles=(Role.SUPPORT_AGENT,)):
    """The agent's actor as the desk makes it: the organisations opened just now."""
    opened = frozenset(each.pk for each in organisations)
    return replace(agent.actor, memberships=opened, roles=frozenset(roles))


@pytest.fixture
def sif(sus):
    """A second agent."""
    user = User(username="sif", name="Sif Support", is_staff=True)
    user.set_unusable_password()
    user.save()
    return SimpleNamespace(user=user, actor=replace(sus.actor, label="sif", user=user))


def test_an_agent_corrects_a_mistyped_address_and_the_administrators_are_told(bakery, anne, sus):
    dorte = order(anne, "Dorte Dam", email="drote@bageri.example")
    dead = open_link(dorte)
    actions.correct_email(
        actor=having_opened(sus, bakery), identity=dorte, email="dorte@bageri.example", reason=WHY
    )
    dorte.refresh_from_db()
    assert open_link(dorte).pk != dead.pk
    dead.refresh_from_db()
    assert dead.withdrawn_at is not None
    assert OutgoingMail.objects.filter(recipient=anne.identity.email, subject__contains="Dorte Dam").exists()
    assert AuditPayload.objects.filter(data__reason=WHY).exists()


@pytest.mark.parametrize("email", ["", "ikke en adresse", "dorte@", "a b@c.example"])
def test_what_is_no_address_changes_nothing(bakery, anne, sus, email):
    dorte = order(anne, "Dorte Dam")
    with pytest.raises(RuleBroken):
        actions.correct_email(actor=having_opened(sus, bakery), identity=dorte, email=email, reason=WHY)
    assert open_link(dorte)


def test_the_address_of_somebody_who_has_claimed_or_is_active_is_not_changed(bakery, anne, sus):
    dorte, agent = order(anne, "Dorte Dam"), having_opened(sus, bakery)
    actions.claim(actor=outsider("Dorte Dam").actor, activation=open_link(dorte), means="private")
    with pytest.raises(RuleBroken, match="forfra"):
        actions.correct_email(actor=agent, identity=dorte, email="x@y.example", reason=WHY)
    eva = activated(anne, "Eva Eng")
    with pytest.raises(RuleBroken, match="venter ikke"):
        actions.correct_email(actor=agent, identity=eva.identity, email="x@y.example", reason=WHY)


def test_restarting_forgets_a_claim_and_resending_keeps_the_path(bakery, anne, sus):
    dorte, agent = order(anne, "Dorte Dam"), having_opened(sus, bakery)
    actions.make_code(actor=anne.actor, identity=dorte)
    assert actions.resend_by_support(actor=agent, identity=dorte, reason=WHY).path == Activation.Path.CODE
    assert actions.restart_activation(actor=agent, identity=dorte, reason=WHY).path == Activation.Path.CLAIM
    actions.claim(actor=outsider("En Anden").actor, activation=open_link(dorte), means="private")
    fresh = actions.restart_activation(actor=agent, identity=dorte, reason=WHY)
    assert fresh.claimed_by is None


ACTS = {
    "resend": lambda actor, dorte, reason: actions.resend_by_support(
        actor=actor, identity=dorte, reason=reason
    ),
    "correct": lambda actor, dorte, reason: actions.correct_email(
        actor=actor, identity=dorte, email="ny@bageri.example", reason=reason
    ),
    "restart": lambda actor, dorte, reason: actions.restart_activation(
        actor=actor, identity=dorte, reason=reason
    ),
    "proof": lambda actor, dorte, reason: actions.proof_by_support(
        actor=actor,
        identity=dorte,
        documents=[{"kind": "passport", "last_four": "1234"}, {"kind": "health_card", "last_four": "4321"}],
        reason=reason,
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_may_and_not_without_reason_or_open_organisation(bakery, cycles, anne, bo, sus, act):
    dorte = order(anne, "Dorte Dam")
    with pytest.raises(RuleBroken, match="begrundelse"):
        ACTS[act](having_opened(sus, bakery), dorte, "          ")
    refused = (anne.actor, bo.actor, sus.actor, having_opened(sus, cycles))
    for actor in refused:
        with pytest.raises(PermissionDenied):
            ACTS[act](actor, dorte, WHY)
    ACTS[act](having_opened(sus, bakery), dorte, WHY)


def test_two_agents_must_agree_before_a_person_is_suspended_or_let_in(bakery, anne, sus, sif):
    dorte = activated(anne, "Dorte Dam")
    first, second = having_opened(sus, bakery), having_opened(sif, bakery)
    for act, state in (("suspend", Identity.State.SUSPENDED), ("resume", Identity.State.ACTIVE)):
        proposal = actions.propose_stop(actor=first, identity=dorte.identity, act=act, reason=WHY)
        assert list(queries.open_proposals([bakery])) == [proposal]
        with pytest.raises(RuleBroken, match="kollega"):
            actions.answer_stop(actor=first, proposal=proposal, approved=True, reason=WHY)
        with pytest.raises(PermissionDenied):
            actions.answer_stop(actor=sif.actor, proposal=proposal, approved=True, reason=WHY)
        actions.answer_stop(actor=second, proposal=proposal, approved=True, reason=WHY)
        dorte.identity.refresh_from_db()
        assert dorte.identity.state == state
        with pytest.raises(RuleBroken, match="allerede"):
            actions.answer_stop(actor=second, proposal=proposal, approved=True, reason=WHY)


def test_a_rejected_proposal_changes_nothing_and_only_one_waits(bakery, anne, sus, sif):
    dorte = activated(anne, "Dorte Dam")
    proposal = actions.propose_stop(
        actor=having_opened(sus, bakery), identity=dorte.identity, act="suspend", reason=WHY
    )
    with pytest.raises(RuleBroken):
        actions.propose_stop(
            actor=having_opened(sif, bakery), identity=dorte.identity, act="suspend", reason=WHY
        )
    actions.answer_stop(actor=having_opened(sif, bakery), proposal=proposal, approved=False, reason=WHY)
    dorte.identity.refresh_from_db()
    assert dorte.identity.state == Identity.State.ACTIVE


def test_four_eyes_hold_in_the_database_too(bakery, anne, sus):
    dorte = activated(anne, "Dorte Dam")
    proposal = actions.propose_stop(
        actor=having_opened(sus, bakery), identity=dorte.identity, act="suspend", reason=WHY
    )
    rows = SupportProposal.objects.across_organisations("test").filter(pk=proposal.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="approved", answered_by=proposal.proposed_by)


def test_credit_notes_are_for_supervisors(bakery, anne, sus):
    with pytest.raises(PermissionDenied):
        actions.answer_credit_note(
            actor=having_opened(sus, bakery),
            note=SimpleNamespace(organisation_id=bakery.pk),
            approved=True,
            reason=WHY,
        )
