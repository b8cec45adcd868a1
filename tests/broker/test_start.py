"""What the stand-in is told, and where it refuses to start."""

import json
import os
import signal
import subprocess
import sys

import pytest

from .conftest import PROJECT, Broker, free_port, registration, run, serving
from .relying_party import Browser, RelyingParty

CLIENTS_WITHOUT_SECRET = json.dumps(
    [{"client_id": "x", "redirect_uris": [], "post_logout_redirect_uris": []}]
)


CASES = [
    ({"PORTAL_ENV": "production"}, "does not start with PORTAL_ENV=production"),
    ({"PORTAL_ENV": " Production "}, "does not start with PORTAL_ENV=production"),
    ({"BROKER_ISSUER": "https://login.example"}, "BROKER_ISSUER must be an address of this machine"),
    ({"BROKER_ISSUER": "http://192.168.1.4:8001"}, "BROKER_ISSUER"),
    ({"BROKER_ISSUER": "http://127.0.0.1.evil.example"}, "BROKER_ISSUER"),
    ({"BROKER_ISSUER": "http://127.0.0.1:8001/sub"}, "BROKER_ISSUER"),
    ({"BROKER_SECRET_KEY": ""}, "BROKER_SECRET_KEY is not set"),
    ({"BROKER_SECRET_KEY": "short"}, "at least 32 characters"),
    ({"BROKER_DATABASE_URL": ""}, "BROKER_DATABASE_URL is not set"),
    ({"BROKER_HEADLESS": "perhaps"}, "BROKER_HEADLESS must be true or false"),
    ({"BROKER_AAL_TABLE": "2031"}, "BROKER_AAL_TABLE must be one of"),
    ({"BROKER_FAL": "Highest"}, "BROKER_FAL must be one of"),
    ({"BROKER_CLIENTS": "[{"}, "BROKER_CLIENTS is not JSON"),
    ({"BROKER_CLIENTS": "{}"}, "BROKER_CLIENTS must be a JSON list"),
    ({"BROKER_CLIENTS": CLIENTS_WITHOUT_SECRET}, "BROKER_CLIENTS[0] lacks secret"),
    ({"BROKER_ISSUER": "http://localhost:1"}, None),
    ({"BROKER_ISSUER": "http://127.3.2.1"}, None),
    ({"BROKER_ISSUER": "https://[::1]:8443"}, None),
    ({"BROKER_ISSUER": "http://a.localhost/"}, None),
]

# One process reads all of them: starting one for each would take a minute.
READ_ALL = """
import json, sys
from django.core.exceptions import ImproperlyConfigured
from portal.broker import environment
def said(environ):
    try:
        environment.read(environ)
    except ImproperlyConfigured as error:
        return str(error)
print(json.dumps([said(environ) for environ in json.load(sys.stdin)]))
"""


@pytest.fixture(scope="module")
def said(broker: Broker) -> list[str | None]:
    """What the stand-in says to each of the cases, None when it is content."""
    environments = json.dumps([broker.environment | changes for changes, _ in CASES])
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL],
        input=environments,
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: str(CASES[number][0]))
def test_a_wrong_setting_is_named_in_one_sentence(
    broker: Broker, said: list[str | None], number: int
) -> None:
    expected = CASES[number][1]
    assert (said[number] is None) is (expected is None), said[number]
    assert (expected or "") in (said[number] or "")
    assert broker.environment["BROKER_SECRET_KEY"] not in (said[number] or "")


def test_a_command_refuses_production_in_one_sentence(broker: Broker) -> None:
    done = broker.command("check", PORTAL_ENV="production")
    assert done.returncode == 1
    assert done.stderr.startswith("portal.broker: the stand-in for MitID lets anybody log in as anybody")
    assert "Traceback" not in done.stderr


def test_gunicorn_refuses_production_too(broker: Broker) -> None:
    environment = broker.environment | {"PORTAL_ENV": "production"}
    command = [sys.executable, "-m", "gunicorn", "portal.broker.wsgi", "--no-control-socket"]
    command += ["--bind", f"127.0.0.1:{free_port()}"]
    done = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, timeout=30)
    assert done.returncode != 0
    assert "does not start with PORTAL_ENV=production" in done.stderr


