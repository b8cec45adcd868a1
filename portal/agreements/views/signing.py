"""Reading and signing: the text on the page is the text of the PDF."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views import View

from portal.agreements import actions, forms, queries
from portal.agreements.models import Connection
from portal.agreements.rules.cases import AUTHORITY_POSTS
from portal.agreements.views.connection import CaseOf, steps
from portal.core.pages import ActionPage
from portal.core.permissions import Permission

SIGNED_IN = (Connection.State.SIGNING, Connection.State.ANSWER_NEEDED, Connection.State.CASE_WORK)


class PresentPage(CaseOf, ActionPage):
    """Check the answers; then the document is made."""

    action = actions.present
    form_class = forms.Proceed
    template_name = "agreements/present.html"
    title = _("Kontrollér jeres svar")
    submit = _("Lav aftalen, så jeg kan læse den")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.connection.version}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"connection": self.connection, "version": form.cleaned_data["version"],
                "language": translation.get_language()}  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.connection
        change = reverse("agreements_public:administrator", args=[case.pk])
        told = f"{case.organisation_name} (CVR {case.cvr})" if case.cvr else case.organisation_name
        where = "/tilslutning/" if case.cvr else reverse("agreements_public:organisation", args=[case.pk])
        rows = [
            (_("Organisation"), told, where),
            (_("Administrator"), case.administrator_name, change),
            (_("Administratorens e-mailadresse"), case.administrator_email, change),
        ]
        return super().get_context_data(rows=rows, steps=steps(case, 2), back=change, **kwargs)

    def get_success_url(self) -> str:
        if self.result.state == Connection.State.SIGNING:
            return reverse("agreements_public:sign", args=[self.connection.pk])
        return reverse("agreements_public:case", args=[self.connection.pk])


class SignPage(CaseOf, ActionPage):
    """The document, and the signature under it. Signing asks for a fresh login (see core.permissions.LEVELS).

    In case work the signatory says what they are; a case worker holds it against the documents."""

    action = actions.sign
    form_class = forms.Sign
    template_name = "agreements/sign.html"
    title = _("Læs og skriv under")
    submit = _("Skriv under med MitID")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        case = getattr(self, "connection", None)
        if case is None or request.method != "GET" or case.state in SIGNED_IN:
            return response
        return redirect(f"agreements_public:{'present' if case.state == 'draft' else 'case'}", case.pk)

    @property
    def in_case_work(self) -> bool:
        return self.connection.state in (Connection.State.ANSWER_NEEDED, Connection.State.CASE_WORK)

    def get_form_class(self) -> Any:
        return forms.SignForCaseWork if self.in_case_work else forms.Sign

    def get_initial(self) -> dict[str, Any]:
        return {"document_sha256": self.connection.document.sha256 if self.connection.document else ""}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        given = {name: value for name, value in form.cleaned_data.items() if name != "read"}
        return {"connection": self.connection, **given}

    def form_valid(self, form: Any) -> HttpResponse:
        if self.in_case_work:
            self.action = actions.sign_for_case_work  # type: ignore[method-assign]
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("agreements_public:case", args=[self.connection.pk])
        return super().get_context_data(
            steps=steps(self.connection, 2), document=self.connection.document, back=back,
            rule=queries.rule_in_words(self.connection.register_snapshot), in_case_work=self.in_case_work,
            posts=AUTHORITY_POSTS if self.connection.case_reason == "authority" else "", **kwargs,
        )  # fmt: skip

    def get_success_url(self) -> str:
        done = self.result.state == Connection.State.CONCLUDED
        return reverse(f"agreements_public:{'receipt' if done else 'case'}", args=[self.connection.pk])


class CaseDocument(CaseOf, View):
    """The PDF of the case, to read before signing."""

    permission = Permission.AGREEMENT_PREPARE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        document = self.connection.document
        if document is None:
            return redirect("agreements_public:case", self.connection.pk)
        response = HttpResponse(bytes(document.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="aftale-{self.connection.cvr}.pdf"'
        return response
