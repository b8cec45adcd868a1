"""A case as the applicant sees it: where it stands, what is missing, and everything that can be done about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from portal.agreements import actions, forms, queries
from portal.agreements.models import Connection
from portal.agreements.rules import cases
from portal.agreements.views.connection import CaseOf, StartWithoutRegister, steps
from portal.core.forms import ConfirmForm
from portal.core.pages import ActionPage, ShowPage
from portal.core.permissions import Permission

# What is asked for → the page where it is given.
WHERE = {cases.SIGNATURE: "sign", cases.DOCUMENT: "attach", cases.ADMINISTRATOR: "administrator",
         cases.ORGANISATION: "organisation", cases.EXPLANATION: "write"}  # fmt: skip


class CasePage(CaseOf, ShowPage):
    """Where the case stands, who has signed, and what comes next."""

    permission = Permission.AGREEMENT_PREPARE
    template_name = "agreements/case.html"
    title = _("Jeres tilslutning")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.connection.state == Connection.State.DRAFT:
            return redirect("agreements_public:administrator", self.connection.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.connection
        signatures = queries.standing_signatures(case)
        return super().get_context_data(
            signatures=signatures, has_signed=any(each.user_id == self.request.user.pk for each in signatures),
            missing=queries.missing_in_words(case, signatures), reason=cases.REASONS.get(case.case_reason, ""),
            asks=[{"text": cases.ASKS[each], "url": self.address(WHERE[each])} for each in case.asks],
            messages_of_case=queries.messages_of(case), attachments=queries.attachments_of(case),
            is_starter=case.started_by_id == self.request.user.pk, **kwargs,
        )  # fmt: skip

    def address(self, name: str) -> str:
        return reverse(f"agreements_public:{name}", args=[self.connection.pk])


class OnCase(CaseOf, ActionPage):
    """One act on the case; back to it afterwards."""

    form_class: Any = ConfirmForm
    template_name = "agreements/on_case.html"
    who: Any = _("Den, der har begyndt tilslutningen, og de, der skal skrive under.")
    after: Any = ""
    lead: Any = ""

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"connection": self.connection, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"back": self.get_success_url(), "who": self.who, "after": self.after, "lead": self.lead}
        return super().get_context_data(**{**told, **kwargs})

    def get_success_url(self) -> str:
        return reverse("agreements_public:case", args=[self.connection.pk])


class AttachPage(OnCase):
    action = actions.attach
    form_class = forms.Attach
    title = _("Læg et dokument i sagen")
    lead = _("Et udskrift fra CVR-registeret kan ikke bruges som dokumentation; det har vi selv.")
    after = _("Kun sagsbehandleren og I kan hente filen. Du kan lægge flere i, én ad gangen.")
    submit = _("Læg filen i sagen")
    done = _("Dokumentet ligger i sagen.")


class WritePage(OnCase):
    action = actions.write
    form_class = forms.Write
    title = _("Skriv til sagsbehandleren")
    after = _("Sagsbehandleren svarer her i sagen, og du får en mail om det.")
    submit = _("Send besked")
    done = _("Beskeden er sendt.")


class InvitePage(OnCase):
    action = actions.invite
    form_class = forms.Invite
    title = _("Send et link til sagen")
    lead = _("Send linket til den, der skal skrive under eller arbejde videre med sagen.")
    after = _("Linket virker i 30 dage og kun for den første, der åbner det.")
    submit = _("Send link")
    done = _("Linket er sendt.")


class SubmitPage(OnCase):
    action = actions.submit
    title = _("Send sagen til behandling")
    lead = _("Vi ser på sagen og svarer inden for ti arbejdsdage.")
    after = _(
        "Du får en kvittering på mail. Mangler vi noget, beder vi om den ene ting; du begynder ikke forfra."
    )
    submit = _("Send sagen")
    done = _("Sagen er sendt.")


class PaperPage(OnCase):
    action = actions.ask_for_case_work
    title = _("En, der skal skrive under, har ikke MitID")
    lead = _("Så kan aftalen underskrives på papir. En medarbejder kontrollerer den.")
    after = _("Hent aftalen som PDF, underskriv den, og læg den i sagen sammen med legitimation.")
    submit = _("Fortsæt på papir")


class ReopenPage(OnCase):
    action = actions.reopen
    form_class = forms.Proceed
    title = _("Ret svarene")
    lead = _("Aftalen laves på ny. Underskrifter, der er givet, bortfalder; svarene bliver stående.")
    submit = _("Ret svarene")

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.connection.version}


class TakeUpPage(OnCase):
    action = actions.take_up
    title = _("Tag sagen op igen")
    lead = _("Alle svar bliver stående. Du retter kun det, der var forkert, og sender sagen igen.")
    submit = _("Tag sagen op igen")


class WithdrawPage(OnCase):
    action = actions.withdraw
    template_name = "agreements/withdraw_case.html"
    title = _("Træk tilslutningen tilbage")
    submit = _("Træk tilbage")
    done = _("Tilslutningen er trukket tilbage.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        consequences = (
            _("Sagen lukkes, og ingen kan skrive under på den mere."),
            _("I kan begynde en ny tilslutning når som helst."),
        )
        return super().get_context_data(consequences=consequences, danger=True, **kwargs)


class OrganisationPage(CaseOf, StartWithoutRegister):
    """Correct what was told of an organisation without a CVR number."""

    action = actions.describe_organisation
    done = _("Oplysningerne er rettet.")

    def get_initial(self) -> dict[str, Any]:
        return {**self.connection.organisation_facts, "version": self.connection.version}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"connection": self.connection, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"steps": steps(self.connection, 0)}

    def get_success_url(self) -> str:
        name = "administrator" if self.result.state == Connection.State.DRAFT else "case"
        return reverse(f"agreements_public:{name}", args=[self.connection.pk])


class InvitationPage(ActionPage):
    """The link in the mail: whoever opens it and goes on takes part in the case."""

    action = actions.take_invitation
    form_class = ConfirmForm
    template_name = "agreements/invitation.html"
    title = _("Du er inviteret til en tilslutning")
    submit = _("Gå til sagen")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"token": self.kwargs["token"]}

    def get_success_url(self) -> str:
        return reverse("agreements_public:case", args=[self.result.pk])


class AttachmentFile(CaseOf, View):
    """A document of the case: always a download under our own name, never shown inline."""

    permission = Permission.AGREEMENT_PREPARE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = self.connection.attachments.filter(pk=kwargs["attachment"]).first()
        if found is None:
            raise Http404
        return download(found)


def download(attachment: Any) -> HttpResponse:
    """A stranger's file, as a download and nothing else."""
    response = HttpResponse(bytes(attachment.content), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{attachment.name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
