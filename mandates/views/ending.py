"""Withdraw, waive, rest, resume, renew: each on a page of its own that says what it means."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mandates import actions
from mandates.forms import ReasonForm, RenewForm
from mandates.views.base import ConfirmOnMandate, OnMandate

_AT_ONCE = _("Det virker med det samme: næste gang nogen prøver at bruge fuldmagten, får de nej.")
_BOTH_TOLD = _("Begge parter får besked, og det står i historikken hos begge.")
_SUBS = _("Er fuldmagten givet videre, ophører videregivelsen også.")


class Withdraw(ConfirmOnMandate):
    action = actions.withdraw
    form_class = ReasonForm
    question = _("Vil I trække fuldmagten tilbage?")
    consequences = (_AT_ONCE, _SUBS, _BOTH_TOLD)
    submit = _("Træk fuldmagten tilbage")
    done = _("Fuldmagten er trukket tilbage.")


class Waive(ConfirmOnMandate):
    action = actions.waive
    form_class = ReasonForm
    question = _("Vil I frasige jer fuldmagten?")
    consequences = (_AT_ONCE, _SUBS, _BOTH_TOLD)
    submit = _("Frasig fuldmagten")
    done = _("I har frasagt jer fuldmagten.")


class EndSubMandate(ConfirmOnMandate):
    action = actions.end_sub_mandate
    form_class = ReasonForm
    question = _("Vil I afslutte videregivelsen?")
    consequences = (_AT_ONCE, _("Den fuldmagt, I selv har givet, fortsætter."), _BOTH_TOLD)
    submit = _("Afslut videregivelsen")
    done = _("Videregivelsen er afsluttet.")


class Suspend(ConfirmOnMandate):
    action = actions.suspend
    form_class = ReasonForm
    question = _("Vil I sætte fuldmagten i bero?")
    consequences = (_AT_ONCE, _("I kan genoptage den, som den var."), _BOTH_TOLD)
    submit = _("Sæt i bero")
    done = _("Fuldmagten er sat i bero.")


class Resume(ConfirmOnMandate):
    action = actions.resume
    question = _("Vil I genoptage fuldmagten?")
    consequences = (_("Den kan bruges igen med de samme rettigheder og den samme slutdato."), _BOTH_TOLD)
    danger = False
    submit = _("Genoptag fuldmagten")
    done = _("Fuldmagten er genoptaget.")


class Renew(OnMandate):
    action = actions.renew
    form_class = RenewForm
    template_name = "mandates/renew.html"
    title = _("Forny fuldmagten")
    submit = _("Send fornyelsen")
    done = _("Fornyelsen er sendt. Den gamle fuldmagt gælder, indtil den anden part har sagt ja.")

    def get_success_url(self) -> str:
        shown = getattr(self, "result", None) or self.object
        return reverse("mandates:detail", args=[self.organisation.cvr, shown.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("mandates:detail", args=[self.organisation.cvr, self.object.pk])
        return super().get_context_data(**{"back": back, **kwargs})
