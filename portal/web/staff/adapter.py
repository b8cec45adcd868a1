"""allauth serves staff and nobody else: no sign-up, no password, no reset and no passkey for people from
MitID."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core import crypto
from portal.core.ratelimit import client_address
from portal.web.login.addresses import safe_next

SEED = "staff.recovery_codes"
WAYS = {
    "reauthenticate": _("Brug adgangskode"),
    "mfa_reauthenticate": _("Brug en gendannelseskode"),
    "mfa_reauthenticate:webauthn": _("Brug adgangsnøgle"),
}


class StaffAccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Brugernavn og adgangskode passer ikke sammen. Prøv igen"),
        "too_many_login_attempts": _("Det er prøvet for mange gange. Vent fem minutter, og prøv igen"),
        "incorrect_password": _("Adgangskoden er forkert. Indtast den igen"),
        "incorrect_code": _("Koden er forkert eller brugt. Indtast en anden"),
        "enter_current_password": _("Adgangskoden er forkert. Indtast den, du bruger nu"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_staff else None

    def login(self, request: HttpRequest, user: Any) -> None:
        """The last gate of every route that ends in a session of staff."""
        _must_be_staff(user)
        super().login(request, user)

    def set_password(self, user: Any, password: str) -> None:
        _must_be_staff(user)
        super().set_password(user, password)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("support:index")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def is_safe_url(self, url: str | None) -> bool:
        return bool(safe_next(url))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return [{**way, "description": WAYS[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The pages tell; the library's own messages would say it twice, and not in Danish."""


class StaffMFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("Koden er forkert eller brugt. Indtast en anden"),
        "cannot_generate_recovery_codes": _("Tilføj en adgangsnøgle, før du laver gendannelseskoder"),
    }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Our own name, whatever Host the browser used."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "", "name": "Erhvervsadgang support"}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        _must_be_staff(user)
        return super().get_public_key_credential_user_entity(user)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        from allauth.mfa.models import Authenticator

        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return str(_("Adgangsnøgle %(number)s") % {"number": number})

    def encrypt(self, text: str) -> str:
        return crypto.encrypt(text, purpose=SEED).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.decrypt(bytes.fromhex(encrypted_text), purpose=SEED)


def _must_be_staff(user: Any) -> None:
    if not user.is_staff:
        raise PermissionDenied("accounts with a password or passkey are for staff")
