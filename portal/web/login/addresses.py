"""Where a login may lead: to a page of the portal, and nowhere else."""

import ipaddress
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000
OF_THE_LOGIN = ("/log-ind", "/log-af", "/oidc/")


def safe_next(address: object) -> str:
    """The address if it is a path of the portal (with query, without host), else "". Never one of the login
    itself."""
    if not isinstance(address, str) or not address.startswith("/") or len(address) > LONGEST:
        return ""
    if not address.isprintable() or "\\" in address or address.startswith(OF_THE_LOGIN):
        return ""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def own_name_elsewhere(request: HttpRequest) -> str:
    """On a machine of one's own "localhost" and "127.0.0.1" are two hosts to the browser's cookies: the
    same page at BASE_URL when the other name was typed, else ""."""
    asked, ours = request.get_host(), urlsplit(settings.BASE_URL).netloc
    if asked == ours or not (_is_loopback(asked) and _is_loopback(ours)):
        return ""
    return settings.BASE_URL.rstrip("/") + request.get_full_path()


def _is_loopback(netloc: str) -> bool:
    host = urlsplit(f"//{netloc}").hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
