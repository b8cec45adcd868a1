"""The desk's side of the cases. Reading one is noted before it is shown."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views import View

from portal.core.forms import PortalForm
from portal.core.pages import ListPage, ShowPage
from portal.core.permissions import Permission
from portal.web.cases import actions, forms, queries
from portal.web.cases.models import Case
from portal.web.cases.own import as_download
from portal.web.support.views.base import DeskAction, DeskPage, noted


class Queue(DeskPage, ListPage):
    """`?vis=`: mine, new, late, third_level or all."""

    permission = Permission.SUPPORT_CASE
    template_name = "web/support/cases.html"
    title = _("Sager")

    def get_order(self) -> tuple[str, ...]:
        return ("due_at",) if self.which == "late" else ("-created_at",)

    @property
    def which(self) -> str:
        wanted = self.request.GET.get("vis", "new")
        return wanted if wanted in queries.VIEWS else "new"

    def get_queryset(self) -> Any:
        return queries.queue(self.request.user, self.which)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        labels = dict(forms.QueueFilter.base_fields["vis"].choices)  # type: ignore[attr-defined]
        views = [
            {"label": labels[name], "url": f"?vis={name}", "current": name == self.which}
            for name in queries.VIEWS
        ]
        return super().get_context_data(views=views, now=timezone.now(), **kwargs)


class RegisterCall(DeskAction):
    action = actions.register_call
    form_class = forms.CallForm
    template_name = "web/support/new_case.html"
    title = _("Ny sag fra telefonen")
    submit = _("Opret sagen")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("support:cases"), **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:case", args=[self.result.pk])


class OnCase(DeskPage):
    """A page about one case; `request.case` is found, and the reading noted, before the page begins."""

    permission = Permission.SUPPORT_CASE

    @classmethod
    def noted_before(cls, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        request.actor.require(Permission.SUPPORT_CASE)  # type: ignore[attr-defined]
        case = queries.desk_case(kwargs["pk"])
        if case is None:
            raise Http404
        request.case = case  # type: ignore[attr-defined]
        return noted(request, lambda: actions.note_reading(actor=request.actor, case=case))  # type: ignore[attr-defined]

    @property
    def case(self) -> Case:
        return self.request.case  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(case=self.case, now=timezone.now(), **kwargs)


class CasePage(OnCase, ShowPage):
    template_name = "web/support/case.html"
    title = _("Sag")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        thread = queries.messages_of(self.case, internal=True)
        return super().get_context_data(
            thread=thread, is_mine=self.case.assigned_to == self.request.user, **kwargs
        )


class _Act(OnCase, DeskAction):
    template_name = "web/support/act_case.html"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.case.version}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"case": self.case, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:case", args=[self.case.pk])


class Take(_Act):
    """A button on the case's page."""

    action = actions.take
    form_class: type[PortalForm] = forms.VersionedForm
    title = _("Tag sagen")
    submit = _("Tag sagen")
    done = _("Sagen er din.")


class Answer(_Act):
    action = actions.answer
    form_class = forms.AnswerForm
    title = _("Svar i sagen")
    submit = _("Gem")
    done = _("Det er gemt.")


class HandOver(_Act):
    action = actions.hand_over
    form_class = forms.HandOverForm
    title = _("Giv sagen til en kollega")
    submit = _("Giv sagen videre")
    done = _("Sagen er givet videre.")


class HandOn(_Act):
    action = actions.hand_on
    form_class = forms.HandOnForm
    title = _("Send sagen til tredje niveau")
    submit = _("Send videre")
    done = _("Sagen er sendt videre.")


class TakeBack(_Act):
    action = actions.take_back
    form_class = forms.TakeBackForm
    title = _("Tag sagen tilbage fra tredje niveau")
    submit = _("Tag sagen tilbage")
    done = _("Sagen er tilbage.")


class File(OnCase, View):
    def get(self, request: HttpRequest, pk: Any, file: Any) -> HttpResponseBase:
        return as_download(queries.file_of(self.case, file, internal=True))

    http_method_names = ["get", "head"]
