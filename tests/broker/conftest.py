"""The broker as it runs in earnest: its own process under gunicorn, on its own database."""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psycopg
import pytest
import requests

from portal.core.runtime.throwaway import ensure_test_servers
from portal.core.runtime.translations import compile_translations

from .relying_party import Browser, RelyingParty

PROJECT = Path(__file__).resolve().parents[2]
PEOPLE = Path(__file__).with_name("people.json")
SHIPPED = PROJECT / "portal" / "broker" / "personas.json"


@dataclass
class Broker:
    """A running broker and how to reach it."""

    issuer: str
    environment: dict[str, str]
    parties: dict[str, RelyingParty]

    def command(self, *arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
        """`python -m portal.broker …` with this broker's environment."""
        return run(self.environment | changes, *arguments)


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """One command of the stand-in, to its end."""
    command = [sys.executable, "-W", "error", "-m", "portal.broker", *arguments]
    return subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def new_database() -> str:
    """An empty place for one broker: a schema of its own, as other tests start theirs in the usual one."""
    ensure_test_servers()
    url = os.environ["BROKER_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS for_tests CASCADE")
        connection.execute("CREATE SCHEMA for_tests")
    return f"{url}{'&' if '?' in url else '?'}options=-csearch_path%3Dfor_tests"


class Landing(BaseHTTPRequestHandler):
    """Where the clients' addresses lead: a page that only says that one arrived."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><html lang='da'><title>Tilbage</title><h1>Tilbage</h1></html>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def landing() -> Iterator[str]:
    """The origin of the clients, which somebody listens at."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Landing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def party(issuer: str, client_id: str, origin: str) -> RelyingParty:
    address = f"{origin}/{client_id}"
    return RelyingParty(issuer, client_id, secrets.token_urlsafe(32), f"{address}/callback", f"{address}/bye")


def registration(client: RelyingParty) -> dict[str, object]:
    return {
        "client_id": client.client_id,
        "name": "Prøveportalen",
        "secret": client.secret,
        "redirect_uris": [client.redirect_uri],
        "post_logout_redirect_uris": [client.after_logout],
    }


@contextlib.contextmanager
def serving(environment: dict[str, str], port: int, log: Path, workers: int = 1) -> Iterator[None]:
    """The broker under gunicorn while the block runs."""
    command = [sys.executable, "-m", "gunicorn", "portal.broker.wsgi", "--workers", str(workers)]
    command += ["--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, cwd=PROJECT, stdout=output, stderr=output)
    try:
        wait_until_up(process, f"http://127.0.0.1:{port}/", log)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def wait_until_up(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(requests.RequestException):
            requests.get(url, timeout=5)
            return
        time.sleep(0.1)
    raise AssertionError(f"The broker did not start: {log.read_text()[-2000:]}")


def plain_environment() -> dict[str, str]:
    """Ours without any setting meant for a broker or a portal."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("BROKER_", "PORTAL_ENV"))
    }


@pytest.fixture(scope="session")
def broker(tmp_path_factory: pytest.TempPathFactory, landing: str) -> Iterator[Broker]:
    """One broker for all tests here: headless, which changes nothing for requests without a hint."""
    compile_translations(PROJECT / "portal" / "locale" / "broker")
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    parties = {name: party(issuer, name, landing) for name in ("portal", "other")}
    environment = plain_environment() | {
        "BROKER_DATABASE_URL": new_database(),
        "BROKER_SECRET_KEY": secrets.token_urlsafe(40),
        "BROKER_ISSUER": issuer,
        "BROKER_CLIENTS": json.dumps([registration(client) for client in parties.values()]),
        "BROKER_HEADLESS": "true",
    }
    for arguments in (("migrate", "-v", "0"), ("load_personas", str(SHIPPED), str(PEOPLE))):
        done = run(environment, *arguments)
        assert done.returncode == 0, done.stderr
    # Two workers, so that nothing can live in the memory of one.
    with serving(environment, port, tmp_path_factory.mktemp("broker") / "log", workers=2):
        yield Broker(issuer, environment, parties)


@pytest.fixture
def portal(broker: Broker) -> RelyingParty:
    """The relying party most tests play."""
    return broker.parties["portal"]


@pytest.fixture
def other(broker: Broker) -> RelyingParty:
    """Another relying party of the same broker."""
    return broker.parties["other"]


@pytest.fixture
def browser(broker: Broker) -> Browser:
    """A browser nobody is logged in with."""
    return Browser(broker.issuer)
