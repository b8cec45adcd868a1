"""The log's thread: what it promises, and what happens when the database is away."""

import datetime
import os
import uuid

import pytest
from django.db import DatabaseError
from django.utils import timezone

from rights.actions import decision_log
from rights.actions.decision_log import LogFull, LogRow
from rights.models import DecisionLog


def row(**fields):
    fields = {
        "id": uuid.uuid4(),
        "at": timezone.now(),
        "client_id": "c",
        "identity": None,
        "employer_cvr": "99000015",
        "acted_for_cvr": "99000023",
        "right_key": "urn:x",
        "decision": True,
        "reason": "r",
        "request_id": "q",
        **fields,
    }
    return LogRow(**fields)


@pytest.fixture
def writer(transactional_db):
    """A writer of the test's own."""
    made = decision_log._Writer()
    yield made
    made.stopping.set()
    made.flush(5)


def test_the_columns_are_the_tables():
    assert list(LogRow._fields) == [field.attname for field in DecisionLog._meta.fields]


def test_rows_are_durable_soon_and_many_are_one_insert(writer):
    rows = [row(client_id="many") for _ in range(3000)]
    writer.note(rows)
    begun = timezone.now()
    assert writer.flush(2)
    assert timezone.now() - begun < datetime.timedelta(seconds=2)
    assert DecisionLog.objects.filter(client_id="many").count() == 3000


def test_one_row_is_durable_within_200_ms_of_being_noted(writer):
    writer.note([row()])
    assert writer.flush(2)  # the thread and its connection are there from now on
    noted = row()
    writer.note([noted])
    with writer.changed:
        durable = writer.changed.wait_for(lambda: not writer.rows and not writer.writing, 0.2)
    assert durable
    assert DecisionLog.objects.filter(pk=noted.id).exists()


def test_when_the_database_refuses_nothing_is_lost(writer, monkeypatch):
    calls = []

    def broken_once(batch):
        calls.append(len(batch))
        return False if len(calls) == 1 else original(batch)

    original = decision_log._write
    monkeypatch.setattr(decision_log, "_write", broken_once)
    rows = [row() for _ in range(5)]
    writer.note(rows)
    assert writer.flush(5)
    assert DecisionLog.objects.filter(pk__in=[each.id for each in rows]).count() == 5
    assert len(calls) >= 2


def test_a_failed_insert_is_a_false_and_not_an_exception(db, monkeypatch):
    class Broken:
        def cursor(self):
            raise DatabaseError("gone")

        def close(self):
            pass

    monkeypatch.setattr(decision_log, "connection", Broken())
    assert decision_log._write([row()]) is False


def test_a_row_written_twice_is_there_once(writer):
    one = row()
    assert decision_log._write([one])
    assert decision_log._write([one])
    assert DecisionLog.objects.filter(pk=one.id).count() == 1


def test_a_full_log_refuses_and_then_no_decision_is_given(service, bo, vat, monkeypatch):
    from tests.rights.service import evaluation

    monkeypatch.setattr(decision_log, "MOST", 0)
    answer = service.post("evaluation", evaluation(bo.identity, vat))
    assert answer.status_code == 503
    assert "decision" not in answer.json()
    with pytest.raises(LogFull):
        decision_log.note([row()])


def test_a_forked_worker_begins_with_a_log_of_its_own(db):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # in the child: nothing waiting, no thread believed to run
        fresh = not decision_log._writer.rows and not decision_log._writer.started
        os.write(write, b"y" if fresh else b"n")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(read, 1) == b"y"
