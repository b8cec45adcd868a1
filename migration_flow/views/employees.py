"""The employees' move as the administrators see it: who is missing and why, batches, paths, new links, a file."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from identities.models import Activation
from migration_flow import actions
from migration_flow.models import EmployeeMove
from migration_flow.queries import employees, side_by_side
from migration_flow.views.after import AfterMove
from portal.core.actions import RuleBroken
from portal.core.exports import csv_response
from portal.core.forms import PortalForm
from portal.core.pages import ActionOnObject, ActionPage, ListPage
from portal.core.permissions import Permission


class EmployeeList(AfterMove, ListPage):
    model = EmployeeMove
    permission = Permission.MIGRATION_SEE
    template_name = "migration_flow/employees.html"
    title = gettext_lazy("Medarbejdernes flytning")
    section = "migration"
    order_by = ("id",)

    def get_queryset(self) -> Any:
        return employees.with_stand(
            employees.narrowed(super().get_queryset(), self.request.GET.get("vis", ""))
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for row in context["rows"]:
            row.stand = employees.stand_of(row)
            row.words = employees.STANDS[row.stand]
            row.way = Activation.Path(row.path).label
        shown = [
            ("", _("Alle")),
            ("missing", _("Mangler")),
            ("trouble", _("Noget er galt")),
            ("arrived", _("Er flyttet")),
        ]
        return {
            **context, "counts": employees.progress_of(self.actor), "batches": employees.batches_of(self.actor),
            "shown": shown, "chosen": self.request.GET.get("vis", ""),
            "may_invite": self.actor.may(Permission.MIGRATION_EXECUTE),
            "may_manage": self.actor.may(Permission.IDENTITY_MANAGE),
            "outside": side_by_side.outside_of_company(self.move),
        }  # fmt: skip


class EmployeeFile(AfterMove, View):
    permission = Permission.IDENTITY_EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        header = [_("Navn"), "RID", _("E-mail"), _("Hold"), _("Måde"), _("Status"), _("Inviteret"), _("Flyttet"),
                  _("Bekræftet"), _("Noget er galt")]  # fmt: skip
        return csv_response(f"flytning-{self.move.cvr}", header, employees.lines(self.actor))


class InviteBatch(AfterMove, ActionPage):
    """Send a whole batch their links."""

    action = actions.invite_batch
    form_class = PortalForm
    template_name = "migration_flow/invite_batch.html"
    title = gettext_lazy("Send links til holdet")
    section = "migration"
    submit = gettext_lazy("Send links")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"batch": self.kwargs["batch"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = [each for each in employees.batches_of(self.actor) if each["batch"] == self.kwargs["batch"]]
        back = reverse("migration_flow:employees", args=[self.organisation.cvr])
        return super().get_context_data(batch=found[0] if found else None, back=back, **kwargs)

    def get_success_url(self) -> str:
        return reverse("web:job", args=[self.organisation.cvr, self.result.pk])


class BatchForm(PortalForm):
    batch = forms.IntegerField(
        label=gettext_lazy("Hold"),
        min_value=1,
        max_value=99,
        error_messages={"required": gettext_lazy("Skriv holdets nummer.")},
    )


class PutInBatch(AfterMove, ActionPage):
    """Who is ticked is put in a batch."""

    action = actions.put_in_batch
    form_class = BatchForm
    http_method_names = ["post"]

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        ids = [each for each in self.request.POST.getlist("ids") if each.isdecimal() and len(each) < 18]
        rows = EmployeeMove.objects.for_actor(self.actor).filter(pk__in=ids)
        return {"employees": list(rows), "batch": form.cleaned_data["batch"]}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            moved = self.action(actor=self.actor, **self.get_action_kwargs(form))
            messages.success(self.request, _("%(n)s er sat på hold %(batch)s.")
                             % {"n": moved, "batch": form.cleaned_data["batch"]})  # fmt: skip
        except RuleBroken as broken:
            messages.error(self.request, str(broken))
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("Et hold har et nummer fra 1 til 99."))
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return reverse("migration_flow:employees", args=[self.organisation.cvr])


class PathForm(PortalForm):
    path = forms.ChoiceField(
        label=gettext_lazy("Hvordan skal medarbejderen aktivere?"), widget=forms.RadioSelect,
        choices=Activation.Path.choices, error_messages={"required": gettext_lazy("Vælg en måde.")},
    )  # fmt: skip


class ChangePath(ActionOnObject):
    """Another way to activate, and a new link."""

    model = EmployeeMove
    action = actions.change_path
    subject_name = "employee"
    form_class = PathForm
    template_name = "migration_flow/change_path.html"
    title = gettext_lazy("Skift måde, og send et nyt link")
    section = "migration"
    submit = gettext_lazy("Gem og send")
    done = gettext_lazy("Måden er gemt. Har medarbejderen haft et link, er der sendt et nyt.")

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("identity__organisation", "move")

    def get_initial(self) -> dict[str, Any]:
        return {"path": self.object.path}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("migration_flow:employees", args=[self.organisation.cvr])
