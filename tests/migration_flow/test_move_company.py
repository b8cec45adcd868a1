"""A company's move: from what the legacy system knew to identities, roles, grants and mandates."""

import pytest

from identities.models import Activation, Identity, RoleAssignment
from mandates.models import Mandate
from migration_flow import actions
from migration_flow.models import Decision, Move
from portal.core import jobs
from portal.core.actions import RuleBroken, Stale
from portal.core.models import AuditEntry, Job, OutgoingMail
from rights.models import Grant, Power
from tests.cast import make_identity, make_user
from tests.migration_flow.country import legacy_bakery


@pytest.fixture
def started(anne, carl):
    legacy_bakery()
    return actions.start_move(actor=anne.actor)


def decide_everything(actor):
    for item in Decision.Item.values:
        actions.accept_proposals(actor=actor, item=item)


def carry_out(actor):
    move = actions.execute(actor=actor)
    jobs.work(move.job_id)
    assert Job.objects.for_actor(actor).get(pk=move.job_id).state == "done"


def test_everything_known_becomes_a_question_with_a_proposal(started, anne):
    asked = {(d.item, d.rid, d.proposal, d.proposal_reason) for d in Decision.objects.for_actor(anne.actor)}
    assert asked == {
        ("employee", "42630000", "move", "in_use"), ("employee", "42630001", "move", "in_use"),
        ("employee", "42630002", "move", "in_use"), ("employee", "42630009", "leave", "inactive"),
        ("administrator", "42630000", "move", "in_use"),
        ("right", "42630001", "move", "in_use"), ("right", "42630001", "leave", "unknown"),
        ("right", "42630009", "leave", "left"), ("mandate", "", "move", "in_use"),
        ("setting", "", "move", "their_choice"),
    }  # fmt: skip


def test_a_second_start_asks_nothing_twice_and_keeps_the_answers(started, anne):
    decision = Decision.objects.for_actor(anne.actor).filter(rid="42630002").get()
    actions.decide(actor=anne.actor, decision=decision, version=1, choice="leave")
    count = Decision.objects.for_actor(anne.actor).count()
    actions.start_move(actor=anne.actor)
    assert Decision.objects.for_actor(anne.actor).count() == count
    decision.refresh_from_db()
    assert (decision.choice, decision.decided_by) == ("leave", "Anne Aagaard")


def test_two_administrators_do_not_overwrite_each_other_silently(started, anne):
    decision = Decision.objects.for_actor(anne.actor).filter(rid="42630002").get()
    actions.decide(actor=anne.actor, decision=decision, version=1, choice="leave")
    with pytest.raises(Stale, match="Anne Aagaard"):
        actions.decide(actor=anne.actor, decision=decision, version=1, choice="move")


def test_accepting_proposals_leaves_given_answers_alone(started, anne):
    decision = Decision.objects.for_actor(anne.actor).filter(rid="42630002").get()
    actions.decide(actor=anne.actor, decision=decision, version=1, choice="leave")
    assert actions.accept_proposals(actor=anne.actor, item="employee") == 3
    decision.refresh_from_db()
    assert decision.choice == "leave"


def test_nothing_moves_while_something_is_undecided(started, anne):
    actions.accept_proposals(actor=anne.actor, item="employee")
    with pytest.raises(RuleBroken, match="5"):
        actions.execute(actor=anne.actor)
    assert Move.objects.for_actor(anne.actor).get().state == "deciding"


def test_the_move_brings_identities_roles_rights_and_mandates(started, anne, carl):
    decide_everything(anne.actor)
    carry_out(anne.actor)
    own = Identity.objects.for_actor(anne.actor)
    assert {(i.rid, i.state) for i in own.filter(source="moved")} == {
        ("42630000", "pending"), ("42630001", "pending"), ("42630002", "pending")}  # fmt: skip
    roles = RoleAssignment.objects.for_actor(anne.actor).filter(identity__rid="42630000")
    assert {each.role for each in roles} == {"organisation_administrator", "user_administrator"}
    grant = Grant.objects.for_actor(anne.actor).get()
    assert (grant.identity.rid, grant.right.legacy_right, grant.source) == ("42630001", "MOMS", "moved")
    mandate = Mandate.objects.for_actor(carl.actor).get()
    assert (mandate.state, mandate.basis, mandate.grantor) == ("active", "carried_over", anne.organisation)
    assert Power.objects.for_actor(carl.actor).get().right == grant.right
    assert Move.objects.for_actor(anne.actor).get().state == "moved"


