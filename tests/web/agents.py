"""A member of staff for a test: the account with password and code app, and the browser."""

import functools
import time
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.core.models import User
from portal.web.login.context import STAFF_BACKEND
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

    def come_in(self) -> None:
        """The session that login and code leave (both are tested in test_staff_site)."""
        device = otp.device_of(self.user)
        assert device is not None
        self.client.force_login(self.user, backend=STAFF_BACKEND)
        session = self.client.session
        session[DEVICE_ID_SESSION_KEY], session[otp.VERIFIED_AT] = device.persistent_id, int(time.time())
        session.save()

    @property
    def is_in(self) -> bool:
        return self.client.session.get(SESSION_KEY) == str(self.user.pk)

    @property
    def key(self) -> str:
        return self.client.cookies["session"].value


@functools.cache
def _hashed() -> str:
    """The hash costs half a second on purpose: one for all tests of the run."""
    return make_password(PASSWORD)


def make_agent(username: str = "sus", role: str = "agent") -> Agent:
    run("create_agent", username, "--role", role)
    user = User.objects.get(username=username)
    user.password = _hashed()
    user.save()
    TOTPDevice.objects.filter(user=user).update(confirmed=True)
    return Agent(user)
