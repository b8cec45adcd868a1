"""Production refuses to start with anything unsafe and says which; one process per case would cost seconds, so one
process asks for them all."""

import json
import os
import subprocess
import sys

import pytest

from portal.core.runtime import verification
from portal.settings import production
from tests.core.worker import ROOT

SAFE = verification.production_environment()
UNSAFE = {
    "SECRET_KEY": ("short", "SECRET_KEY needs"),
    "ALLOWED_HOSTS": ("*", "ALLOWED_HOSTS must name"),
    "BASE_URL": ("http://portal.example", "BASE_URL must be"),
    "OIDC_OP_ISSUER": ("http://broker.example", "OIDC_OP_ISSUER must be"),
    "CPR_KEYS": (production.DEVELOPMENT_CPR_KEY, "CPR_KEYS holds"),
    "BLIND_INDEX_KEY": (production.DEVELOPMENT_INDEX_KEY, "BLIND_INDEX_KEY is"),
    "DEVELOPMENT_MAILBOX": ("true", "DEVELOPMENT_MAILBOX shows"),
    "ALLOW_SUBSTITUTE_CPR": ("true", "ALLOW_SUBSTITUTE_CPR accepts"),
    "FETCH_FROM_LOOPBACK": ("true", "FETCH_FROM_LOOPBACK lets"),
    "EMAIL_BACKEND": ("django.core.mail.backends.console.EmailBackend", "EMAIL_BACKEND must"),
    "EMAIL_USE_TLS": ("false", "EMAIL_USE_TLS is off"),
}
ASK = """
import importlib, json, os, sys
told = {}
for name, change in json.load(sys.stdin).items():
    for key in [key for key in sys.modules if key.startswith("portal.settings")]:
        del sys.modules[key]
    before = dict(os.environ)
    for variable, value in change.items():
        os.environ.pop(variable, None)
        if value is not None:
            os.environ[variable] = value
    try:
        importlib.import_module("portal.settings")
        told[name] = "started"
    except Exception as error:
        told[name] = f"{type(error).__name__}: {error}"
    os.environ.clear()
    os.environ.update(before)
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    cases = {"safe": {}} | {f"without {name}": {name: None} for name in production.REQUIRED}
    cases |= {f"unsafe {name}": {name: value} for name, (value, _) in UNSAFE.items()}
    env = {"PATH": os.environ["PATH"], **SAFE}
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=env, input=json.dumps(cases), text=True,
                          capture_output=True, check=True)  # fmt: skip
    return json.loads(done.stdout)


def test_with_safe_settings_it_starts(told):
    assert told["safe"] == "started"


@pytest.mark.parametrize("name", production.REQUIRED)
def test_without_a_setting_it_does_not_start_and_says_which(told, name):
    assert f"- {name} is not set." in told[f"without {name}"]


@pytest.mark.parametrize("name", UNSAFE)
def test_with_an_unsafe_setting_it_does_not_start_and_says_why(told, name):
    assert told[f"unsafe {name}"].startswith("ImproperlyConfigured: The portal does not start in production")
    assert UNSAFE[name][1] in told[f"unsafe {name}"]


def test_no_value_is_ever_shown(told):
    secrets = [SAFE[name] for name in ("SECRET_KEY", "CPR_KEYS", "BLIND_INDEX_KEY", "OIDC_RP_CLIENT_SECRET")]
    assert not [secret for secret in secrets if secret in json.dumps(told)]