def test_no_migration_is_missing(broker: Broker) -> None:
    done = broker.command("makemigrations", "--check", "--dry-run", "broker")
    assert done.returncode == 0, done.stdout


def test_without_headless_a_hint_only_opens_the_page(
    broker: Broker, portal: RelyingParty, tmp_path: object
) -> None:
    port = free_port()
    environment = broker.environment | {"BROKER_HEADLESS": "", "BROKER_ISSUER": f"http://127.0.0.1:{port}"}
    party = RelyingParty(
        environment["BROKER_ISSUER"], "portal", portal.secret, portal.redirect_uri, portal.after_logout
    )
    with serving(environment, port, tmp_path / "log"):
        browser = Browser(party.issuer)
        response = browser.get(party.begin(login_hint="persona:anna;auth=app").url)
        assert "Log ind som Anna Opdigtsen" in response.text
        assert "Vælg den opdigtede person" in browser.get(party.begin(login_hint="cancel").url).text
        assert browser.post(f"{party.issuer}/headless/rotate-keys", {}).status_code == 404


def test_what_the_broker_passes_on_caps_the_level_and_clients_follow_the_environment(
    broker: Broker, portal: RelyingParty, tmp_path: object
) -> None:
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    party = RelyingParty(issuer, "portal", "another-secret", portal.redirect_uri, portal.after_logout)
    changes = {
        "BROKER_ISSUER": issuer,
        "BROKER_FAL": "Substantial",
        "BROKER_CLIENTS": json.dumps([registration(party)]),
    }
    try:
        with serving(broker.environment | changes, port, tmp_path / "log"):
            claims = party.log_in(Browser(issuer), login_hint="persona:anna;auth=app-high").claims
            assert (claims["aal"], claims["acr"].rpartition("/")[2]) == ("High", "Substantial")
            gone = RelyingParty(issuer, "other", "x", broker.parties["other"].redirect_uri, "")
            assert Browser(issuer).get(gone.begin().url).status_code == 400
    finally:
        assert run(broker.environment, "shell", "-c", "import portal.broker.wsgi").returncode == 0
    assert (
        portal.log_in(Browser(portal.issuer), login_hint="persona:anna;auth=app").claims["sub"]
        == claims["sub"]
    )


def test_nothing_secret_and_no_cpr_number_reaches_the_log(
    broker: Broker, portal: RelyingParty, tmp_path: object
) -> None:
    port = free_port()
    issuer = f"http://127.0.0.1:{port}"
    party = RelyingParty(issuer, "portal", portal.secret, portal.redirect_uri, portal.after_logout)
    log = tmp_path / "log"
    with serving(broker.environment | {"BROKER_ISSUER": issuer}, port, log):
        browser = Browser(issuer)
        answer = party.log_in(browser, login_hint="persona:anna;auth=app", scope="openid mitid ssn")
        browser.get(party.begin(client_id="stranger").url)
        browser.get(f"{issuer}/identity/o/logout?id_token_hint={answer.id_token}")
        party.ask_userinfo(answer.access_token)
    text = log.read_text()
    assert "Unauthorized: /identity/o/api/userinfo" in text
    for secret in (answer.id_token, answer.access_token, party.secret, answer.userinfo["cpr"]):
        assert secret not in text


def test_the_process_ends_when_asked(broker: Broker) -> None:
    port = free_port()
    command = [sys.executable, "-m", "portal.broker", "runserver", "--noreload", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        command,
        env=broker.environment | {"PYTHONUNBUFFERED": "1"},
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    seen = ""
    for line in process.stdout:
        seen += line
        if "Starting development server" in line:
            break
    os.kill(process.pid, signal.SIGTERM)
    process.wait(20)
    process.stdout.close()
    assert f"127.0.0.1:{port}" in seen
