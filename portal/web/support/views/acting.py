"""What the desk can do for a person, a job or a charge: the apps' own actions, each with a typed reason."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities import actions as identities
from identities.models import CreditNote, Identity, SupportProposal
from identities.views.authenticators import priced_kinds
from portal.core.models import Job
from portal.web.support import actions, forms
from portal.web.support.views.base import OpenedAction


class OnPerson(OpenedAction):
    """An act about the person the address names, found through the access."""

    looks_up = "person"
    area = "people"
    form_class: Any = forms.ReasonForm
    identity: Identity

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        rows = Identity.objects.for_actor(self.actor).select_related("organisation", "user")
        found = rows.filter(pk=kwargs["person"]).first()
        if found is None:
            raise Http404
        self.identity = found
        return super().dispatch(request, *args, **kwargs)

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {
            "identity": self.identity,
            **form.cleaned_data,
            "reason": self.typed(form.cleaned_data["reason"]),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(identity=self.identity, about=self.identity.shown_name, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:person", args=[self.number, self.identity.pk])


class Resend(OnPerson):
    action = identities.resend_by_support
    title = _("Send aktiveringslinket igen")
    submit = _("Send linket igen")
    after = _("Et nyt link går til den adresse, der står på brugeren. Det gamle link dør.")
    done = _("Linket er sendt.")


class CorrectEmail(OnPerson):
    action = identities.correct_email
    form_class = forms.EmailForm
    title = _("Ret en fejl i e-mailadressen")
    submit = _("Ret og send linket")
    after = _("Linket går til den rettede adresse. Organisationens administratorer får besked.")
    done = _("Adressen er rettet, og linket er sendt.")


class Restart(OnPerson):
    action = identities.restart_activation
    title = _("Start aktiveringen forfra")
    submit = _("Start forfra")
    after = _("Koder og det, andre har meldt, bliver glemt. Brugeren får et nyt link.")
    done = _("Aktiveringen er startet forfra.")


class Proofing(OnPerson):
    action = identities.proof_by_support
    form_class = forms.SupportProofing
    title = _("Kontrollér legitimation ved fremmøde")
    submit = _("Jeg har set personen og begge dokumenter")
    after = _("Personen får et link til sit særskilte MitID. Du vælger ingen kode eller adgangskode.")
    done = _("Legitimationen er noteret.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kinds": priced_kinds(self.organisation)}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        told = form.cleaned_data
        return {"identity": self.identity, "documents": form.documents(), "kind": told["kind"],
                "birth_date": told["birth_date"], "reason": self.typed(told["reason"])}  # fmt: skip


class ProposeStop(OnPerson):
    action = identities.propose_stop
    title = _("Foreslå at spærre brugeren")
    submit = _("Send forslaget til en kollega")
    after = _("Intet sker, før en kollega har sagt ja. Så spærres brugeren med det samme.")
    done = _("Forslaget venter på en kollega.")
    act = SupportProposal.Act.SUSPEND

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {**super().get_action_kwargs(form), "act": self.act}


class ProposeResume(ProposeStop):
    title = _("Foreslå at ophæve spærringen")
    after = _("Intet sker, før en kollega har sagt ja. Så kan brugeren logge ind igen.")
    act = SupportProposal.Act.RESUME


class AnswerStop(OnPerson):
    """The second pair of eyes; the first one is refused by the action."""

    action = identities.answer_stop
    form_class = forms.AnswerForm
    title = _("Svar på en kollegas forslag")
    submit = _("Send svaret")
    after = _("Siger du ja, sker det med det samme. Siger du nej, ændres intet.")
    done = _("Svaret er gemt.")
    template_name = "web/support/answer_stop.html"

    @property
    def proposal(self) -> SupportProposal:
        rows = SupportProposal.objects.for_actor(self.actor).select_related("identity__organisation")
        found = rows.filter(pk=self.kwargs["pk"], identity=self.identity).first()
        if found is None:
            raise Http404
        return found

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"proposal": self.proposal, "approved": form.cleaned_data["approved"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(proposal=self.proposal, **kwargs)


class EndSessions(OnPerson):
    action = actions.end_sessions
    title = _("Luk alle brugerens logins")
    submit = _("Luk alle logins")
    after = _(
        "Brugeren er logget ud overalt fra næste klik, også hos andre arbejdsgivere, og kan logge ind igen."
    )
    done = _("Brugerens logins er lukket.")


class RunAgain(OpenedAction):
    looks_up = "jobs"
    area = "jobs"
    action = actions.run_again
    form_class = forms.ReasonForm
    title = _("Sæt opgaven i gang igen")
    submit = _("Sæt i gang")
    after = _("De dele, der stoppede, bliver prøvet igen. Det, der er gjort, bliver ikke gjort to gange.")
    done = _("Opgaven er sat i gang.")

    @property
    def job(self) -> Job:
        found = Job.objects.for_actor(self.actor).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"job": self.job, "reason": self.typed(form.cleaned_data["reason"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.job.title, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:jobs", args=[self.number])


class AnswerCredit(OpenedAction):
    looks_up = "billing"
    area = "billing"
    action = identities.answer_credit_note
    form_class = forms.AnswerWithReason
    title = _("Svar på et forslag om kreditnota")
    submit = _("Send svaret")
    after = _("En godkendt kreditnota kommer på den næste regning.")
    done = _("Svaret er gemt.")

    @property
    def note(self) -> CreditNote:
        rows = CreditNote.objects.for_actor(self.actor).select_related("charge", "organisation")
        found = rows.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        told = form.cleaned_data
        return {"note": self.note, "approved": told["approved"], "reason": self.typed(told["reason"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.note.reason, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:billing", args=[self.number])
