"""Two at once, each with a control that shows what happens when the lock is off."""

import threading
from contextlib import contextmanager

import pytest
from django.db import close_old_connections, connection, connections

from identities import actions as identities
from mandates import actions
from mandates.actions import answering, ending, renewing, stopping
from mandates.models import Mandate
from portal.core import jobs
from portal.core.actions import RuleBroken
from portal.core.lifecycle import Lifecycle
from rights.models import Assignment, Group
from tests.cast import make_identity, make_user
from tests.mandates.conftest import fresh, may, offer, powers

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def at_once(*works):
    """Run each in a thread of its own, released together. Returns what was raised."""
    gate, errors = threading.Barrier(len(works)), []

    def run(work):
        gate.wait()
        try:
            work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            errors.append(error)
        connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return errors


@pytest.fixture
def unlocked(monkeypatch):
    """No lock; and both look before either of them writes."""
    both_have_looked = threading.Barrier(2)

    def look(mandate):
        rows = Mandate.objects.across_organisations("test").select_related(
            "grantor", "grantee", "principal", "grantee_identity", "parent"
        )
        found = rows.get(pk=mandate.pk)
        try:
            both_have_looked.wait(timeout=3)
        except threading.BrokenBarrierError:
            pass
        return found

    def move(self, thing, name, *, actor, payload=None, **changes):
        row = next(each for each in self.moves if each.name == name)
        for field, value in {"state": row.target, **changes}.items():
            setattr(thing, field, value)
        thing.save(update_fields=["state", *changes])
        from portal.core import audit

        audit.record(row.event, thing, actor=actor, organisations=thing.organisations())

    for module in (answering, ending, renewing):
        monkeypatch.setattr(module, "lock", look)
    monkeypatch.setattr(Lifecycle, "move", move)


def accept_and_withdraw(anne, carl, mandate):
    return at_once(
        lambda: actions.accept(actor=carl.actor, mandate=mandate),
        lambda: actions.withdraw(actor=anne.actor, mandate=mandate),
    )


