"""The portal as `manage.py up` runs it: web, worker, beat and the stand-in MitID as processes of their own."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.database import _flush

ROOT = Path(__file__).resolve().parents[2]
HEADER_AND_TRAILER = 2


class Portal:
    """A running portal. `address` is its base, `told` what `up` printed, `demo` the files of the demo country."""

    def __init__(self, process: subprocess.Popen, var: Path):
        self.process, self.var, self.demo, self.told = process, var, var / "demo", ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.told += line

    def wait(self, seconds: float = 240) -> "Portal":
        end = time.monotonic() + seconds
        while "Ctrl-C stops" not in self.told:
            assert self.process.poll() is None, self.told
            assert time.monotonic() < end, self.told
            time.sleep(0.2)
        self.address = re.search(r"ready at (http\S+)", self.told)[1]
        return self

    def tells(self, pattern: str, seconds: float = 60) -> str:
        """The first group of what `up` prints, which may still be on its way."""
        end = time.monotonic() + seconds
        while not (found := re.search(pattern, self.told)):
            assert time.monotonic() < end, self.told
            time.sleep(0.2)
        return found[1]

    @property
    def cast(self) -> dict:
        return json.loads((self.demo / "cast.json").read_text())

    def person(self, key: str) -> dict:
        people = json.loads((self.demo / "personas.json").read_text())["personas"]
        return next(each for each in people if each["key"] == key)

    def legacy_mail(self, cvr: str, name: str) -> str:
        """The address the legacy delivery has for an employee of this name, "" when it has none."""
        path = next(self.demo.glob("NEMIDERHV_*_01")) / "medarbejdere.csv"
        for line in path.read_text(encoding="windows-1252").splitlines():
            fields = line.split(";")
            if fields[0] == cvr and f"{fields[2]} {fields[3]}" == name:
                return fields[5]
        return ""

    def legacy_cpr(self, cvr: str, rid: str) -> str:
        """The CPR number the legacy delivery has for a RID, "" when it has none."""
        path = next(self.demo.glob("NEMIDERHV_*_01")) / "medarbejdere.csv"
        rows = (line.split(";") for line in path.read_text(encoding="windows-1252").splitlines())
        return next((row[4] for row in rows if row[:2] == [cvr, rid]), "")

    def rows(self, name: str) -> int:
        """How many rows a file of the delivery has: its lines less header and trailer."""
        path = next(self.demo.glob("NEMIDERHV_*_01")) / name
        return len(path.read_text(encoding="windows-1252").splitlines()) - HEADER_AND_TRAILER

    def mandate_holder(self, grantor: str, grantee: str) -> str:
        """The RID of the employee of `grantee` whom the legacy delivery has a mandate of `grantor` for."""
        path = next(self.demo.glob("NEMIDERHV_*_01")) / "fuldmagter.csv"
        for line in path.read_text(encoding="windows-1252").splitlines():
            fields = line.split(";")
            if fields[:2] == [grantor, grantee]:
                return fields[2]
        raise AssertionError("no such mandate in the delivery")

    def command(self, *arguments: str) -> str:
        """What a management command prints, run as the operator would beside the portal."""
        env = {**os.environ, "PORTAL_VAR": str(self.var), "BASE_URL": self.address}
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()


@pytest.fixture(scope="module")
def portal(request, django_db_setup, django_db_blocker, tmp_path_factory):
    """On the test database, emptied afterwards. A module that names COMPANIES and SEED gets that country."""
    var = tmp_path_factory.mktemp("var")
    if companies := getattr(request.module, "COMPANIES", 0):
        made = (
            "make_delivery",
            "--companies",
            str(companies),
            "--seed",
            str(request.module.SEED),
            "--out",
            str(var / "demo"),
        )
        subprocess.run([sys.executable, "manage.py", *made], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    env = {
        **os.environ,
        "PORTAL_VAR": str(var),
        "PYTHONUNBUFFERED": "1",
        "EMAIL_FILE_PATH": str(var / "mail"),
    }
    process = subprocess.Popen([sys.executable, "manage.py", "up", "--port", "0"], cwd=ROOT, env=env, text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)  # fmt: skip
    running = Portal(process, var)
    try:
        yield running.wait()
    finally:
        running.stop()
        with django_db_blocker.unblock():
            _flush(None)
