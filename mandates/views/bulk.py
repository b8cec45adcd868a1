"""Many clients for a group of staff, many renewals: what would happen, the job, its errors, and how to stop it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from mandates import actions
from mandates.actions.distributing import KIND, sort_numbers
from mandates.forms import BulkForm
from mandates.views.distributing import own_groups
from portal.core import jobs
from portal.core.actions import RuleBroken
from portal.core.exports import csv_response
from portal.core.models import Job
from portal.core.pages import ActionPage, ConfirmPage, ScopedRows, ShowPage
from portal.core.permissions import Permission


class DistributeMany(ActionPage):
    """First what would happen (nothing is written), then the job."""

    action = actions.distribute_in_bulk
    form_class = BulkForm
    template_name = "mandates/distribute_many.html"
    title = gettext_lazy("Fordel mange kunder")
    section = "mandates"
    submit = gettext_lazy("Vis, hvad der vil ske")

    def get_form_kwargs(self) -> dict[str, Any]:
        groups = [(str(group.pk), group.name) for group in own_groups(self.actor)]
        return {**super().get_form_kwargs(), "groups": groups}

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.POST.get("do") == "start":
            return super().form_valid(form)
        trial = sort_numbers(self.organisation, form.cleaned_data["clients"])
        return self.render_to_response(self.get_context_data(form=form, trial=trial))

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        group = own_groups(self.actor).filter(pk=data["group"]).first()
        if group is None:
            raise RuleBroken(_("Brugergruppen er slettet."))
        return {"group": group, "name": data["name"], "numbers": data["clients"]}

    def get_success_url(self) -> str:
        return reverse("mandates:bulk", args=[self.organisation.cvr, self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("mandates:received", args=[self.organisation.cvr])
        return super().get_context_data(**{"trial": None, "back": back, **kwargs})


class OwnJobs(ScopedRows):
    model = Job
    section = "mandates"
    permission = Permission.MANDATE_DISTRIBUTE

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(kind__in=[KIND, "mandates.renew"])


class BulkErrors(OwnJobs, View):
    """The lines that could not be done, as a file; written when it is fetched."""

    def get(self, request: HttpRequest, pk: Any) -> HttpResponseBase:
        job = self.get_queryset().filter(pk=pk).first()
        if job is None:
            raise Http404
        header = [_("Linje eller nummer"), _("Værdi eller grund")]
        return csv_response(f"fejl-{job.pk}", header, job.result.get("errors", []))


class _OnJob(OwnJobs, ConfirmPage):
    subject_name = "job"

    def get_success_url(self) -> str:
        shown = getattr(self, "result", None) or self.object
        return reverse("mandates:bulk", args=[self.organisation.cvr, shown.pk])


class CancelBulk(_OnJob):
    action = actions.cancel
    question = gettext_lazy("Vil du afbryde arbejdet?")
    consequences = (gettext_lazy("Det, der er gjort, bliver stående. Resten kan startes igen senere."),)
    submit = gettext_lazy("Afbryd")
    done = gettext_lazy("Arbejdet er afbrudt.")


class StartBulkAgain(_OnJob):
    action = actions.start_again
    question = gettext_lazy("Vil du gøre resten?")
    consequences = (gettext_lazy("Kun de kunder, der mangler, tages med."),)
    danger = False
    submit = gettext_lazy("Start igen")
    done = gettext_lazy("Arbejdet er startet igen.")


class BulkJob(OwnJobs, ShowPage):
    """How far it is, what could not be done, and the way to stop it."""

    template_name = "mandates/bulk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.get_queryset().filter(pk=self.kwargs["pk"]).first()
        if job is None:
            raise Http404
        told = {"job": job, "progress": jobs.progress(job), "finished": job.state != Job.State.RUNNING,
                "errors": job.result.get("errors", [])[:20], "number": len(job.result.get("errors", []))}  # fmt: skip
        return super().get_context_data(title=job.title, **told, **kwargs)
