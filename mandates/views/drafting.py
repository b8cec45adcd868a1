"""Offer and request, step by step: who, what, how long, and once more before it is sent."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandates import actions
from mandates.forms import OtherPartyForm, PeriodForm, RightsForm, SubMandateForm
from mandates.queries import details, lists
from mandates.rules import policy as policies
from mandates.views.base import ConfirmOnMandate, OnMandate, dressed
from portal.core.forms import ConfirmForm
from portal.core.pages import ActionPage
from rights.models import Right

STEPS = (gettext_lazy("Den anden part"), gettext_lazy("Rettigheder"), gettext_lazy("Periode og besked"),
         gettext_lazy("Tjek og send"))  # fmt: skip


def steps_at(current: int, urls: Any = ()) -> list[dict[str, Any]]:
    """`current` counts from 0."""
    states = ["done" if n < current else "current" if n == current else "todo" for n in range(len(STEPS))]
    links = [*urls, *[""] * len(STEPS)]
    return [{"label": label, "state": state, "url": links[n] if state == "done" else ""}
            for n, (label, state) in enumerate(zip(STEPS, states, strict=True))]  # fmt: skip


class Offer(ActionPage):
    action = actions.start
    form_class: Any = OtherPartyForm
    template_name = "mandates/step.html"
    title = gettext_lazy("Hvem vil I give fuldmagt?")
    section = "mandates"
    as_grantor = True

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "as_grantor": self.as_grantor}

    def get_success_url(self) -> str:
        return reverse("mandates:rights", args=[self.organisation.cvr, self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("mandates:list", args=[self.organisation.cvr])
        return super().get_context_data(steps=steps_at(0), back=back, **kwargs)


class Request(Offer):
    title = gettext_lazy("Hvem vil I handle for?")
    as_grantor = False
    action = actions.start


class GiveOn(OnMandate):
    """The first step of a sub-mandate."""

    action = actions.start_sub_mandate
    subject_name = "parent"
    form_class = SubMandateForm
    template_name = "mandates/step.html"
    title = gettext_lazy("Hvem vil I give fuldmagten videre til?")

    def get_success_url(self) -> str:
        return reverse("mandates:rights", args=[self.organisation.cvr, self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("mandates:detail", args=[self.organisation.cvr, self.object.pk])
        return super().get_context_data(**{"steps": steps_at(0), "back": back, **kwargs})


class DraftStep(OnMandate):
    """Steps 2 and 3; a mandate that is no draft any more shows itself instead."""

    template_name = "mandates/step.html"
    step = 1
    name = next_name = ""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(state="draft")

    def get_success_url(self) -> str:
        return reverse(f"mandates:{self.next_name}", args=[self.organisation.cvr, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{"steps": steps_at(self.step, self.links()), "back": self.links()[self.step - 1], **kwargs}
        )

    def links(self) -> list[str]:
        args = [self.organisation.cvr, self.object.pk]
        first = reverse("mandates:detail", args=args)
        return [first, *(reverse(f"mandates:{name}", args=args) for name in ("rights", "period", "send"))]


class Rights(DraftStep):
    action = actions.choose_rights
    form_class = RightsForm
    title = gettext_lazy("Hvilke rettigheder?")
    next_name = "period"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "rights": self.offered()}

    def offered(self) -> list[Right]:
        """What may be given (or asked for); of a sub-mandate what the parent holds."""
        if self.object.parent:
            return details.rights_of(self.object.parent)
        rows = (
            Right.objects.filter(retired_at=None)
            .select_related("system")
            .order_by("system__name_da", "name_da")
        )
        given = self.object.created_by_grantor
        fits = (
            (each, policies.refusal_to_give(policies.together([each]), self.actor.roles, as_grantor=given))
            for each in rows
        )
        return [each for each, refused in fits if not refused]

    def get_initial(self) -> dict[str, Any]:
        chosen = [str(each.pk) for each in details.rights_of(self.object)]
        return {
            "rights": chosen,
            "limit_type": self.object.limit_type,
            "limit_value": self.object.limit_value,
        }


class Period(DraftStep):
    action = actions.choose_period
    form_class = PeriodForm
    title = gettext_lazy("Hvor længe skal fuldmagten gælde?")
    step = 2
    next_name = "send"

    def get_initial(self) -> dict[str, Any]:
        starts = self.object.starts_at
        return {"starts_on": timezone.localdate(starts) if starts else None, "message": self.object.message}


class Send(DraftStep):
    """Everything once more, what is there already, and off it goes."""

    action = actions.send
    form_class = ConfirmForm
    template_name = "mandates/send.html"
    title = gettext_lazy("Tjek, og send")
    submit = gettext_lazy("Send")
    step = 3

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if not form.errors:
            waits = self.result.state == "draft"
            messages.success(
                self.request,
                _("Du har skrevet under. En anden hos jer skal også skrive under, før fuldmagten bliver sendt.")
                if waits else _("Fuldmagten er sendt. Den anden part har 21 dage til at svare."),
            )  # fmt: skip
        return response

    def get_success_url(self) -> str:
        return reverse("mandates:detail", args=[self.organisation.cvr, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rights = details.rights_of(self.object)
        told = {"rights": rights, "duplicates": dressed(lists.duplicates(self.object, rights)),
                "policy": policies.together(rights)}  # fmt: skip
        return super().get_context_data(**told, **kwargs)


class Discard(ConfirmOnMandate):
    action = actions.discard
    question = gettext_lazy("Vil du slette kladden?")
    consequences = (gettext_lazy("Kladden forsvinder. Den anden part har ikke set den."),)
    submit = gettext_lazy("Slet kladden")
    done = gettext_lazy("Kladden er slettet.")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(state="draft")

    def get_success_url(self) -> str:
        return reverse("mandates:list", args=[self.organisation.cvr])

    def get_back_url(self) -> str:
        return reverse("mandates:detail", args=[self.organisation.cvr, self.object.pk])
