"""Who may come to the pages of staff accounts, and how often."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from portal.core.ratelimit import Limit, limited
from portal.web.staff.otp import is_staff_session

View = Callable[..., HttpResponseBase]
# Of one address, and against one user name. A passkey is not held up by what others try with a name.
TRIES = Limit("staff.login", 20, 300)
TRIES_OF_NAME = Limit("staff.login.name", 10, 600)
TRIES_OF_ONE = Limit("staff.confirm", 10, 300)


def staff_only(view: View) -> View:
    """Nobody is sent to the staff login, people from MitID get 403."""

    @functools.wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), reverse("account_login"))
        if not is_staff_session(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return limited(TRIES_OF_ONE, by=lambda request: str(request.user.pk or ""))(gated)


def entrance(view: View) -> View:
    """A page where staff may try to get in: counted by address and by the name tried; not for people from
    MitID."""

    @functools.wraps(view)
    def gated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not is_staff_session(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return limited(TRIES)(limited(TRIES_OF_NAME, by=_name)(gated))


def _name(request: HttpRequest) -> str:
    return request.POST.get("login", "").strip().casefold()
