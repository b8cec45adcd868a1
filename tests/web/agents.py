"""A member of staff for a test: the account with password and code app, and the browser."""

from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.core.management import call_command
from django.test import Client

from portal.core.models import User
from portal.web.staff import otp

PASSWORD = "a sentence nobody else would think of"


def run(*command: str, **options: Any) -> str:
    """What a command prints."""
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


@dataclass
class Agent:
    user: User
    client: Client = field(default_factory=Client)

    def log_in(self, **form: str) -> Any:
        return self.client.post(
            "/supportkonto/log-ind/", {"login": self.user.username, "password": PASSWORD, **form}
        )

    @property
    def code(self) -> str:
        device = otp.device_of(self.user)
        assert device is not None
        return otp.current_code(device)

    def open_support(self, code: str | None = None) -> Any:
        return self.client.post("/support/login/", {"code": self.code if code is None else code})

    @property
    def is_in(self) -> bool:
        return self.client.session.get(SESSION_KEY) == str(self.user.pk)

    @property
    def key(self) -> str:
        return self.client.cookies["session"].value


def make_agent(username: str = "sus", role: str = "agent") -> Agent:
    run("create_agent", username, "--role", role, "--ready")
    user = User.objects.get(username=username)
    user.set_password(PASSWORD)
    user.save()
    return Agent(user)
