"""The way in, step by step; every step is a page of its own and can be left and taken up again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.agreements import actions, forms, queries
from portal.agreements.models import Connection
from portal.core.pages import ActionPage, Page, ShowPage
from portal.core.permissions import Permission

STEPS = ((_("Organisation"), ""), (_("Administrator"), "administrator"), (_("Læs og skriv under"), "sign"))


def steps(connection: Connection | None, current: int) -> list[dict[str, Any]]:
    """The step list beside the form; steps already behind are links."""
    drawn = []
    for number, (label, name) in enumerate(STEPS):
        url = (
            reverse(f"agreements_public:{name}", args=[connection.pk])
            if connection and name
            else "/tilslutning/"
        )
        state = "current" if number == current else "done" if number < current else "todo"
        drawn.append({"label": label, "url": url, "state": state})
    return drawn


class CaseOf(Page):
    """A page about one case, found among those the person may see; every other address is 404."""

    connection: Connection

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        found = queries.cases_of(request.user).filter(pk=kwargs["pk"]).first()
        if found is None:
            raise Http404
        self.connection = found
        return super().dispatch(request, *args, **kwargs)

    @property
    def recovers(self) -> bool:
        return self.connection.purpose == Connection.Purpose.RECOVER

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(connection=self.connection, recovers=self.recovers, **kwargs)


class StartPage(ActionPage):
    """Which organisation? Those the register ties the person to, and a number for every other."""

    action = actions.start_connection
    form_class = forms.ChooseCompany
    template_name = "agreements/start.html"
    title = _("Tilslut en organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cases = list(
            queries.cases_of(self.request.user).exclude(state__in=["concluded", "rejected", "withdrawn"])
        )
        under_way = {each.cvr for each in cases}
        companies = [each for each in queries.companies_of(self.request.user) if each.pk not in under_way]
        connected = queries.connected_among(each.pk for each in companies)
        return super().get_context_data(
            companies=companies, connected=connected, cases=cases, steps=steps(None, 0), **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("agreements_public:administrator", args=[self.result.pk])


class StartWithoutRegister(ActionPage):
    """An organisation that has no CVR number tells who it is."""

    action = actions.start_without_register
    form_class = forms.WithoutRegister
    template_name = "agreements/without_register.html"
    title = _("Organisation uden CVR-nummer")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {name: value for name, value in form.cleaned_data.items() if name != "version"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(steps=steps(None, 0), back="/tilslutning/", **kwargs)

    def get_success_url(self) -> str:
        return reverse("agreements_public:administrator", args=[self.result.pk])


class StartThis(StartPage):
    """The button of one company in the list: the same action, the number from the address."""

    http_method_names = ["post"]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "data": {"cvr": self.kwargs["number"]}}


class StartRecovery(ActionPage):
    """No administrator left: the same way as the agreement was signed, to appoint a new one."""

    action = actions.start_recovery
    form_class = forms.ChooseConnected
    template_name = "agreements/recovery.html"
    title = _("Udpeg en ny administrator")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(steps=steps(None, 0), back="/tilslutning/", **kwargs)

    def get_success_url(self) -> str:
        return reverse("agreements_public:administrator", args=[self.result.pk])


class AdministratorPage(CaseOf, ActionPage):
    """Who shall be the first administrator?"""

    action = actions.name_administrator
    form_class = forms.NameAdministrator
    template_name = "agreements/administrator.html"

    def get_initial(self) -> dict[str, Any]:
        case = self.connection
        if not case.administrator_email:
            return {"version": case.version}
        who = forms.NameAdministrator.SELF if case.administrator_is_starter else forms.NameAdministrator.OTHER
        named = {} if case.administrator_is_starter else {
            "name": case.administrator_name, "birth_date": case.administrator_birth_date,
            "own_email": case.applicant_email,
        }  # fmt: skip
        return {"version": case.version, "who": who, "email": case.administrator_email, **named}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        is_starter = form.cleaned_data["who"] == forms.NameAdministrator.SELF
        return {
            "connection": self.connection, "version": form.cleaned_data["version"], "email": form.cleaned_data["email"],
            "name": self.actor.user.name if is_starter else form.cleaned_data["name"],
            "own_email": form.cleaned_data["own_email"],
            "birth_date": form.cleaned_data["birth_date"], "cpr": form.cleaned_data["cpr"], "is_starter": is_starter,
        }  # fmt: skip

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Vælg den nye administrator") if self.recovers else _("Vælg jeres første administrator")
        told = {"steps": steps(self.connection, 1), "back": "/tilslutning/", "title": title}
        return super().get_context_data(**{**told, **kwargs})

    def get_success_url(self) -> str:
        name = "present" if self.result.state == Connection.State.DRAFT else "case"
        return reverse(f"agreements_public:{name}", args=[self.connection.pk])


class ReceiptPage(CaseOf, ShowPage):
    """It is done: what was agreed, and what the administrator does now."""

    permission = Permission.AGREEMENT_PREPARE
    template_name = "agreements/receipt.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("I har en ny administrator") if self.recovers else _("I er tilsluttet")
        return super().get_context_data(**{"title": title, **kwargs})