def test_employees_get_their_link_by_the_way_that_fits_them(started, anne):
    decide_everything(anne.actor)
    carry_out(anne.actor)
    paths = {
        a.identity.rid: a.path for a in Activation.objects.for_actor(anne.actor).select_related("identity")
    }
    assert paths == {"42630000": "cpr", "42630001": "cpr", "42630002": "claim"}
    assert OutgoingMail.objects.filter(template="migration_flow/employee").count() == 3


def test_both_parties_and_every_identity_have_their_trace(started, anne, carl):
    decide_everything(anne.actor)
    carry_out(anne.actor)
    events = list(AuditEntry.objects.for_actor(anne.actor).values_list("event", flat=True))
    assert events.count("identities.identity.moved") == 3
    assert "mandates.mandate.carried_over" in events
    assert AuditEntry.objects.for_actor(carl.actor).get().event == "mandates.mandate.carried_over"


def test_a_person_known_already_takes_over_their_rid_instead_of_a_second_identity(started, anne):
    from portal.core import crypto

    anne.identity.cpr_index = crypto.blind_index("6202801234", purpose="cpr")
    anne.identity.save()
    decide_everything(anne.actor)
    carry_out(anne.actor)
    anne.identity.refresh_from_db()
    assert anne.identity.rid == "42630000"
    assert Identity.objects.for_actor(anne.actor).count() == 3


def test_a_person_known_by_their_login_does_so_too(started, anne):
    """The administrator of a new agreement has logged in; no CPR number is on file for the identity."""
    from portal.core import crypto

    anne.user.cpr_index = crypto.blind_index("6202801234", purpose="cpr")
    anne.user.save()
    decide_everything(anne.actor)
    carry_out(anne.actor)
    anne.identity.refresh_from_db()
    assert anne.identity.rid == "42630000"


def test_who_replaces_a_signature_server_is_led_to_the_local_idp(started, anne, log_in):
    move = Move.objects.for_actor(anne.actor).get()
    Decision.objects.create(
        move=move, item="setting", key="lss", proposal="leave", proposal_reason="lss_ends", choice="move"
    )
    decide_everything(anne.actor)
    carry_out(anne.actor)
    page = log_in(anne).get(f"/{anne.organisation.cvr}/flytning/status/").content.decode()
    assert f"/{anne.organisation.cvr}/brugere/lokal-idp/" in page
    assert "Links er sendt til 3 medarbejdere" in page


def test_what_the_company_put_right_on_the_way_is_what_is_moved(started, anne):
    decision = Decision.objects.for_actor(anne.actor).filter(rid="42630002", item="employee").get()
    actions.decide(
        actor=anne.actor, decision=decision, version=1, choice="change", change={"email": "ny@aaby.example"}
    )
    decide_everything(anne.actor)
    carry_out(anne.actor)
    assert Identity.objects.for_actor(anne.actor).get(rid="42630002").email == "ny@aaby.example"


def test_a_colleague_without_the_role_decides_nothing(started, anne, bo):
    from django.core.exceptions import PermissionDenied

    for refused in (lambda: actions.start_move(actor=bo.actor), lambda: actions.execute(actor=bo.actor)):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_price_that_rose_since_it_was_read_is_shown_again_before_anything_happens(started, anne, log_in):
    from decimal import Decimal

    decide_everything(anne.actor)
    client = log_in(anne)
    page = f"/{anne.organisation.cvr}/flytning/kontrol/"
    shown = {"sure": "on", "price_shown": "12.00"}
    told = client.post(page, shown, follow=True).content.decode()
    assert "Prisen er steget" in told
    assert 'value="20.00"' in told
    assert Move.objects.for_actor(anne.actor).get().state == "deciding"
    assert client.post(page, {"sure": "on", "price_shown": "20.00"}).status_code == 302
    jobs.work(Move.objects.for_actor(anne.actor).get().job_id)
    ordered = (
        Identity.objects.for_actor(anne.actor).filter(source="moved").values_list("ordered_price", flat=True)
    )
    assert set(ordered) == {Decimal(20)}


def test_a_price_that_rises_after_the_order_is_not_paid_by_who_activates_later(started, anne):
    """Free places are taken by others here; what is charged is what was shown when the company moved."""
    from decimal import Decimal

    from identities.models import Charge, Price
    from tests.migration_flow.test_move_employees import come_in

    for n in range(3):
        make_identity(
            anne.organisation, make_user(f"Nr {n}"), f"Nr {n}", first_activated_at="2020-01-01T00:00Z"
        )
    decide_everything(anne.actor)
    carry_out(anne.actor)
    Price.objects.create(item="identity", valid_from="2020-01-02", amount=35)
    identity = come_in(None)
    assert Charge.objects.for_actor(anne.actor).get(identity=identity).amount == Decimal(20)
