"""The trail is tamper-evident, and personal words can be forgotten without breaking it."""

import io

import psycopg
import pytest
from django.core.management import CommandError, call_command

from portal.core import sealing
from portal.core.models import AuditEntry, AuditPayload, AuditSeal
from tests.core.test_actions import rename
from tests.database import _owner

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trail(anne):
    for name in ("Et", "To", "Tre"):
        rename(actor=anne.actor, name=name)
    return anne.organisation


def owner(statement, *params):
    with _owner() as connection:
        connection.execute("ALTER TABLE core_auditentry DISABLE TRIGGER USER")
        connection.execute("ALTER TABLE core_auditpayload DISABLE TRIGGER USER")
        connection.execute("ALTER TABLE core_auditseal DISABLE TRIGGER USER")
        connection.execute(statement, params)
        connection.execute("ALTER TABLE core_auditentry ENABLE TRIGGER USER")
        connection.execute("ALTER TABLE core_auditpayload ENABLE TRIGGER USER")
        connection.execute("ALTER TABLE core_auditseal ENABLE TRIGGER USER")


def test_a_sealed_trail_verifies_and_an_unsealed_tail_is_reported(trail, anne):
    assert sealing.seal() == 3
    rename(actor=anne.actor, name="Fire")
    verdict = sealing.verify(trail.pk)
    assert (verdict.sealed, verdict.unsealed, verdict.faults) == (3, 1, [])
    assert sealing.seal() == 1
    assert sealing.seal() == 0
    assert sealing.verify(trail.pk).unsealed == 0


def test_even_the_owner_is_stopped_by_the_triggers(trail):
    with _owner() as connection, pytest.raises(psycopg.errors.RaiseException):
        connection.execute("UPDATE core_auditentry SET event = 'x'")


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE core_auditentry SET event = 'forged' WHERE id = %s",
        "UPDATE core_auditentry SET at = at - interval '1 day' WHERE id = %s",
        "UPDATE core_auditentry SET actor_id = 'user:other' WHERE id = %s",
        'UPDATE core_auditpayload SET data = \'{"name": "forged"}\' WHERE entry_id = %s',
        "DELETE FROM core_auditentry WHERE id = %s",
        "DELETE FROM core_auditseal WHERE entry_id = %s",
    ],
)
def test_a_forgery_is_found_and_named(trail, forgery):
    sealing.seal()
    second = AuditSeal.objects.get(chain=trail.pk, sequence=2).entry_id
    owner(forgery, second)
    assert sealing.verify(trail.pk).faults
    with pytest.raises(CommandError):
        call_command("verify_trail", stdout=io.StringIO())


def test_forgotten_words_leave_the_chain_whole(trail):
    sealing.seal()
    entry = AuditSeal.objects.get(chain=trail.pk, sequence=2).entry_id
    owner("UPDATE core_auditentry SET at = at WHERE id = %s", entry)
    owner("DELETE FROM core_auditpayload WHERE entry_id = %s", entry)
    verdict = sealing.verify(trail.pk)
    assert (verdict.faults, verdict.erased, verdict.sealed) == ([], 1, 3)


def test_the_app_erases_only_what_is_older_than_its_retention(trail):
    from django.db import connection

    ids = list(AuditEntry.objects.across_organisations("test").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_erase_payloads(%s, now())", [ids])
        assert cursor.fetchone() == (0,)
    owner("UPDATE core_auditentry SET at = at - interval '14 months' WHERE id = %s", ids[0])
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_erase_payloads(%s, now())", [ids])
        assert cursor.fetchone() == (1,)
    assert AuditPayload.objects.count() == 2


def test_an_entry_of_a_transaction_still_running_is_not_sealed_past(trail, anne):
    """A slow transaction began before the others: the sealer waits for it instead of leaving a hole."""
    from tests.core.connections import second_connection

    with second_connection() as other:
        other.execute("SELECT pg_current_xact_id()")
        rename(actor=anne.actor, name="Efter")
        assert sealing.seal() == 3
    assert sealing.seal() == 1
