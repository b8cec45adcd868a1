"""The employee's way in: the link, the neutral choice, and what comes after."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from identities import actions, queries
from identities.actions.activate import private_is_allowed
from identities.forms import CodeForm, MeansForm
from identities.models import Activation, Identity
from identities.queries.activations import open_activation
from identities.rules import visible
from identities.rules.people import Match, match
from portal.core.actions import RuleBroken
from portal.core.pages import ShowPage
from portal.core.permissions import Permission


class ActivationPage(TemplateView):
    """`/aktivering/<link>/`. Before the right person has logged in it says nothing about anybody."""

    public = True
    title = _("Aktivér din adgang")
    form: Any = None

    def find(self) -> Activation | None:
        return queries.activation_by_token(self.kwargs["token"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.find()
        if found is None:
            return self.show("dead", status=404)
        self.activation = found
        actor = request.actor  # type: ignore[attr-defined]
        if actor is None or actor.user is None or actor.auth is None:
            query = urlencode({"next": request.path})
            return self.show("start", login_url=f"{settings.LOGIN_URL}?{query}")
        actor.require(Permission.OWN_IDENTITY)
        self.actor = actor
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.step()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        outcome = self.outcome()
        if outcome is Match.MUST_ENTER_CODE:
            return self.try_code()
        if outcome not in (Match.YES, Match.MUST_CLAIM):
            return self.step()
        self.form = self.means_form(request.POST)
        if not self.form.is_valid():
            return self.step()
        try:
            return self.carry_out(outcome, self.form.cleaned_data["means"])
        except actions.AlreadyHere as collision:
            return self.ask_for_merge(collision)
        except RuleBroken as broken:
            self.form.add_error(None, str(broken))
            return self.step()

    def outcome(self) -> Match:
        """A work login proves nothing about the person here: the private one is asked for."""
        if self.actor.auth.organisation_cvr:
            return Match.NO
        return match(self.activation, self.actor.user)

    def step(self) -> HttpResponse:
        outcome = self.outcome()
        if outcome is Match.NO:
            return self.show("other", status=403, token=self.kwargs.get("token", ""))
        if outcome is Match.WAITS:
            return self.show("waits")
        if outcome is Match.MUST_ENTER_CODE:
            return self.show("code", form=self.form or CodeForm())
        return self.choice(outcome)

    def choice(self, outcome: Match) -> HttpResponse:
        identity = self.activation.identity
        known = identity if outcome is Match.YES else None
        return self.show(
            "choice",
            form=self.form or self.means_form(),
            employer=identity.organisation,
            known=known,
            claims=outcome is Match.MUST_CLAIM,
            seen=visible.SEEN,
            never_seen=visible.NEVER_SEEN,
        )

    def means_form(self, data: Any = None) -> MeansForm:
        return MeansForm(data, private_allowed=private_is_allowed(self.activation.identity))

    def carry_out(self, outcome: Match, means: str) -> HttpResponse:
        if outcome is Match.MUST_CLAIM:
            actions.claim(actor=self.actor, activation=self.activation, means=means)
            return redirect(self.request.path)
        identity = actions.activate(actor=self.actor, activation=self.activation, means=means)
        return redirect("identities_public:welcome", identity.pk)

    def try_code(self) -> HttpResponse:
        self.form = CodeForm(self.request.POST)
        if not self.form.is_valid():
            return self.step()
        typed = self.form.cleaned_data["code"]
        try:
            if actions.enter_code(actor=self.actor, activation=self.activation, code=typed):
                return redirect(self.request.path)
            self.form.add_error("code", _("Koden passer ikke. Tjek tegnene, og prøv igen."))
        except RuleBroken as broken:
            self.form.add_error(None, str(broken))
        return self.step()

    def ask_for_merge(self, collision: actions.AlreadyHere) -> HttpResponse:
        """The person is here already: the administrator is shown both and may put them together."""
        if self.activation.claimed_by_id is None:
            actions.ask_for_merge(actor=self.actor, activation=self.activation)
        return self.show("already_here", employer=self.activation.identity.organisation)

    def show(self, step: str, status: int = 200, **context: Any) -> HttpResponse:
        self.template_name = f"identities/activation/{step}.html"
        told = {"title": self.title, "actor": getattr(self, "actor", None), **context}
        return self.render_to_response(self.get_context_data(**told), status=status)


class ReportWrongPerson(ActivationPage):
    """Whoever the link is not for says so: the organisation learns that it happened, not who it was."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("identities_public:activation", self.kwargs["token"])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.outcome() is not Match.NO:
            return redirect("identities_public:activation", self.kwargs["token"])
        actions.report_wrong_person(actor=self.actor, activation=self.activation)
        return self.show("reported")


class OwnActivation(ActivationPage):
    """The same for somebody the identity is already tied to: found under *Mine identiteter*, no link
    needed."""

    public = False

    def find(self) -> Activation | None:
        actor = self.request.actor  # type: ignore[attr-defined]
        if actor is None or actor.user is None:
            return None
        rows = Identity.objects.for_person(actor.user).filter(state=Identity.State.PENDING)
        identity = rows.filter(pk=self.kwargs["pk"]).first()
        found = open_activation(identity) if identity else None
        return found if found and match(found, actor.user) is Match.YES else None


class CodeEntry(ShowPage):
    """`/aktivering/kode/`: somebody without e-mail types the code from the slip."""

    permission = Permission.OWN_IDENTITY
    template_name = "identities/activation/code.html"
    title = _("Aktivér med en midlertidig kode")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CodeForm(request.POST)
        if form.is_valid():
            found = queries.activation_by_code(form.cleaned_data["code"])
            if found and match(found, self.actor.user) is Match.MUST_ENTER_CODE:
                actions.enter_code(actor=self.actor, activation=found, code=form.cleaned_data["code"])
                return redirect("identities_public:code_choice", found.pk)
            form.add_error("code", _("Koden passer ikke. Tjek tegnene, eller bed om en ny kode."))
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"form": CodeForm(), **kwargs})


class CodeChoice(ActivationPage):
    """The choice after a right code; only the one who typed it comes here."""

    public = False

    def find(self) -> Activation | None:
        actor = self.request.actor  # type: ignore[attr-defined]
        if actor is None or actor.user is None:
            return None
        return queries.claimed_by(actor.user, self.kwargs["pk"])


class Welcome(ShowPage):
    """The receipt: what is now, and what happens next."""

    permission = Permission.OWN_IDENTITY
    template_name = "identities/activation/welcome.html"
    title = _("Din adgang er aktiv")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Identity.objects.for_person(self.actor.user).filter(state=Identity.State.ACTIVE)
        identity = rows.filter(pk=self.kwargs["pk"]).select_related("organisation").first()
        if identity is None:
            raise Http404
        private = identity.consents.filter(withdrawn_at__isnull=True).exists()
        return super().get_context_data(identity=identity, uses_private=private, **kwargs)
