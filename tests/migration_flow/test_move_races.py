"""At the same moment: an activation and the undo, two executions, a worker killed in the middle."""

import threading
import time

import pytest
from django.db import IntegrityError, OperationalError, close_old_connections, connection, transaction

from identities import actions as identities
from identities.actions import take_back as undoing
from identities.models import Activation, Identity
from migration_flow import actions
from migration_flow.actions.undo import take_back
from migration_flow.models import Move
from migration_flow.queries.projection import digests
from portal.core import crypto, jobs
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from portal.core.models import Job
from rights.models import Grant
from tests.cast import make_auth, make_user
from tests.migration_flow.country import legacy_bakery
from tests.migration_flow.test_move_company import decide_everything

pytestmark = pytest.mark.django_db(transaction=True)
MOVER = Actor.system("migration")


@pytest.fixture
def prices(db):
    from identities.models import Price

    Price.objects.get_or_create(item="identity", valid_from="2020-01-01", defaults={"amount": 20})
    Price.objects.get_or_create(item="free_identities", valid_from="2020-01-01", defaults={"amount": 3})


@pytest.fixture
def ordered(prices, anne, carl):
    legacy_bakery()
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    return actions.execute(actor=anne.actor)


@pytest.fixture
def moved(ordered, anne):
    jobs.work(ordered.job_id)
    move = actions.order_undo(actor=anne.actor)
    anne.dorte = make_user("Dorte Dej")
    anne.dorte.cpr_index = crypto.blind_index("6101701008", purpose="cpr")
    anne.dorte.save()
    rows = Activation.objects.across_organisations("test").select_related("identity__organisation")
    anne.activation = rows.get(identity__rid="42630001")
    return move


def in_thread(work, raised):
    def run():
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            raised.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def activate(anne):
    actor = Actor.person(anne.dorte, make_auth(anne.dorte))
    identities.activate(actor=actor, activation=anne.activation, means="dedicated")


def race(anne, move, monkeypatch):
    """The undo has looked and found nobody active; at that moment an employee presses the button."""
    raised, threads = {"undo": [], "activate": []}, []
    looked = undoing.refuse_if_activated

    def then_somebody_activates(organisation):
        looked(organisation)
        threads.append(in_thread(lambda: activate(anne), raised["activate"]))
        threads[-1].join(1.5)

    monkeypatch.setattr(undoing, "refuse_if_activated", then_somebody_activates)
    fresh = Move.objects.across_organisations("test").select_related("organisation").get(pk=move.pk)
    undo = in_thread(lambda: take_back(actor=MOVER, move=fresh), raised["undo"])
    undo.join()
    threads[0].join()
    close_old_connections()
    return raised


def test_the_undo_holds_the_organisation_so_exactly_one_wins(moved, anne, monkeypatch):
    raised = race(anne, moved, monkeypatch)
    assert raised["undo"] == []
    assert isinstance(raised["activate"][0], RuleBroken)
    assert Move.objects.for_actor(anne.actor).get().state == "undone"
    assert not Identity.objects.for_actor(anne.actor).filter(source="moved").exists()


def test_control_without_the_lock_both_are_told_that_they_won(moved, anne, monkeypatch):
    without = lambda organisation: getattr(organisation, "pk", organisation)  # noqa: E731
    monkeypatch.setattr(undoing, "lock_organisation", without)
    raised = race(anne, moved, monkeypatch)
    assert raised["activate"] == []  # the employee is in …
    assert isinstance(
        raised["undo"][0], IntegrityError
    )  # … and only the database saves what the undo was deleting


def test_an_activation_that_came_first_keeps_the_move(moved, anne):
    activate(anne)
    jobs.work(moved.job_id)
    assert Move.objects.for_actor(anne.actor).get().state == "moved"
    assert Identity.objects.for_actor(anne.actor).get(rid="42630001").state == "active"


