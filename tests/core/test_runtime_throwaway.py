"""The servers of a test run are gone after it, however it ended."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import redis

from portal.core.runtime import places
from portal.core.runtime.throwaway import Throwaway, sweep
from tests.core.test_runtime_house import eventually

START = """
import os
from portal.core.runtime.throwaway import ensure_test_servers
ensure_test_servers()
print(os.environ["DATABASE_URL"], flush=True)
os.environ.get("STAY") and input()
"""


def start(**env: str) -> subprocess.Popen[str]:
    names = ("DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_DATABASE_URL", "REDIS_URL")
    clean = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.Popen(
        [sys.executable, "-c", START],
        env={**clean, "PYTHONPATH": str(places.PROJECT), **env},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def folder_in(url: str) -> Path:
    return Path(url.strip().partition("host=")[2]).parent


def test_both_servers_answer_and_leave_nothing_behind():
    with Throwaway() as servers:
        environment = servers.environment()
        with psycopg.connect(environment["OWNER_DATABASE_URL"]) as owner:
            assert owner.execute(
                "SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone() == (True,)
            assert owner.execute("SHOW fsync").fetchone() == ("off",)
        with redis.Redis.from_url(environment["REDIS_URL"]) as client:
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        folder = servers.folder
    assert not folder.exists()


def test_an_ordinary_end_removes_them_and_a_killed_run_is_swept_by_the_next():
    with start() as ordinary:
        folder = folder_in(ordinary.communicate()[0])
    assert folder.name.startswith("portal-test-")
    assert not folder.exists()
    with start(STAY="1") as killed:
        folder = folder_in(killed.stdout.readline())
        assert folder.exists()
        sweep()
        assert (folder / "lock").exists()
        killed.kill()
    eventually(lambda: sweep() or not folder.exists())


def test_a_named_database_is_used_as_it_is():
    with start(DATABASE_URL="postgresql://somebody@elsewhere/else") as run:
        assert run.communicate()[0] == "postgresql://somebody@elsewhere/else\n"
