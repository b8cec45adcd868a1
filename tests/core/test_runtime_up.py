"""`manage.py up` as a newcomer meets it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import reverse

from portal.core.runtime import house, places, up
from portal.core.runtime.template import temporary_places
from tests.core.test_runtime_house import eventually, family, lives

SERVERS = {"DATABASE_URL", "OWNER_DATABASE_URL", "BROKER_DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}


def test_the_stand_in_sends_browsers_back_to_addresses_the_portal_has():
    assert reverse("login:callback") == house.CALLBACK
    assert reverse("login:logged_out") == house.LOGGED_OUT
    client = house.described(
        {"BASE_URL": "http://localhost:8000/", "OIDC_RP_CLIENT_ID": "a", "OIDC_RP_CLIENT_SECRET": "b"}
    )
    assert client["redirect_uris"] == ["http://localhost:8000/oidc/callback/"]


def test_nothing_embedded_starts_under_production(monkeypatch, capsys):
    monkeypatch.setenv("PORTAL_ENV", "production")
    assert up.main([]) == 1
    assert "Nothing embedded starts under PORTAL_ENV=production" in capsys.readouterr().err


def test_up_is_listed_among_the_commands():
    assert get_commands()["up"] == "portal.web"


class Up:
    """A running `manage.py up`, with what it said so far."""

    def __init__(self, var: Path) -> None:
        clean = {name: value for name, value in os.environ.items() if name not in SERVERS}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--port", "18500"],
            cwd=places.PROJECT,
            env={**clean, "PORTAL_VAR": str(var)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def wait_for(self, pattern: str) -> re.Match[str]:
        while not (found := re.search(pattern, self.said)):
            line = self.process.stdout.readline()
            assert line, f"ended without {pattern!r}: {self.said}"
            self.said += line
        return found

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


@pytest.mark.full
def test_the_whole_of_it_starts_tells_starts_again_quickly_and_leaves_nothing(request):
    with tempfile.TemporaryDirectory(prefix="portal-up-", dir=temporary_places()[0]) as folder:
        Path(folder).chmod(0o711)
        first = Up(Path(folder))
        request.addfinalizer(first.end)
        address = first.wait_for(r"ready at (http://localhost:\d+)").group(1)
        with urllib.request.urlopen(address, timeout=30) as page:
            assert page.status == 200
        first.wait_for("What to try")
        again = Up(Path(folder))
        request.addfinalizer(again.end)
        again.wait_for(f"already runs at {address}")

        members = family(first.process.pid)
        first.process.kill()
        eventually(lambda: not any(lives(pid) for pid in members))

        second = Up(Path(folder))
        request.addfinalizer(second.end)
        second.wait_for(r"ready at ")
        assert "Making the demo country" in first.said
        assert second.said.count("\n") <= 2, f"did more than start: {second.said}"
        members = family(second.process.pid)
        second.process.send_signal(signal.SIGINT)
        assert second.process.wait(60) == 0
        assert not any(lives(pid) for pid in members)
