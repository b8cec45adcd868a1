"""What `verify` runs before the tests: each step a command that ends with 0 or has found something."""

import base64
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .places import PROJECT
from .processes import Spec, launched

BIN = Path(sys.executable).parent
MANAGE = (sys.executable, "manage.py")
BROKER = (sys.executable, "-m", "portal.broker")


@dataclass(frozen=True)
class Step:
    """A title for the person who reads, and the command."""

    title: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)


def steps() -> list[Step]:
    """All of them, in order."""
    production = production_environment()
    return [
        Step("Format", (str(BIN / "ruff"), "format", "--check", "--output-format=concise", ".")),
        Step("Lint", (str(BIN / "ruff"), "check", "--output-format=concise", ".")),
        Step("Types", (str(BIN / "mypy"),)),
        Step("Import contracts", (str(BIN / "lint-imports"), "--no-cache")),
        Step("Templates", (str(BIN / "djade"), "--target-version=5.2", "--check", *templates())),
        Step("Migrations", (*MANAGE, "makemigrations", "--check", "--dry-run")),
        Step("Deploy check", (*MANAGE, "check", "--deploy", "--fail-level=WARNING"), production),
        Step("OpenAPI", (*MANAGE, "spectacular", "--validate", "--fail-on-warn", f"--file={os.devnull}")),
        Step("Stand-in's checks", (*BROKER, "check", "--fail-level=WARNING")),
        Step("Stand-in's migrations", (*BROKER, "makemigrations", "--check", "--dry-run")),
        Step("Translations", (*MANAGE, "translations", "--check")),
    ]


def templates() -> list[str]:
    """Every page template of the project."""
    folders = (PROJECT / "templates", PROJECT / "portal" / "broker" / "templates")
    return [str(path.relative_to(PROJECT)) for folder in folders for path in sorted(folder.glob("**/*.html"))]


def production_environment() -> dict[str, str]:
    """Settings as an operator would write them, with fresh keys and addresses that belong to nobody."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        "PORTAL_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "portal.example",
        "BASE_URL": "https://portal.example",
        "BEHIND_TLS_PROXY": "true",
        "DATABASE_URL": "postgresql://portal_app@database.example/portal",
        "OWNER_DATABASE_URL": "postgresql://portal_owner@database.example/portal",
        "REDIS_URL": "rediss://queue.example/0",
        "CPR_KEYS": f"first:{key}",
        "BLIND_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "OIDC_OP_ISSUER": "https://broker.example",
        "OIDC_RP_CLIENT_ID": "portal",
        "OIDC_RP_CLIENT_SECRET": secrets.token_urlsafe(32),
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example",
        "DEFAULT_FROM_EMAIL": "noreply@portal.example",
        "MAIL_DOMAIN": "portal.example",
        "SUPPORT_PHONE": "70 00 00 00",
        "SUPPORT_EMAIL": "support@portal.example",
        "AUTHORITY_NAME": "Portal",
    }


def run_step(step: Step, env: Mapping[str, str]) -> tuple[bool, str]:
    """Run it to its end. Returns whether it found nothing, and what it said."""
    spec = Spec(step.command, signal.SIGTERM, env={**env, **step.env}, cwd=PROJECT)
    done = subprocess.run(
        launched(spec),
        env=spec.env,
        cwd=spec.cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode == 0, done.stdout.strip()


def run_tests(arguments: list[str], env: Mapping[str, str]) -> int:
    """pytest, its words straight to the terminal. Asked to stop, it is given time for its summary."""
    spec = Spec([sys.executable, "-m", "pytest", *arguments], signal.SIGTERM, env=env, cwd=PROJECT)
    process = subprocess.Popen(launched(spec), env=spec.env, cwd=spec.cwd, start_new_session=True)
    try:
        return process.wait()
    except BaseException:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        raise
