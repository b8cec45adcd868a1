"""A rehearsal of the move: order it, follow it, read what would have happened."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from migration_flow import actions
from portal.core import jobs
from portal.core.forms import PortalForm
from portal.core.models import Job
from portal.core.pages import ActionPage, ShowPage
from portal.core.permissions import Permission


class Rehearse(ActionPage):
    action = actions.rehearse
    form_class = PortalForm
    template_name = "migration_flow/rehearse.html"
    title = _("Prøv flytningen uden at gemme noget")
    section = "migration"
    submit = _("Prøv nu")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=reverse("migration_flow:status", args=[self.organisation.cvr]), **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("migration_flow:rehearsal", args=[self.organisation.cvr, self.result.pk])


class Rehearsal(ShowPage):
    """What the rehearsal found. Nothing of it was kept but this."""

    permission = Permission.MIGRATION_SEE
    template_name = "migration_flow/rehearsal.html"
    title = _("Prøveflytning")
    section = "migration"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Job.objects.for_actor(self.actor).filter(kind="migration_flow.rehearse")
        job = rows.filter(pk=self.kwargs["pk"]).first()
        if job is None:
            raise Http404
        return super().get_context_data(
            job=job,
            found=job.result,
            progress=jobs.progress(job),
            running=job.state == Job.State.RUNNING,
            **kwargs,
        )
