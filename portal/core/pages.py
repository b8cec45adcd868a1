"""A page shows; an action page asks, does one thing, and tells."""

import base64
import json
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.generic import DetailView, FormView, TemplateView
from django.views.generic.base import ContextMixin

from portal.core.actions import RuleBroken
from portal.core.permissions import Permission, roles_that_may


class Page(ContextMixin):
    """Permission is checked before anything is read; a page without one is refused."""

    permission: Permission | None = None
    title: str | Promise = ""
    section = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        """None when the actor may see the page; nobody is sent to log in; PermissionDenied without the role."""
        if self.permission is None:
            raise ImproperlyConfigured(f"{type(self).__name__} names no permission")
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None:
            return redirect_to_login(request.get_full_path())
        actor.require(self.permission)
        first = _where_to_first(actor, self.permission)
        return HttpResponseRedirect(first) if first else None

    @property
    def actor(self) -> Any:
        return self.request.actor  # type: ignore[attr-defined]

    @property
    def organisation(self) -> Any:
        return self.actor.organisation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        who_may = roles_that_may(self.permission) if self.permission else []
        context = {"title": self.title, "section": self.section, "actor": self.actor,
                   "organisation": self.organisation, "who_may": who_may}  # fmt: skip
        return super().get_context_data(**{**context, **kwargs})


def _where_to_first(actor: Any, permission: Permission) -> str:
    """What must be done before this page, as an app above says (`settings.FIRST`: a function); "" for nothing."""
    path = getattr(settings, "FIRST", "")
    return str(import_string(path)(actor, permission)) if path else ""


class ShowPage(Page, TemplateView):
    """A page that is a template and what `get_context_data` gives it."""


class ScopedRows(Page):
    """Where a page's rows come from: the model's own, opened for the actor."""

    model: Any = None

    def get_queryset(self) -> QuerySet[Any]:
        return self.model.objects.for_actor(self.actor)


class DetailPage(ScopedRows, DetailView):
    pass


class ListPage(ScopedRows, TemplateView):
    """Keyset paging: `order_by` are field names (with "-" for falling), made unique by the primary key.

    Context: `rows`, `next`, `previous` (query strings or ""). The cost of the last page is that of the first."""

    order_by: tuple[str, ...] = ()
    page_size = 50

    def get_order(self) -> tuple[str, ...]:
        return self.order_by

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = KeysetPage(self.get_queryset(), self.get_order(), self.page_size, self.request.GET)
        return super().get_context_data(rows=page.rows, next=page.next, previous=page.previous, **kwargs)


class KeysetPage:
    """One page of an ordered queryset after or before a cursor. A cursor that is not ours is 404."""

    def __init__(self, queryset: QuerySet[Any], order: tuple[str, ...], size: int, query: Any):
        self.keys = [key for key in order if key.lstrip("-") not in ("pk", "id")]
        self.order = [*self.keys, "-pk" if order and order[-1].startswith("-") else "pk"]
        self.query, self.size = query, size
        backwards = "before" in query
        cursor = query.get("before") or query.get("after")
        rows = queryset.order_by(*self._directed(backwards))
        if cursor:
            rows = self._after(rows, self._decoded(cursor), backwards)
        found = list(rows[: size + 1])
        more, found = len(found) > size, found[:size]
        self.rows = found[::-1] if backwards else found
        self.next = self._link("after", -1) if (more or backwards) and self.rows else ""
        self.previous = self._link("before", 0) if (more if backwards else cursor) and self.rows else ""

    def _directed(self, backwards: bool) -> list[str]:
        if not backwards:
            return self.order
        return [key[1:] if key.startswith("-") else f"-{key}" for key in self.order]

    def _after(self, rows: QuerySet[Any], values: list[Any], backwards: bool) -> QuerySet[Any]:
        try:
            return rows.filter(self._beyond(values, backwards))
        except (ValidationError, ValueError, TypeError) as error:
            raise Http404 from error

    def _beyond(self, values: list[Any], backwards: bool) -> Q:
        beyond, equal = Q(), Q()
        for key, value in zip(self.order, values, strict=True):
            falling = key.startswith("-") != backwards
            name = key.lstrip("-")
            beyond |= equal & Q(**{f"{name}__{'lt' if falling else 'gt'}": value})
            equal &= Q(**{name: value})
        return beyond

    def _link(self, direction: str, index: int) -> str:
        values = [_value(self.rows[index], key.lstrip("-")) for key in self.order]
        cursor = base64.urlsafe_b64encode(json.dumps(values, default=str).encode()).decode()
        query = self.query.copy() if hasattr(self.query, "copy") else {}
        query = {k: v for k, v in query.items() if k not in ("after", "before")} | {direction: cursor}
        from django.utils.http import urlencode

        return urlencode(query)

    def _decoded(self, cursor: str) -> list[Any]:
        try:
            values = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        except ValueError as error:
            raise Http404 from error
        if not isinstance(values, list) or len(values) != len(self.order) or "\\u0000" in json.dumps(values):
            raise Http404
        return values


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row.isoformat() if hasattr(row, "isoformat") else row


class ActionPage(Page, FormView):
    """One form, one action. `action` decides the permission; a broken rule stands above the form."""

    action: Callable[..., Any]
    done: str | Promise = ""
    template_name = "page_form.html"
    submit: str | Promise = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if (action := cls.__dict__.get("action")) is not None:
            if "permission" not in cls.__dict__:
                cls.permission = action.permission
            cls.action = staticmethod(action)

    def get_form(self, form_class: Any = None) -> Any:
        """Unbound, it offers again what was typed when a session ended (see portal.web.typed)."""
        form = super().get_form(form_class)
        offer = getattr(self.request, "offer_typed", None)
        if offer and not form.is_bound:
            offer(form)
        return form

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.result = self.action(actor=self.actor, **self.get_action_kwargs(form))
        except RuleBroken as broken:
            form.add_error(None, str(broken))
            return self.form_invalid(form)
        if self.done:
            messages.success(self.request, str(self.done))
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit=self.submit or _("Fortsæt"), **kwargs)


class ActionOnObject(ScopedRows, ActionPage):
    """An action page about one row, found through the actor's scope; the action gets it as `subject_name`."""

    subject_name = "subject"
    object: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        self.object = self.get_queryset().filter(pk=kwargs["pk"]).first()
        if self.object is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {self.subject_name: self.object, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(object=self.object, **{self.subject_name: self.object}, **kwargs)


class ConfirmPage(ActionOnObject):
    """A dangerous act is confirmed on a page of its own: what happens, what it means, and the way back."""

    template_name = "page_confirm.html"
    question: str | Promise = ""
    consequences: tuple[str | Promise, ...] = ()
    danger = True

    def get_form_class(self) -> Any:
        from portal.core.forms import ConfirmForm

        return self.form_class or ConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"question": self.question, "consequences": self.consequences, "danger": self.danger,
                   "back": self.get_back_url()}  # fmt: skip
        return super().get_context_data(**{**context, **kwargs})

    def get_back_url(self) -> str:
        return self.get_success_url()
