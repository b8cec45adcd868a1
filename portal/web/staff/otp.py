"""The one-time code that opens the support area, and how long it stays open."""

import time

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.http import HttpRequest
from django_otp import login as otp_login
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.core.models import User
from portal.web.login.context import STAFF_BACKEND, rotate

VERIFIED_AT = "otp_verified_at"


def is_staff_session(request: HttpRequest) -> bool:
    """A member of staff who came in through the staff login; the flag on the row alone does not count."""
    user = request.user
    return bool(
        user.is_authenticated and user.is_active and user.is_staff
        and request.session.get(BACKEND_SESSION_KEY) == STAFF_BACKEND
    )  # fmt: skip


def is_verified(request: HttpRequest) -> bool:
    """A staff session with a one-time code younger than ADMIN_OTP_MINUTES."""
    if not is_staff_session(request) or not request.user.is_verified():  # type: ignore[union-attr]
        return False
    at = request.session.get(VERIFIED_AT)
    return isinstance(at, int) and 0 <= time.time() - at < 60 * settings.ADMIN_OTP_MINUTES


def device_of(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def accept(request: HttpRequest, code: str) -> bool:
    """Check a code, once: the device's row is locked, remembers the last code, and slows down after wrong
    ones."""
    device = device_of(request.user)  # type: ignore[arg-type]
    verified = verify_token(request.user, device.persistent_id, code) if device else None
    if verified is None:
        return False
    otp_login(request, verified)
    request.session[VERIFIED_AT] = int(time.time())
    rotate(request)
    return True


def wait_seconds(user: User) -> int:
    """How long the device refuses every code because of wrong ones; 0 when it does not."""
    device = device_of(user)
    allowed, why = device.verify_is_allowed() if device else (True, None)
    if allowed or not why:
        return 0
    return max(1, int(why["locked_until"].timestamp() - time.time()) + 1)


def current_code(device: TOTPDevice) -> str:
    """The code the phone shows now; the next one where this one has been used already (it is accepted
    early)."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    totp.time = time.time()
    if totp.t() <= device.last_t:
        totp.time += device.step
    return f"{totp.token():0{device.digits}d}"
