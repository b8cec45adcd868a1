"""The support area: Django admin for staff who came in by the staff login and gave a one-time code not long
ago.

There is no second way in: no password is asked here, and neither the code nor the flag on a row is enough
alone."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from portal.core.admin import ReadOnlyAdmin
from portal.core.models import User
from portal.core.ratelimit import Limit, client_address, limited
from portal.web.login.addresses import safe_next
from portal.web.login.logout import log_out
from portal.web.staff import otp, traces
from portal.web.staff.events import StaffEvent
from portal.web.staff.forms import OtpForm

CODES = Limit("staff.code", 10, 300)
CODES_FROM = Limit("staff.code.from", 30, 300)
OWN_APPS = ("core", "web", "agreements", "identities", "rights", "mandates", "migration_flow")


def _one(request: HttpRequest) -> str:
    return str(request.user.pk or client_address(request))


class SupportSite(AdminSite):
    site_header = gettext_lazy("Erhvervsadgang support")
    site_title = gettext_lazy("Erhvervsadgang support")
    index_title = gettext_lazy("Support")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only the portal's own models: what libraries register (secrets, sessions) is no support work."""
        models = (
            model_or_iterable if isinstance(model_or_iterable, list | tuple | set) else [model_or_iterable]
        )
        ours = [model for model in models if model._meta.app_label in OWN_APPS]
        super().register(ours, admin_class, **options)

    def get_urls(self) -> list[Any]:
        """The desk's pages first, each behind this area's gate; below them what Django admin brings."""
        from portal.web.support import urls  # the desk stands in this area, and the area shows the desk

        for model, model_admin in admin.site._registry.items():  # what the apps offer the desk as plain lists
            if isinstance(model_admin, ReadOnlyAdmin) and not self.is_registered(model):
                self.register(model, type(model_admin))
        return [*urls.patterns(self.admin_view), *super().get_urls()]

    def has_permission(self, request: HttpRequest) -> bool:
        return otp.is_verified(request)

    @method_decorator(never_cache)
    @method_decorator(csrf_protect)
    @method_decorator(limited(CODES_FROM))
    @method_decorator(limited(CODES, by=_one))
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The one-time code of somebody who is logged in as staff; everybody else is sent to the staff
        login."""
        following = safe_next(request.GET.get("next")) or reverse("support:index")
        if not request.user.is_authenticated:
            return redirect_to_login(following, reverse("account_login"))
        if not otp.is_staff_session(request):
            raise PermissionDenied
        if self.has_permission(request):
            return redirect(following)
        return self._ask(request, following)

    def _ask(self, request: HttpRequest, following: str) -> HttpResponse:
        form = OtpForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            if otp.accept(request, form.cleaned_data["code"]):
                traces.note(StaffEvent.CODE_ACCEPTED, cast(User, request.user))
                return redirect(following)
            traces.note(StaffEvent.CODE_REFUSED, cast(User, request.user))
            form.add_error("code", self._refusal(request))
        told = {
            "title": _("Engangskode"),
            "form": form,
            "has_device": otp.device_of(cast(User, request.user)) is not None,
            "minutes": settings.ADMIN_OTP_MINUTES,
        }
        return render(request, "web/staff/otp.html", told)

    def _refusal(self, request: HttpRequest) -> str:
        wait = otp.wait_seconds(cast(User, request.user))
        if wait:
            return _("Koden er forkert eller brugt. Vent %(wait)s sekunder, og prøv med en ny kode") % {
                "wait": wait
            }
        return _("Koden er forkert eller brugt. Vent på den næste kode, og indtast den")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Passwords are changed in one place."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("mfa_index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return log_out(request)


support_site = SupportSite(name="support")