def test_two_executions_at_once_move_once(prices, anne, carl):
    legacy_bakery()
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    raised, gate = [], threading.Barrier(2)

    def execute():
        gate.wait()
        actions.execute(actor=anne.actor)

    for thread in [in_thread(execute, raised) for _ in range(2)]:
        thread.join()
    close_old_connections()
    assert [type(each) for each in raised] == [RuleBroken]
    assert Job.objects.for_actor(anne.actor).filter(kind="migration_flow.move").count() == 1


def work_until_dead(job_id):
    """A worker that is killed does not come back: it never gets a second session."""

    def dead():
        raise OperationalError("killed")

    connection.ensure_connection()
    connection.connect = dead
    jobs.work(job_id)


def kill_in_the_middle(job_id, table):
    """Hold a table the job writes late, wait until the job stands there, and end its database session."""
    raised = []
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        worker = in_thread(lambda: work_until_dead(job_id), raised)
        for _ in range(200):
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_stat_clear_snapshot()")
                cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                               " WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))")  # fmt: skip
                if cursor.fetchall():
                    break
            time.sleep(0.05)
        worker.join()
    close_old_connections()
    return raised


def test_a_worker_killed_in_the_middle_of_a_move_has_moved_nothing_and_the_next_moves_all(ordered, anne):
    before = digests(anne.organisation)
    assert kill_in_the_middle(ordered.job_id, "mandates_mandate")
    assert digests(anne.organisation) == before
    assert Move.objects.for_actor(anne.actor).get().state == "executing"
    jobs.work(ordered.job_id)
    assert Move.objects.for_actor(anne.actor).get().state == "moved"
    assert Grant.objects.for_actor(anne.actor).count() == 1


def test_a_worker_killed_in_the_middle_of_an_undo_has_undone_nothing_and_the_next_undoes_all(moved, anne):
    before = digests(anne.organisation)
    assert kill_in_the_middle(moved.job_id, "identities_roleassignment")
    assert digests(anne.organisation) == before
    assert Move.objects.for_actor(anne.actor).get().state == "undoing"
    jobs.work(moved.job_id)
    assert Move.objects.for_actor(anne.actor).get().state == "undone"


def register_tells(change, **facts):
    from portal.agreements.actions.register_events import act_on_register
    from portal.agreements.models import RegisterDelta

    RegisterDelta.objects.create(cvr="99000015", change=change, facts=facts)
    assert act_on_register() == 1


@pytest.mark.parametrize("change", ["bankruptcy", "ceased"])
def test_a_company_that_goes_bankrupt_or_ceases_while_it_decides_leaves_the_guided_way(
    prices, anne, carl, change
):
    legacy_bakery()
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    register_tells(change, status="UNDER KONKURS")
    assert Move.objects.for_actor(anne.actor).get().state == "other_path"
    with pytest.raises(RuleBroken, match="ikke åben"):
        actions.execute(actor=anne.actor)


def test_new_signatories_while_it_decides_lose_no_answer_and_stop_nothing(prices, anne, carl):
    """Who signs is the agreement's affair; the administrators it appointed go on, and are told."""
    from portal.core.models import OutgoingMail

    legacy_bakery()
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    counts = Move.objects.for_actor(anne.actor).get().counts
    register_tells("new_signatories", entered=1, left=2)
    move = Move.objects.for_actor(anne.actor).get()
    assert (move.state, move.counts) == ("deciding", counts)
    assert OutgoingMail.objects.filter(template__contains="register").exists()
    jobs.work(actions.execute(actor=anne.actor).job_id)
    assert Move.objects.for_actor(anne.actor).get().state == "moved"


def test_an_administrator_who_lost_the_role_on_the_way_decides_nothing(prices, anne, carl, log_in):
    from identities.models import RoleAssignment

    legacy_bakery()
    client = log_in(anne)
    assert client.post("/99000015/flytning/").status_code == 302
    RoleAssignment.objects.for_actor(anne.actor).filter(role="organisation_administrator").update(
        ended_at="2026-01-01T00:00Z"
    )
    assert client.post("/99000015/flytning/employee/forslag/").status_code == 403
