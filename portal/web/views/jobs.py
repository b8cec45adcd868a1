"""The page of a long job: what is done, what is left, and where the result will be."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from portal.core import jobs
from portal.core.models import Job
from portal.core.pages import ShowPage
from portal.core.permissions import Permission


class JobPage(ShowPage):
    """`/<cvr>/opgaver/<uuid>/`; the same page without script, refreshed by a link."""

    permission = Permission.JOB_SEE
    template_name = "web/job.html"
    title = _("Opgavens forløb")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = Job.objects.for_actor(self.actor).filter(pk=self.kwargs["pk"]).first()
        if job is None:
            raise Http404
        return super().get_context_data(
            job=job,
            result=job.result.get("url", ""),
            progress=jobs.progress(job),
            finished=job.state != Job.State.RUNNING,
            **kwargs,
        )


class JobPart(JobPage):
    """Only the part that moves, for the poller."""

    template_name = "web/_job_part.html"
