"""Workers and the database die; the import goes on from where it was and ends the same."""

import os
import signal
import subprocess
import sys
import time

import psycopg
import pytest
from django.db import connection, connections

from migration_flow.actions import receive
from migration_flow.generator.delivery import Head
from migration_flow.generator.make import Order, make
from migration_flow.models import Delivery
from portal.core import jobs
from portal.core.models import Chunk
from tests.migration_flow.importing import IMPORTER, load, snapshot

WORKER = """
import sys, time
import django; django.setup()
from portal.core import jobs
from portal.core.models import Job
from portal.core.jobs import _do
pause, taken = float(sys.argv[2]), 0
def slowly(chunk):
    print(chunk.number, flush=True)
    time.sleep(pause)
    return _do(chunk)
jobs._do = slowly
while Job.objects.across_organisations("test").get(pk=sys.argv[1]).state == "running":
    jobs.work(sys.argv[1])
    time.sleep(0.05)
"""


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    out = tmp_path_factory.mktemp("country")
    return make(Order(out, 40, 2, Head())).delivery


def worker(delivery, pause=0.0):
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(delivery.job_id), str(pause)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings", "LOG_LEVEL": "CRITICAL"},
    )  # fmt: skip


def undisturbed(country):
    assert load(country).state == Delivery.State.LOADED
    found = snapshot()
    Delivery.objects.all().delete()
    with connections["owner"].cursor() as cursor:
        for name in found:
            cursor.execute(f"TRUNCATE migration_flow_legacy{name} RESTART IDENTITY CASCADE")
    return found


def wait_for(chunk, process):
    for line in process.stdout:
        if int(line) == chunk:
            return
    raise AssertionError("the worker ended before that chunk")


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("chunk", [0, 10, 17, 20, 24])
def test_a_worker_killed_in_any_step_leaves_its_chunk_to_the_next(country, chunk):
    wanted = undisturbed(country)
    delivery = receive(actor=IMPORTER, path=country)
    first = worker(delivery, pause=0.15)
    wait_for(chunk, first)
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert Chunk.objects.get(job=delivery.job, number=chunk).state == Chunk.State.WAITING
    began = time.monotonic()
    while not jobs.work(delivery.job_id):
        assert time.monotonic() - began < 10
        time.sleep(0.1)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.LOADED
    assert snapshot() == wanted


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_database_killed_in_the_middle_loses_nothing(country):
    wanted = undisturbed(country)
    delivery = receive(actor=IMPORTER, path=country)
    first = worker(delivery, pause=0.15)
    wait_for(12, first)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
                       " AND datname = current_database()")  # fmt: skip
        victim = cursor.fetchone()[0]
    os.kill(victim, signal.SIGKILL)  # one backend killed: PostgreSQL stops all and recovers from its log
    first.communicate()
    connections.close_all()
    _answering()
    while jobs.work(delivery.job_id):
        pass
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.LOADED
    assert snapshot() == wanted


def _answering():
    began = time.monotonic()
    while True:
        try:
            connection.ensure_connection()
            return
        except (psycopg.OperationalError, Exception):
            assert time.monotonic() - began < 10
            time.sleep(0.1)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_several_workers_share_the_work(country):
    wanted = undisturbed(country)
    delivery = receive(actor=IMPORTER, path=country)
    both = [worker(delivery, pause=0.05) for _ in range(2)]
    done = [{int(line) for line in each.communicate()[0].split()} for each in both]
    assert all(done)
    assert set.union(*done) == set(range(Chunk.objects.filter(job=delivery.job).count()))
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.LOADED
    assert snapshot() == wanted