def test_accept_against_withdraw_leaves_no_power_of_a_withdrawn_mandate(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    accept_and_withdraw(anne, carl, mandate)
    # Whoever came first: the withdrawal holds, of the offer or of the mandate.
    assert fresh(mandate).state == "withdrawn"
    assert powers(mandate) == []


def test_control_without_the_lock_a_withdrawn_offer_comes_into_force(anne, carl, vat, unlocked, monkeypatch):
    mandate, withdrawn, look = offer(anne, "99000023", vat), threading.Event(), answering.lock

    def look_and_let_the_other_finish(mandate):
        found = look(mandate)
        withdrawn.wait(timeout=30)
        return found

    def withdraw():
        actions.withdraw(actor=anne.actor, mandate=mandate)
        withdrawn.set()

    monkeypatch.setattr(answering, "lock", look_and_let_the_other_finish)
    assert at_once(lambda: actions.accept(actor=carl.actor, mandate=mandate), withdraw) == []
    assert fresh(mandate).resolutions.filter(kind="withdrawn").exists()
    assert fresh(mandate).state == "active"
    assert len(powers(mandate)) == 1


def test_answered_twice_at_once_one_is_refused(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    errors = at_once(*[lambda: actions.accept(actor=carl.actor, mandate=mandate)] * 2)
    assert len(errors) == 1
    assert "allerede besvaret" in str(errors[0])
    assert fresh(mandate).resolutions.filter(kind="accepted").count() == 1


def test_control_without_the_lock_it_is_accepted_twice(anne, carl, vat, unlocked):
    mandate = offer(anne, "99000023", vat)
    assert at_once(*[lambda: actions.accept(actor=carl.actor, mandate=mandate)] * 2) == []
    assert fresh(mandate).resolutions.filter(kind="accepted").count() == 2


def test_two_renewals_at_once_are_one(anne, carl, vat):
    old = actions.accept(actor=carl.actor, mandate=offer(anne, "99000023", vat))
    errors = at_once(
        lambda: actions.renew(actor=anne.actor, mandate=old),
        lambda: actions.renew(actor=carl.actor, mandate=old),
    )
    assert len(errors) == 1
    assert "allerede ved at blive fornyet" in str(errors[0])
    assert Mandate.objects.for_actor(anne.actor).filter(replaces=old).count() == 1


def test_two_renewals_are_one_by_the_databases_own_rule_also_without_the_lock(anne, carl, vat, unlocked):
    old = actions.accept(actor=carl.actor, mandate=offer(anne, "99000023", vat))
    errors = at_once(
        lambda: actions.renew(actor=anne.actor, mandate=old),
        lambda: actions.renew(actor=carl.actor, mandate=old),
    )
    assert len(errors) == 1
    assert Mandate.objects.for_actor(anne.actor).filter(replaces=old).count() == 1


def test_bulk_against_end_gives_nobody_a_power_that_is_over(anne, carl, vat):
    mandate = actions.accept(actor=carl.actor, mandate=offer(anne, "99000023", vat))
    group = Group.objects.create(organisation=carl.organisation, name="Bogholdere")
    job = actions.distribute_in_bulk(actor=carl.actor, group=group, name="A", numbers=["99000015"])
    errors = at_once(lambda: jobs.work(job.pk), lambda: actions.withdraw(actor=anne.actor, mandate=mandate))
    assert errors == []
    assert fresh(mandate).state == "withdrawn"
    assert powers(mandate) == []
    assert Assignment.objects.for_actor(carl.actor).count() == 1


@pytest.fixture
def pair_of_renewals(anne, carl, vat):
    """A mandate in force, and the two who want to renew it at the same moment."""
    old = actions.accept(actor=carl.actor, mandate=offer(anne, "99000023", vat))
    return old, [
        lambda: actions.renew(actor=anne.actor, mandate=old),
        lambda: actions.renew(actor=carl.actor, mandate=old),
    ]


def test_control_without_lock_and_rule_there_are_two_renewals(anne, pair_of_renewals, unlocked):
    old, both = pair_of_renewals
    with without_the_rule("one_renewal_at_a_time", "mandates_mandate"):
        assert at_once(*both) == []
        assert Mandate.objects.for_actor(anne.actor).filter(replaces=old).count() == 2
        Mandate.objects.for_actor(anne.actor).filter(replaces=old).update(replaces=None)


@contextmanager
def without_the_rule(name, table):
    """The owner takes a unique rule away for the length of a test."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_get_indexdef(%s::regclass)", [name])
        made = cursor.fetchone()[0]
        cursor.execute(f"DROP INDEX {name}")
        try:
            yield
        finally:
            cursor.execute(made)


def renew_in_bulk_against_withdraw(anne, carl, mandate):
    job = actions.renew_in_bulk(actor=carl.actor, mandates=[mandate.pk])
    return at_once(
        lambda: jobs.work(job.pk), lambda: actions.withdraw(actor=anne.actor, mandate=mandate)
    ), job


def test_bulk_renewal_against_the_end_renews_only_what_was_still_in_force(anne, carl, vat):
    mandate = actions.accept(actor=carl.actor, mandate=offer(anne, "99000023", vat))
    errors, job = renew_in_bulk_against_withdraw(anne, carl, mandate)
    assert errors == []
    job.refresh_from_db()
    asked = Mandate.objects.for_actor(carl.actor).filter(replaces=mandate).first()
    assert fresh(mandate).state == "withdrawn"
    assert powers(mandate) == []
    if asked is None:  # the end came first: the job says why
        assert "ikke i kraft" in job.result["errors"][0][1]
    else:  # the renewal came first, while the old one was in force: it waits for the other side's yes
        before = fresh(mandate).resolutions.get(kind="withdrawn").at
        assert asked.sent_at <= before
        assert asked.state == "requested"


def test_control_without_the_lock_what_has_been_withdrawn_is_renewed(anne, carl, vat, unlocked, monkeypatch):
    mandate, withdrawn, look = offer(anne, "99000023", vat), threading.Event(), renewing.lock
    actions.accept(actor=carl.actor, mandate=mandate)

    def look_and_let_the_other_finish(mandate):
        found = look(mandate)
        withdrawn.wait(timeout=30)
        return found

    def withdraw():
        actions.withdraw(actor=anne.actor, mandate=mandate)
        withdrawn.set()

    monkeypatch.setattr(renewing, "lock", look_and_let_the_other_finish)
    assert at_once(lambda: actions.renew(actor=carl.actor, mandate=mandate), withdraw) == []
    asked = Mandate.objects.for_actor(carl.actor).get(replaces=mandate)
    assert asked.sent_at > fresh(mandate).resolutions.get(kind="withdrawn").at


def accept_and_close(carl, mandate, dan):
    def close():
        identities.close(actor=carl.actor, identity=dan)

    return at_once(lambda: actions.accept(actor=carl.actor, mandate=mandate), close)


def test_the_named_person_is_closed_while_the_answer_comes(anne, carl, vat):
    """Whoever comes first: nobody closed may act, and no mandate in force names somebody who is closed."""
    dan = make_identity(carl.organisation, make_user("Dan Dam"))
    mandate = offer(anne, "99000023", vat, email=dan.email)
    errors = accept_and_close(carl, mandate, dan)
    assert [type(each) for each in errors] in ([], [RuleBroken])
    assert fresh(mandate).state == "ended"
    assert powers(mandate) == []
    assert not may(dan, vat, "99000015")


def test_control_without_the_lock_a_mandate_in_force_names_somebody_closed(
    anne, carl, vat, unlocked, monkeypatch
):
    dan = make_identity(carl.organisation, make_user("Dan Dam"))
    mandate, closed, ready = (
        offer(anne, "99000023", vat, email=dan.email),
        threading.Event(),
        threading.Event(),
    )
    write = answering.write_document

    def wait_for_the_other(*args, **kwargs):
        """Everything is checked and written, nothing is committed."""
        ready.set()
        closed.wait(timeout=30)
        return write(*args, **kwargs)

    monkeypatch.setattr(answering, "write_document", wait_for_the_other)
    monkeypatch.setattr(stopping, "_STOP", stopping._STOP.replace("FOR UPDATE", "FOR UPDATE SKIP LOCKED"))

    def close():
        ready.wait(timeout=30)
        identities.close(actor=carl.actor, identity=dan)
        closed.set()

    assert at_once(lambda: actions.accept(actor=carl.actor, mandate=mandate), close) == []
    assert fresh(mandate).state == "active"
