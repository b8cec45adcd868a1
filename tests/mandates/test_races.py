"""Two at once, each with a control that shows what happens when the lock is off."""

import threading

import pytest
from django.db import close_old_connections, connection

from mandates import actions
from mandates.actions import answering, ending, renewing
from mandates.models import Mandate
from portal.core import jobs
from portal.core.lifecycle import Lifecycle
from rights.models import Assignment, Group
from tests.mandates.conftest import fresh, offer, powers

pytestmark = pytest.mark.django_db(transaction=True)


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
