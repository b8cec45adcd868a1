"""Asking for rights, and answering those who ask."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.pages import ActionOnObject, ActionPage, ConfirmPage, ListPage
from portal.core.permissions import Permission
from rights.actions import requests as actions
from rights.forms import APPROVE, REJECT, AnswerForm, RequestForm, end_of
from rights.models import RightRequest, RightRequestLine
from rights.queries import catalogue
from rights.views.base import InRights, is_uuid

P = Permission


class Ask(InRights, ActionPage):
    """For oneself: the rights come from the catalogue (?ret=…&ret=…), the reason from the one who asks."""

    action = actions.request_rights
    form_class = RequestForm
    template_name = "rights/ask.html"
    title = gettext_lazy("Søg om rettigheder")
    submit = gettext_lazy("Send ansøgningen")
    done = gettext_lazy("Ansøgningen er sendt. Du får en mail, når den er besvaret.")
    tab = "mine"

    def get_initial(self) -> dict[str, Any]:
        return {"ret": [right.pk for right in self.chosen()]}

    def chosen(self) -> list[Any]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        keys = [key for key in asked.getlist("ret")[: actions.MOST_RIGHTS + 1] if is_uuid(key)]
        return list(catalogue.available().filter(pk__in=keys).select_related("system").order_by("name_da"))

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"rights": list(form.cleaned_data["ret"]), "reason": form.cleaned_data["reason"]}

    def get_success_url(self) -> str:
        return reverse("rights:mine", args=[self.organisation.cvr])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(chosen=self.chosen(), **kwargs)


class Requests(InRights, ListPage):
    """What waits for an answer, oldest first; the answered ones behind a tab of their own."""

    model = RightRequest
    permission = P.RIGHT_DECIDE
    template_name = "rights/requests.html"
    title = gettext_lazy("Ansøgninger om rettigheder")
    tab = "requests"

    def get_order(self) -> tuple[str, ...]:
        return ("-created_at",) if self.answered else ("created_at",)

    @property
    def answered(self) -> bool:
        return "besvaret" in self.request.GET

    def get_queryset(self) -> QuerySet[RightRequest]:
        rows = super().get_queryset().filter(closed_at__isnull=not self.answered)
        return rows.select_related("identity").prefetch_related("lines__right")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(answered=self.answered, **kwargs)


class Answer(InRights, ActionOnObject):
    """One request, line by line; one's own is shown, but cannot be answered."""

    model = RightRequest
    action = actions.answer_request
    form_class = AnswerForm
    template_name = "rights/answer.html"
    submit = gettext_lazy("Send svaret")
    done = gettext_lazy("Svaret er sendt.")
    subject_name = "request"
    tab = "requests"

    def get_queryset(self) -> QuerySet[RightRequest]:
        return (
            super().get_queryset().filter(closed_at__isnull=True).select_related("identity", "organisation")
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        open_lines = self.object.lines.filter(state=RightRequestLine.State.OPEN)
        lines = open_lines.select_related("right__system").order_by("right__name_da", "pk")
        return {**super().get_form_kwargs(), "lines": lines}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        why = form.cleaned_data["why"]
        return {
            "request": self.object,
            "approved": form.chosen(APPROVE),
            "rejected": dict.fromkeys(form.chosen(REJECT), why),
            "ends_at": end_of(form.cleaned_data["ends_on"]),
        }

    def get_success_url(self) -> str:
        return reverse("rights:requests", args=[self.organisation.cvr])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("%(name)s søger om rettigheder") % {"name": self.object.identity.shown_name}
        own = self.object.identity_id == self.actor.identity_id
        context = super().get_context_data(title=title, own=own, back=self.get_success_url(), **kwargs)
        # `request` is the page's own request everywhere else in the templates.
        return {**context, "request": self.request, "asked": self.object}


class WithdrawRequest(InRights, ConfirmPage):
    """Only the one who asked finds it here."""

    model = RightRequest
    action = actions.withdraw_request
    question = gettext_lazy("Vil du trække ansøgningen tilbage?")
    consequences = (gettext_lazy("Det, der allerede er godkendt, beholder du."),)
    submit = gettext_lazy("Træk tilbage")
    done = gettext_lazy("Ansøgningen er trukket tilbage.")
    subject_name = "request"
    tab = "mine"

    def get_queryset(self) -> QuerySet[RightRequest]:
        own = super().get_queryset().filter(identity=self.actor.identity_id, closed_at__isnull=True)
        return own.select_related("organisation", "identity")

    def get_success_url(self) -> str:
        return reverse("rights:mine", args=[self.organisation.cvr])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "request": self.request}
