"""A mail is sent after the commit, under the one Message-ID it was born with, however often its worker is killed."""

import datetime

import pytest
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from portal.core import crypto, mailing
from portal.core.models import OutgoingMail
from tests.core.connections import second_connection
from tests.core.smtp_sink import STEPS, Sink, refused_port
from tests.core.worker import worker

SMTP = "django.core.mail.backends.smtp.EmailBackend"


def waiting(number: int = 1, secret: str = "") -> OutgoingMail:
    row = OutgoingMail(
        id=f"00000000-0000-4000-8000-{number:012}", template="x", recipient=f"bo{number}@99000015.example", language="da",
        subject="Æbler", body="Åbn %%SECRET%%\n.\n", message_id=f"<{number}@portal.example>", created_at=timezone.now(),
    )  # fmt: skip
    row.secret = crypto.encrypt(secret, purpose=f"mail:{row.pk}") if secret else None
    row.save(force_insert=True)
    return row


@pytest.fixture
def sink(settings):
    with Sink() as server:
        through(settings, server.port)
        yield server


def through(settings, port: int) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", port
    assert get_connection().port == port


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS)
def test_a_worker_killed_at_any_step_sends_no_mail_under_a_second_id(step, settings):
    row, killed = waiting(), []

    def kill(reached: str) -> None:
        if reached == step and not killed:
            killed.append(process)
            process.kill()
            process.wait()

    with Sink(at=kill) as sink:
        process = worker("from portal.core import mailing; mailing.send_waiting()", EMAIL_BACKEND=SMTP,
                         EMAIL_HOST="127.0.0.1", EMAIL_PORT=str(sink.port))  # fmt: skip
        process.wait(60)
        assert killed, "the worker never came to that step"
        through(settings, sink.port)
        _until_free(row)
        mailing.send_waiting()
        row.refresh_from_db()
        assert row.sent_at is not None
        assert set(sink.message_ids()) == {row.message_id}


def _until_free(row: OutgoingMail) -> None:
    """The killed worker's session may take a moment to end."""
    with second_connection(autocommit=True) as session, session.transaction():
        session.execute("SELECT 1 FROM core_outgoingmail WHERE id = %s FOR UPDATE", [row.pk])


@pytest.mark.django_db
def test_the_secret_is_put_in_while_sending_and_forgotten_once_sent(sink):
    row = waiting(secret="https://portal.example/aktivering/hemmelig/")
    assert b"hemmelig" not in bytes(row.secret)
    assert mailing.send_waiting() == 1
    row.refresh_from_db()
    assert row.secret is None
    (sent,) = sink.accepted
    assert "https://portal.example/aktivering/hemmelig/" in sent.get_payload(decode=True).decode()
    assert sent["Auto-Submitted"] == "auto-generated"


@pytest.mark.django_db
def test_what_is_not_committed_is_not_sent(sink):
    class TakenBack(Exception):
        pass

    def write_and_take_back() -> None:
        with transaction.atomic():
            waiting()
            raise TakenBack

    with pytest.raises(TakenBack):
        write_and_take_back()
    assert mailing.send_waiting() == 0
    assert sink.accepted == []


@pytest.mark.django_db
def test_without_a_mail_server_it_waits_longer_each_time_and_is_given_up_at_last(settings):
    row = waiting()
    through(settings, refused_port())
    pauses = []
    for _ in range(3):
        OutgoingMail.objects.update(next_attempt_at=None)
        assert mailing.send_waiting() == 0
        row.refresh_from_db()
        pauses.append(row.next_attempt_at - timezone.now())
    assert pauses == sorted(pauses)
    assert pauses[-1] < datetime.timedelta(hours=1)
    OutgoingMail.objects.update(next_attempt_at=None, attempts=mailing.GIVE_UP_AFTER - 1)
    mailing.send_waiting()
    row.refresh_from_db()
    assert (row.sent_at, row.failed_because) == (None, "ConnectionRefusedError")


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_the_same_row(sink):
    first, second = waiting(1), waiting(2)
    with second_connection() as other:
        other.execute("SELECT 1 FROM core_outgoingmail WHERE id = %s FOR UPDATE", [first.pk])
        assert mailing.send_waiting() == 1
    assert sink.message_ids() == [second.message_id]
