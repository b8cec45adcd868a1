"""A person's own cases: ask, read the answers, write more. At /hjaelp/sager/, whatever organisation it is about."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views import View

from portal.core.pages import ActionPage, ListPage, Page
from portal.core.permissions import Permission
from portal.web.cases import actions, forms, queries, rules
from portal.web.cases.models import Case, CaseFile


def as_download(file: CaseFile | None) -> HttpResponse:
    """A stranger's file: never shown by the browser, whatever it is."""
    if file is None:
        raise Http404
    response = HttpResponse(bytes(file.content), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


class MyCases(ListPage):
    permission = Permission.OWN_CASES
    template_name = "web/cases/mine.html"
    title = _("Mine sager hos supporten")
    order_by = ("-created_at",)

    def get_queryset(self) -> Any:
        return queries.own_cases(self.request.user)


class Ask(ActionPage):
    """`?fra=` is the page somebody stood on: its organisation is filled in when they belong to it."""

    action = actions.ask_for_help
    form_class = forms.AskForm
    template_name = "web/cases/ask.html"
    title = _("Skriv til supporten")
    submit = _("Send til supporten")
    done = _("Vi har fået din sag. Du får en mail, når der er svar.")

    @property
    def page(self) -> str:
        return rules.page_of(self.request.GET.get("fra", ""))

    @property
    def identity(self) -> Any:
        number = self.page.strip("/").partition("/")[0]
        return queries.identity_in(self.request.user, number) if number.isdecimal() else None

    def get_initial(self) -> dict[str, Any]:
        return {"email": self.identity.email} if self.identity else {}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        identity = self.identity
        return {
            **form.cleaned_data,
            "page": self.page,
            "organisation": identity.organisation if identity else None,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            page=self.page, identity=self.identity, back=reverse("front:cases"), **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("front:case", args=[self.result.pk])


class _Own(Page):
    permission = Permission.OWN_CASES

    @property
    def case(self) -> Case:
        found = queries.own_cases(self.request.user).filter(pk=self.kwargs["pk"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        return found


class MyCase(_Own, ActionPage):
    """The thread, without what the desk writes for itself, and a field to write more."""

    action = actions.write
    permission = Permission.OWN_CASES
    form_class = forms.WriteForm
    template_name = "web/cases/case.html"
    submit = _("Send")
    done = _("Det er sendt til supporten.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"case": self.case, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.case
        title = _("Sag %(number)s") % {"number": case.number}
        return super().get_context_data(
            case=case, title=title, thread=queries.messages_of(case, internal=False), **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("front:case", args=[self.kwargs["pk"]])


class MyFile(_Own, View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: Any, file: Any) -> HttpResponseBase:
        return as_download(queries.file_of(self.case, file, internal=False))
