"""What somebody had typed when their session ended, or asked for a fresh proof, is offered to them again.

Kept encrypted in the browser's session until they have logged in, for an hour, and shown to its owner alone: every
form carries a mark of the person it was made for. Nothing is sent twice by itself: the person sees the form
filled in, and sends it. Files, passwords, codes and ticked acceptances are given anew.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from portal.core import crypto
from portal.core.pages import ActionPage

KEY, FIELD, PURPOSE = "typed", "form_owner", "web.typed"
KEPT_SECONDS, MOST_FORMS, MOST_BYTES = 3600, 3, 100_000
NEVER_KEPT = re.compile(r"(?i)(.*[_-])?(password\w*|code|otp|token|secret)")


def owner_mark(user: Any) -> str:
    """Says whose form it is, to us alone; "" for nobody."""
    if not user.is_authenticated:
        return ""
    return salted_hmac("portal.web.typed", str(user.pk), algorithm="sha256").hexdigest()[:32]


def form_owner(request: HttpRequest) -> dict[str, Any]:
    """Context processor for the hidden field every form has beside its token."""
    user = getattr(request, "user", None)
    return {FIELD: owner_mark(user) if user else ""}


class TypedMiddleware:
    """Keeps what a POST brought that was answered by sending the person to log in or to confirm."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.typed_is_kept = False  # type: ignore[attr-defined]
        request.offer_typed = partial(offer, request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.method == "POST":
            if is_interrupted(response):
                keep(request)
            elif response.status_code == 302 and KEY in request.session and not request.typed_is_kept:  # type: ignore[attr-defined]
                _store(request, (each for each in _kept(request) if each["path"] != request.path))
        return response


def is_interrupted(response: HttpResponseBase) -> bool:
    return response.headers.get("Location", "").startswith((settings.LOGIN_URL, settings.STEP_UP_URL))


def keep(request: HttpRequest) -> bool:
    """Keep the fields of a POST to a page with a form, until its owner has logged in. Whether there were any."""
    view = getattr(request.resolver_match and request.resolver_match.func, "view_class", type)
    mark = request.POST.get(FIELD, "")
    if not issubclass(view, ActionPage) or not mark:
        return False
    sent = {name: values for name, values in request.POST.lists()
            if name not in (FIELD, "csrfmiddlewaretoken") and not NEVER_KEPT.fullmatch(name)}  # fmt: skip
    if not any("".join(values).strip() for values in sent.values()) or len(json.dumps(sent)) > MOST_BYTES:
        return False
    entry = {"path": request.path, "owner": mark, "at": int(time.time()), "sent": sent}
    others = [each for each in _kept(request) if each["path"] != request.path]
    _store(request, [*others, entry][-MOST_FORMS:])
    request.typed_is_kept = True  # type: ignore[attr-defined]
    return True


def offer(request: HttpRequest, form: forms.Form) -> None:
    """Fill an unbound form with what its owner had typed on this page, and say so."""
    mark = owner_mark(request.user)
    found = [each for each in _kept(request) if each["path"] == request.path and _same(each["owner"], mark)]
    if not found:
        return
    sent = MultiValueDict(found[-1]["sent"])
    typed = {name: field.widget.value_from_datadict(sent, MultiValueDict(), form.add_prefix(name))
             for name, field in form.fields.items() if _may_be_offered(field)}  # fmt: skip
    if not any(typed[name] for name in typed if not form.fields[name].widget.is_hidden):
        return
    form.initial = {**form.initial, **typed}
    if not getattr(request, "typed_was_offered", False):
        request.typed_was_offered = True  # type: ignore[attr-defined]
        messages.info(
            request,
            _("Det, du havde skrevet, står her igen. Se det igennem, og send det. Intet er gemt endnu."),
        )


def _may_be_offered(field: forms.Field) -> bool:
    if isinstance(field, forms.FileField) or isinstance(field.widget, forms.PasswordInput):
        return False
    return not (field.disabled or (isinstance(field, forms.BooleanField) and field.required))


def _same(mark: str, other: str) -> bool:
    return bool(mark) and constant_time_compare(mark, other)


def _kept(request: HttpRequest) -> list[dict[str, Any]]:
    """What this browser's session holds and is not too old, oldest first."""
    entries = [_opened(each) for each in request.session.get(KEY, [])]
    return [each for each in entries if each and time.time() - each["at"] < KEPT_SECONDS]


def _opened(sealed: str) -> dict[str, Any] | None:
    try:
        entry: dict[str, Any] = json.loads(crypto.decrypt(base64.b64decode(sealed), purpose=PURPOSE))
    except (crypto.CryptoError, ValueError):  # the key has gone since
        return None
    return entry


def _store(request: HttpRequest, entries: "Iterator[dict[str, Any]] | list[dict[str, Any]]") -> None:
    sealed = [crypto.encrypt(json.dumps(each), purpose=PURPOSE) for each in entries]
    if sealed:
        request.session[KEY] = [base64.b64encode(each).decode() for each in sealed]
    else:
        request.session.pop(KEY, None)


@receiver(user_logged_in)
def forget_others(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Whoever else logs in in this browser has nothing to find, not even sealed."""
    if KEY in request.session:
        _store(request, [each for each in _kept(request) if _same(each["owner"], owner_mark(user))])
