"""Cases about agreements and administrators: read (noted first), and answered with the agreements' own actions."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from portal.agreements import actions as agreements
from portal.agreements import queries
from portal.agreements.models import Connection
from portal.agreements.rules import cases as rules
from portal.agreements.views.cases import download
from portal.core.pages import ShowPage
from portal.core.permissions import Permission
from portal.web.support import actions, forms
from portal.web.support.views.base import DeskAction, DeskPage, noted

WHY = "support desk: the case an agent has opened, its reading noted"


class Queue(DeskPage, ShowPage):
    """Nearest goal date first. Organisations, not people."""

    permission = Permission.CASE_DECIDE
    template_name = "web/support/agreement_cases.html"
    title = _("Sager om aftaler")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = queries.cases_for_support(
            state__in=[Connection.State.CASE_WORK, Connection.State.ANSWER_NEEDED]
        )
        return super().get_context_data(rows=list(waiting[:200]), **kwargs)


class OnConnection(DeskPage):
    permission = Permission.CASE_DECIDE

    @classmethod
    def noted_before(cls, request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        request.actor.require(Permission.CASE_DECIDE)  # type: ignore[attr-defined]
        rows = Connection.objects.across_organisations(WHY).select_related(
            "organisation", "started_by", "document"
        )
        connection = rows.filter(pk=kwargs["pk"]).first()
        if connection is None:
            raise Http404
        request.connection = connection  # type: ignore[attr-defined]
        note = actions.note_agreement_case
        return noted(request, lambda: note(actor=request.actor, connection=connection))  # type: ignore[attr-defined]

    @property
    def connection(self) -> Connection:
        return self.request.connection  # type: ignore[attr-defined,no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(connection=self.connection, **kwargs)


class AgreementCase(OnConnection, ShowPage):
    template_name = "web/support/agreement_case.html"
    title = _("Sag om aftale")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.connection
        return super().get_context_data(
            why=rules.REASONS.get(case.case_reason, ""),
            asks=[rules.ASKS[each] for each in case.asks],
            rule=queries.rule_in_words(case.register_snapshot),
            signatures=queries.standing_signatures(case),
            attachments=queries.attachments_of(case),
            thread=queries.messages_of(case),
            **kwargs,
        )


class File(OnConnection, View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: Any, file: Any) -> HttpResponseBase:
        found = self.connection.attachments.filter(pk=file).first()
        if found is None:
            raise Http404
        return download(found)


class _Act(OnConnection, DeskAction):
    template_name = "web/support/act_agreement_case.html"
    after: Any = ""

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"connection": self.connection, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), after=self.after, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:agreement_case", args=[self.connection.pk])


class AskApplicant(_Act):
    action = agreements.ask_applicant
    form_class = forms.AskApplicantForm
    title = _("Bed om én ting mere")
    submit = _("Send")
    after = _("Ansøgeren får en mail og retter den ene ting. Alt andet står.")
    done = _("Ansøgeren er spurgt.")


class WriteToApplicant(_Act):
    action = agreements.write_to_applicant
    form_class = forms.MessageForm
    title = _("Skriv til ansøgeren")
    submit = _("Send")
    after = _("Ansøgeren får en mail. Sagen venter ikke på svar.")
    done = _("Beskeden er sendt.")


class Approve(_Act):
    action = agreements.approve
    form_class = forms.ReasonForm
    title = _("Godkend sagen")
    submit = _("Godkend, og indgå aftalen")
    after = _("Aftalen indgås med de underskrifter, der er. Du skriver ikke under for nogen.")
    done = _("Aftalen er indgået.")


class Reject(_Act):
    action = agreements.reject
    form_class = forms.ReasonForm
    title = _("Afvis sagen")
    submit = _("Afvis sagen")
    after = _("Ansøgeren kan tage sagen op igen og rette det, der var forkert.")
    done = _("Sagen er afvist.")
