"""Addresses of the stand-in. The provider's own come last, so that ours take their place."""

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from .views import gate, headless, pages


@csrf_exempt
def not_offered(request: HttpRequest) -> None:
    """Parts of the provider this broker does not have."""
    raise Http404


urlpatterns = [
    path("", pages.home, name="home"),
    path("login/", pages.login, name="account_login"),
    path("identity/o/authorize", gate.authorize),
    path("identity/o/logout", gate.Logout.as_view()),
    path("identity/o/device", not_offered),
    path("identity/o/api/device/code", not_offered),
    path("", include("allauth.idp.urls")),
]
if settings.BROKER.headless:
    urlpatterns.insert(0, path("headless/rotate-keys", headless.rotate_keys))
