"""What stops or shows something of one person: a suspension by two agents, the end of all logins, one CPR number."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from identities import actions as identities
from identities.models import SupportProposal
from portal.web.support import actions, forms
from portal.web.support.views.acting import OnPerson


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
    form_class = forms.AnswerWithReason
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
        told = form.cleaned_data
        return {"proposal": self.proposal, "approved": told["approved"], "reason": self.typed(told["reason"])}

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


class RevealCpr(OnPerson):
    """One number at a time, on the answer to this very request and nowhere else."""

    action = identities.reveal_cpr_to_support
    title = _("Vis CPR-nummeret")
    submit = _("Vis CPR-nummeret")
    after = _("Nummeret vises én gang. Organisationen og personen kan se, at du har set det, og hvorfor.")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.errors:
            return response
        self.template_name = "web/support/revealed.html"
        shown = self.render_to_response(self.get_context_data(cpr=self.result))
        shown["Cache-Control"] = "no-store, private"
        return shown
