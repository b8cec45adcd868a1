"""PostgreSQL and Valkey go and come back under a running web server: a clear page, no hang, recovery by itself."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from portal.core.runtime import places
from portal.core.runtime.ports import listen, port_of
from portal.core.runtime.postgres import THROWAWAY, Cluster
from portal.core.runtime.roles import provision
from portal.core.runtime.template import temporary_places
from portal.core.runtime.valkey import valkey
from tests import schema

# A session key that may be one of ours: the database must be asked.
COOKIE = "session=abcdefghijklmnopqrstuvwxyz123456"
NO_HANG = 12


class House:
    """Servers of its own, which a test stops and starts, and the portal's web server in front of them."""

    def __init__(self, folder: Path):
        self.cluster = Cluster(
            folder / "postgres", places.socket_dir(folder), folder / "postgres.log", THROWAWAY
        )
        self.cluster.prepare()
        self.postgres = self.cluster.service()
        self.valkey = valkey(folder / "valkey", self.cluster.sockets, folder / "valkey.log", lasting=False)
        self.start(self.postgres, self.valkey)
        provision(self.cluster)
        schema.make(places.database_url(places.OWNER_ROLE, var=folder))
        # gunicorn takes over the socket: nobody else can have the port in between.
        self.listener = listen(0)
        self.port = port_of(self.listener)
        env = {
            **os.environ,
            "DATABASE_URL": places.database_url(places.APP_ROLE, var=folder),
            "OWNER_DATABASE_URL": places.database_url(places.OWNER_ROLE, var=folder),
            "REDIS_URL": places.redis_url(var=folder),
        }
        fd = self.listener.fileno()
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--threads", "2", "--bind", f"fd://{fd}"]
        self.web = subprocess.Popen(command, env=env, pass_fds=(fd,), stderr=subprocess.DEVNULL)
        self.until("/healthz", 200)

    @staticmethod
    def start(*services) -> None:
        for service in services:
            service.start()
            service.wait_ready()

    def get(self, path: str) -> tuple[int, str, dict[str, str]]:
        # A load balancer brings no cookie; a person does.
        headers = {} if path == "/healthz" else {"Cookie": COOKIE}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=NO_HANG) as answer:
                return answer.status, answer.read().decode(), dict(answer.headers)
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode(), dict(refused.headers)

    def until(self, path: str, status: int, seconds: int = 40) -> None:
        end = time.monotonic() + seconds
        while True:
            try:
                if self.get(path)[0] == status:
                    return
            except OSError:
                pass
            assert time.monotonic() < end, f"{path} never became {status}"
            time.sleep(0.2)

    def stop(self) -> None:
        self.web.terminate()
        self.web.wait(20)
        self.listener.close()
        for service in (self.postgres, self.valkey):
            service.stop()


@pytest.fixture(scope="module")
def house(django_db_setup):
    folder = Path(tempfile.mkdtemp(prefix="portal-test-down-", dir=temporary_places()[0]))
    folder.chmod(0o711)
    running = House(folder)
    yield running
    running.stop()
    shutil.rmtree(folder)


def test_without_the_database_there_is_a_clear_page_and_it_comes_back_by_itself(house):
    assert house.get("/")[0] == 200
    house.postgres.stop()
    try:
        status, page, headers = house.get("/")
        health = house.get("/healthz")
    finally:
        house.start(house.postgres)
    assert (status, headers["Retry-After"]) == (503, "60")
    assert "Vi kan ikke nå jeres oplysninger lige nu" in page
    assert "Intet er halvt gennemført" in page
    assert "psycopg" not in page
    assert (health[0], json.loads(health[1])["database"]) == (503, "down")
    house.until("/", 200)
    house.until("/healthz", 200)


def test_without_valkey_pages_are_served_and_the_balancer_is_told(house):
    house.valkey.stop()
    try:
        page, health = house.get("/"), house.get("/healthz")
    finally:
        house.start(house.valkey)
    assert page[0] == 200
    assert (health[0], json.loads(health[1])) == (200, {"database": "ok", "valkey": "down"})
    house.until("/healthz", 200)
    assert json.loads(house.get("/healthz")[1])["valkey"] == "ok"
