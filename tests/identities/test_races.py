"""Many at once, each with a control that shows what happens when the lock is off."""

import importlib
import threading

import pytest
from django.db import close_old_connections, connection

from identities import actions
from identities.actions import counting, guarding, roles
from identities.models import Activation, Charge, Identity, Price, RoleAssignment
from identities.queries.prices import price
from portal.core.actors import Actor
from tests.cast import make_auth, make_user
from tests.identities.people import with_channel

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 10


def at_once(jobs):
    """Run every job in one of WORKERS threads, all released at the same moment. Returns what was raised."""
    gate, errors, waiting = threading.Barrier(WORKERS), [], list(jobs)

    def work():
        gate.wait()
        while True:
            try:
                job = waiting.pop()
            except IndexError:
                break
            try:
                job()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                errors.append(error)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return errors


def hundred_waiting(organisation):
    """A hundred people at their links."""
    found = []
    for n in range(100):
        user = make_user(f"Person {n}", subject=f"person-{n}")
        identity = Identity.objects.create(
            organisation=organisation,
            given_name="Person",
            surname=str(n),
            user=user,
            state="pending",
            ordered_price=price(Price.Item.IDENTITY),
        )
        activation = Activation.objects.create(
            identity=identity, path="claim", token_hash=f"{n:064}", expires_at="2100-01-01T00:00Z"
        )
        found.append((Actor.person(user, make_auth(user)), activation))
    return found


def activate_all(found):
    return at_once(
        [
            lambda actor=actor, activation=activation: actions.activate(
                actor=actor, activation=activation, means="private"
            )
            for actor, activation in found
        ]
    )


def test_a_hundred_simultaneous_activations_charge_exactly_ninety_seven(bakery):
    with_channel(bakery)
    assert activate_all(hundred_waiting(bakery)) == []
    assert Identity.objects.across_organisations("test").filter(state="active").count() == 100
    assert Charge.objects.across_organisations("test").count() == 97
    found = actions.recount(actor=Actor.system("test"))
    assert (found.raised, found.proposed) == (0, 0)


def test_control_without_the_lock_some_are_not_charged(bakery, monkeypatch):
    activate = importlib.import_module("identities.actions.activate")
    with_channel(bakery)
    found = hundred_waiting(bakery)
    barrier = threading.Barrier(WORKERS)

    def read_together(organisation):
        """No lock; and the first WORKERS all look before any of them writes."""
        try:
            barrier.wait(timeout=2)
        except threading.BrokenBarrierError:
            pass
        return organisation if hasattr(organisation, "pk") else bakery

    for module in (counting, guarding, activate):
        monkeypatch.setattr(module, "lock_organisation", lambda organisation: bakery)
    monkeypatch.setattr(counting, "lock_organisation", read_together)
    activate_all(found)
    assert Charge.objects.across_organisations("test").count() < 97
    assert actions.recount(actor=Actor.system("test")).raised > 0


ROLE = "organisation_administrator"


def two_administrators(anne, bo):
    RoleAssignment.objects.create(
        organisation=bo.organisation, identity=bo.identity, role=ROLE, given_by="test"
    )
    return [(anne.actor, bo.identity), (anne.actor, anne.identity)]


def remove_both(pairs):
    jobs = [
        lambda actor=actor, identity=identity: actions.remove_role(actor=actor, identity=identity, role=ROLE)
        for actor, identity in pairs
    ]
    return at_once(jobs)


def left():
    rows = RoleAssignment.objects.across_organisations("test").filter(role=ROLE, ended_at=None)
    return rows.count()


def test_removing_the_last_two_administrators_at_once_leaves_one(bakery, anne, bo):
    errors = remove_both(two_administrators(anne, bo))
    assert left() == 1
    assert len(errors) == 1


def test_control_without_the_lock_none_is_left(bakery, anne, bo, monkeypatch):
    pairs = two_administrators(anne, bo)
    both_have_looked = threading.Barrier(2)
    refuse = roles._refuse_removing_last

    def look_together(organisation, identity):
        refuse(organisation, identity)
        both_have_looked.wait(timeout=5)

    monkeypatch.setattr(roles, "lock_organisation", lambda organisation: bakery)
    monkeypatch.setattr(roles, "_refuse_removing_last", look_together)
    remove_both(pairs)
    assert left() == 0
