"""A move undone: exactly as before by hash, until somebody has activated."""

import pytest

from identities.models import Activation, Identity, RoleAssignment
from mandates import actions as mandates
from mandates.models import Mandate
from migration_flow import actions
from migration_flow.actions.carrying import digest_of
from migration_flow.models import Move
from migration_flow.queries.projection import digests
from portal.core import crypto, jobs
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from portal.core.models import AuditEntry, OutgoingMail
from rights.models import Assignment, Grant, Power
from tests.cast import make_identity
from tests.migration_flow.country import legacy_bakery
from tests.migration_flow.test_move_company import carry_out, decide_everything


@pytest.fixture
def moved(anne, carl):
    """The bakery, where Anne was here before and takes over the RID she had."""
    legacy_bakery()
    anne.identity.cpr_index = crypto.blind_index("6202801234", purpose="cpr")
    anne.identity.save()
    anne.before = digests(anne.organisation)
    again(anne)
    return Move.objects.for_actor(anne.actor).get()


def again(anne):
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    carry_out(anne.actor)


def undo(anne):
    move = actions.order_undo(actor=anne.actor)
    jobs.work(move.job_id)
    move.refresh_from_db()
    return move


def test_everything_is_exactly_as_before(moved, anne, carl):
    assert digests(anne.organisation) != anne.before
    assert moved.digest_before == digest_of(anne.before)
    assert undo(anne).state == "undone"
    assert digests(anne.organisation) == anne.before
    assert not Mandate.objects.for_actor(carl.actor).exists()
    assert not Power.objects.for_actor(carl.actor).exists()
    assert not Grant.objects.for_actor(anne.actor).exists()
    anne.identity.refresh_from_db()
    assert anne.identity.rid is None


def test_the_trail_stands_and_everybody_is_told(moved, anne, carl):
    undo(anne)
    mine = set(AuditEntry.objects.for_actor(anne.actor).values_list("event", flat=True))
    assert {
        "identities.identity.moved",
        "identities.identity.move_undone",
        "migration_flow.move.undone",
    } <= mine
    theirs = set(AuditEntry.objects.for_actor(carl.actor).values_list("event", flat=True))
    assert {"mandates.mandate.carried_over", "mandates.mandate.carry_over_undone"} <= theirs
    assert OutgoingMail.objects.filter(template="migration_flow/undone_employee").count() == 2


def test_what_was_given_to_the_moved_users_since_goes_with_them(moved, anne):
    user = Identity.objects.for_actor(anne.actor).get(rid="42630002")
    RoleAssignment.objects.create(
        organisation=anne.organisation, identity=user, role="user_administrator", given_by="x"
    )
    undo(anne)
    assert digests(anne.organisation) == anne.before


def test_a_change_elsewhere_is_never_lost_silently(moved, anne):
    make_identity(anne.organisation, None, "Ny Nygaard")
    move = undo(anne)
    assert move.state == "moved"
    assert Identity.objects.for_actor(anne.actor).filter(source="moved").exists()
    assert "brugere" in OutgoingMail.objects.get(template="migration_flow/undo_refused").body


def test_nobody_undoes_what_somebody_has_activated(moved, anne):
    Identity.objects.for_actor(anne.actor).filter(rid="42630002").update(
        first_activated_at="2026-01-01T00:00Z"
    )
    with pytest.raises(RuleBroken, match="Erik Eg"):
        actions.order_undo(actor=anne.actor)
    assert Move.objects.for_actor(anne.actor).get().state == "moved"


def test_an_activation_between_the_order_and_the_work_keeps_the_move(moved, anne):
    move = actions.order_undo(actor=anne.actor)
    Identity.objects.for_actor(anne.actor).filter(rid="42630002").update(
        first_activated_at="2026-01-01T00:00Z"
    )
    jobs.work(move.job_id)
    move.refresh_from_db()
    assert move.state == "moved"
    assert Grant.objects.for_actor(anne.actor).exists()


def test_the_other_sides_yes_is_found_by_the_second_move(moved, anne, carl):
    mandates.confirm(actor=carl.actor, mandate=Mandate.objects.for_actor(carl.actor).get())
    undo(anne)
    again(anne)
    assert Mandate.objects.for_actor(carl.actor).get().grantee_consented_by == "Carl Cykel"


def test_what_the_other_side_ended_is_not_revived(moved, anne, carl):
    mandates.waive(
        actor=carl.actor, mandate=Mandate.objects.for_actor(carl.actor).get(), reason="Vi holder op"
    )
    undo(anne)
    assert digests(anne.organisation) == anne.before
    again(anne)
    assert Mandate.objects.for_actor(carl.actor).get().state == "waived"
    facts = Move.objects.for_actor(anne.actor).get().receipt_facts
    assert facts["mandate"] == {"yes": 0, "left": 1, "missing": 0}


def test_people_who_could_use_a_carried_mandate_can_until_it_is_undone(anne, carl):
    legacy_bakery()
    from migration_flow.models import LegacyMandate

    LegacyMandate.objects.across_organisations("test").update(grantee_rid="77")
    carl.identity.rid = "77"
    carl.identity.save()
    again(anne)
    assert Assignment.objects.for_actor(carl.actor).get().identity == carl.identity
    undo(anne)
    assert not Assignment.objects.for_actor(carl.actor).exists()


def test_moving_again_after_an_undo_gives_the_same(moved, anne):
    undo(anne)
    again(anne)
    assert Move.objects.for_actor(anne.actor).get().receipt_facts["right"]["yes"] == 1
    assert Activation.objects.for_actor(anne.actor).count() == 2


def test_a_dead_link_says_so(moved, anne):
    from identities.actions import activate
    from tests.cast import make_auth, make_user

    activation = Activation.objects.for_actor(anne.actor).select_related("identity").first()
    undo(anne)
    user = make_user("Erik Eg")
    with pytest.raises(RuleBroken, match="Linket virker ikke"):
        activate(actor=Actor.person(user, make_auth(user)), activation=activation, means="private")
