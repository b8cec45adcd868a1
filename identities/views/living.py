"""Suspending, resuming, closing, re-opening; sending and withdrawing links: each on a page of its own."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from identities import actions, queries
from identities.actions.life import reopening_costs
from identities.forms import PathForm, ReasonForm
from identities.models import Price
from identities.views.creating import OnIdentity
from portal.core.pages import ConfirmPage


class ConfirmOnIdentity(OnIdentity, ConfirmPage):
    """A dangerous act on one identity, which stands above the question."""

    form_class: Any = None
    template_name = "identities/confirm.html"


class Suspend(ConfirmOnIdentity):
    action = actions.suspend
    form_class = ReasonForm
    question = _("Vil du spærre brugeren midlertidigt?")
    consequences = (
        _("Brugeren kan ikke logge ind fra nu af."),
        _("Rettigheder, roller og fuldmagter er gemt og kommer tilbage, når spærringen ophæves."),
        _("Brugeren får besked pr. mail."),
    )
    submit = _("Spær brugeren")
    done = _("Brugeren er spærret.")


class Resume(ConfirmOnIdentity):
    action = actions.resume
    question = _("Vil du ophæve spærringen?")
    consequences = (_("Brugeren kan logge ind igen med alt, som det var."), _("Det koster ikke noget."))
    danger = False
    submit = _("Ophæv spærringen")
    done = _("Spærringen er ophævet.")


class Close(ConfirmOnIdentity):
    action = actions.close
    form_class = ReasonForm
    question = _("Vil du lukke brugeren?")
    consequences = (
        _("Brugeren kan ikke logge ind fra nu af. Roller og særskilte MitID stopper."),
        _("Pladsen blandt de gratis brugere bliver ledig."),
        _("I kan åbne brugeren igen, indtil oplysningerne slettes efter opbevaringsfristen."),
    )
    submit = _("Luk brugeren")
    done = _("Brugeren er lukket.")


class Reopen(ConfirmOnIdentity):
    action = actions.reopen
    template_name = "identities/reopen.html"
    question = _("Vil du åbne brugeren igen?")
    consequences = (
        _("Brugeren får sine rettigheder tilbage, men vælger selv på ny, hvordan login skal ske."),
        _("Administratorroller gives på ny."),
    )
    danger = False
    submit = _("Åbn brugeren")
    done = _("Brugeren er åben igen.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        shown = self.request.POST.get("price_shown") or None
        return {"identity": self.object, "price_shown": decimal_or_none(shown)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            cost=reopening_costs(self.object), price_shown=queries.price(Price.Item.IDENTITY), **kwargs
        )


class Send(OnIdentity):
    """The activation of a draft."""

    action = actions.send_activation
    form_class = PathForm
    template_name = "identities/send.html"
    title = _("Send aktiveringslink")
    submit = _("Bestil og send")
    done = _("Aktiveringslinket er sendt.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        shown = decimal_or_none(self.request.POST.get("price_shown") or None)
        return {**super().get_action_kwargs(form), "price_shown": shown}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ceiling=queries.ceiling_for(self.organisation, 1), **kwargs)


class Resend(ConfirmOnIdentity):
    action = actions.resend
    question = _("Vil du sende et nyt aktiveringslink?")
    consequences = (
        _("Det gamle link virker ikke længere."),
        _("Det nye virker i 30 dage. Det koster ikke noget."),
    )
    danger = False
    submit = _("Send nyt link")
    done = _("Et nyt aktiveringslink er sendt.")


class WithdrawActivation(ConfirmOnIdentity):
    action = actions.withdraw_activation
    question = _("Vil du trække aktiveringen tilbage?")
    consequences = (_("Linket virker ikke længere, og brugeren lukkes."), _("Det koster ikke noget."))
    submit = _("Træk tilbage")
    done = _("Aktiveringen er trukket tilbage.")


class MakeCode(ConfirmOnIdentity):
    """The code is shown once, on the answer to this very request; it is stored nowhere."""

    action = actions.make_code
    question = _("Vil du lave en midlertidig kode?")
    consequences = (
        _("En kode, du tidligere har lavet til brugeren, virker ikke længere."),
        _("Du skal selv aflevere koden personligt. Den vises kun én gang."),
    )
    danger = False
    submit = _("Lav kode")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if form.errors:
            return response
        self.template_name = "identities/slips.html"
        slips = [{"identity": self.object, "code": self.result}]
        return self.render_to_response(super().get_context_data(title=_("Midlertidig kode"), slips=slips))


def decimal_or_none(text: str | None) -> Any:
    try:
        return Decimal(text) if text is not None else None
    except InvalidOperation:
        return None
