"""A revocation holds on the next call, seen from another database connection; and there is no cache that
could differ."""

import threading

import pytest
from django.db import connection, transaction

from portal.core import trace
from portal.core.permissions import Level
from rights import actions
from rights.models import Grant
from rights.queries.decision import decide_one
from tests.rights.conftest import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(work):
    """Run `work` in a thread with a connection of its own; its result."""
    found = []

    def run():
        try:
            found.append(work())
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(20)
    return found[0]


def test_a_committed_withdrawal_is_seen_by_the_next_question_of_another_connection(anne, bo, bakery, vat):
    grant = actions.grant_right(actor=anne.actor, organisation=bakery, right=vat, identity=bo.identity)

    def ask():
        return decide_one(identity=bo.identity.pk, right=vat.key, level=Level.SUBSTANTIAL).granted

    for _ in range(8):  # the plan is prepared and used again on this connection
        assert ask()
    elsewhere(
        lambda: actions.withdraw_grant(
            actor=anne.actor, grant=Grant.objects.for_actor(anne.actor).get(pk=grant.pk)
        )
    )
    assert not ask()


def test_until_it_is_committed_the_right_stands_and_no_reader_waits(anne, bo, bakery, vat):
    grant = actions.grant_right(actor=anne.actor, organisation=bakery, right=vat, identity=bo.identity)

    def ask():
        return decide_one(identity=bo.identity.pk, right=vat.key, level=Level.SUBSTANTIAL).granted

    with transaction.atomic():
        actions.withdraw_grant(actor=anne.actor, grant=grant)
        assert elsewhere(ask), "another connection reads the committed world"
        assert not ask()
    assert not elsewhere(ask)


def test_an_ended_mandate_is_seen_by_another_connection(accountant, bakery, vat):
    with transaction.atomic(), trace.collecting("test"):
        actions.open_powers(
            actor=SYSTEM,
            mandate_id=accountant.mandate,
            holder=accountant.firm,
            grantor=bakery,
            rights=[vat],
            only_identity=accountant.rolf,
        )

    def ask():
        return decide_one(
            identity=accountant.rolf.pk, right=vat.key, acted_for=bakery.cvr, level=Level.HIGH
        ).granted

    assert ask()

    def end():
        with transaction.atomic(), trace.collecting("test"):
            actions.close_powers(actor=SYSTEM, mandate_id=accountant.mandate, because="slut")

    elsewhere(end)
    assert not ask()


def test_two_administrators_withdrawing_at_once_end_it_once(anne, bo, bakery, vat):
    from portal.core.actions import RuleBroken

    grant = actions.grant_right(actor=anne.actor, organisation=bakery, right=vat, identity=bo.identity)
    both, outcomes = threading.Barrier(2), []

    def withdraw():
        own = Grant.objects.for_actor(anne.actor).select_related("organisation").get(pk=grant.pk)
        both.wait(10)
        try:
            actions.withdraw_grant(actor=anne.actor, grant=own)
            outcomes.append("done")
        except RuleBroken:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=withdraw) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["done", "refused"]


def test_two_administrators_giving_the_same_at_once_give_it_once(anne, bo, bakery, vat):
    from portal.core.actions import RuleBroken

    both, outcomes = threading.Barrier(2), []

    def give():
        both.wait(10)
        try:
            actions.grant_right(actor=anne.actor, organisation=bakery, right=vat, identity=bo.identity)
            outcomes.append("given")
        except RuleBroken:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=give) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["given", "refused"]
    assert Grant.objects.across_organisations("test").count() == 1


def test_a_session_that_lost_its_statements_prepares_them_anew(anne, bo, bakery, vat):
    """As after a server's DISCARD ALL; a session that lives through a migration takes the same way."""
    actions.grant_right(actor=anne.actor, organisation=bakery, right=vat, identity=bo.identity)
    question = {"identity": bo.identity.pk, "right": vat.key, "level": Level.SUBSTANTIAL}
    assert decide_one(**question).granted
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert decide_one(**question).granted
