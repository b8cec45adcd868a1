"""A whole house of real processes: what is killed comes back, and nothing outlives the parent."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from portal.core.runtime import places
from portal.core.runtime.template import temporary_places

SCRIPT = Path(__file__).with_name("runtime_house.py")


def stat_of(pid: int) -> list[str]:
    """State, parent, … of a process; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def lives(pid: int) -> bool:
    """A zombie that init has not fetched yet does not count."""
    return stat_of(pid)[:1] not in ([], ["Z"])


def family(pid: int) -> set[int]:
    """All descendants of a process."""
    everybody = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    parents = {one: int(stat[1]) for one in everybody if (stat := stat_of(one))}
    found = {pid}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def eventually(condition, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.05)
    return answer


class RunningHouse:
    def __init__(self, var: Path) -> None:
        self.var = var
        command = [sys.executable, str(SCRIPT), str(var)]
        env = {**os.environ, "PYTHONPATH": str(places.PROJECT)}
        self.process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)
        self.port = int(self.read_until("ready ").split()[1])

    def read_until(self, start: str) -> str:
        for line in self.process.stdout:
            if line.startswith(start):
                return line
        raise AssertionError(f"never said {start!r}")

    def members(self, words: str) -> set[int]:
        return {pid for pid in family(self.process.pid) if words in command_of(pid)}

    def page(self) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10) as answer:
            return answer.read()

    def keep_worker_busy(self) -> None:
        """One task that would take ten minutes."""
        code = "import toy; toy.sleep.delay()"
        broker = places.celery_url(places.redis_url(var=self.var))
        env = {"PYTHONPATH": str(self.var), "TOY_BROKER": broker}
        subprocess.run([sys.executable, "-c", code], env=env, check=True)
        eventually((self.var / "busy").exists)


@contextmanager
def house():
    with tempfile.TemporaryDirectory(prefix="portal-house-", dir=temporary_places()[0]) as folder:
        Path(folder).chmod(0o711)
        running = RunningHouse(Path(folder))
        try:
            yield running
        finally:
            running.process.kill()
            running.process.wait()
            running.process.stdout.close()


@pytest.fixture(scope="module")
def a_house():
    with house() as running:
        yield running


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Web", "toy:application"),
        ("Worker", "celery -A toy"),
        ("Valkey", "valkey"),
        ("PostgreSQL", "postgres -D"),
    ],
)
def test_a_killed_child_is_told_of_and_started_again(a_house, name, words):
    if name == "Worker":
        a_house.keep_worker_busy()
    before = a_house.members(words)
    eldest = min(before, key=lambda pid: int(stat_of(pid)[19]))
    os.kill(eldest, signal.SIGKILL)
    line = a_house.read_until(name)
    assert "was ended by SIGKILL" in line
    assert "starts again in 0.5 s" in line
    eventually(lambda: a_house.members(words) - before)
    eventually(lambda: not any(lives(pid) for pid in before))
    assert a_house.page() == b"ok"


def test_killing_the_parent_leaves_no_process_busy_or_idle():
    with house() as running:
        running.keep_worker_busy()
        members = family(running.process.pid)
        commands = " ".join(command_of(pid) for pid in members)
        assert all(word in commands for word in ("toy:application", "celery -A toy", "valkey", "postgres: "))
        assert len(running.members("celery -A toy")) == 3
        running.process.kill()
        running.process.wait()
        eventually(lambda: not any(lives(pid) for pid in members))
        assert "database system is shut down" in (running.var / "log" / "postgres.log").read_text()


def test_asking_the_parent_to_stop_stops_all_in_order(a_house):
    """Last in this module: it ends the shared house."""
    members = family(a_house.process.pid)
    a_house.process.send_signal(signal.SIGTERM)
    a_house.read_until("stopped")
    assert a_house.process.wait(10) == 0
    assert not any(lives(pid) for pid in members)
    assert "database system is shut down" in (a_house.var / "log" / "postgres.log").read_text()
