"""Oversight: the sample to review, what retention removed, and the processing record anybody may read."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.models import AuditEntry
from portal.core.pages import ShowPage
from portal.core.permissions import Permission
from portal.web.history.queries import with_words
from portal.web.oversight import classes, forms, retention, sampling
from portal.web.oversight.models import LookUpReview
from portal.web.support.views.base import DeskAction, DeskPage
from portal.web.views.front import PublicPage

DRAWN = LookUpReview.objects.across_organisations(sampling.WHY).select_related("agent", "organisation")


class Samples(DeskPage, ShowPage):
    permission = Permission.SUPPORT_SUPERVISE
    template_name = "web/support/samples.html"
    title = _("Stikprøver af opslag")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = list(DRAWN.order_by("verdict", "-month", "pk")[:200])
        rows.sort(key=lambda row: row.verdict != LookUpReview.Verdict.OPEN)
        return super().get_context_data(rows=rows, size=sampling.SAMPLE, **kwargs)


class Review(DeskAction):
    action = sampling.review
    form_class = forms.ReviewForm
    template_name = "web/support/review.html"
    title = _("Kontrollér et opslag")
    submit = _("Gem")
    done = _("Kontrollen er gemt.")

    @property
    def drawn(self) -> LookUpReview:
        found = DRAWN.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"drawn": self.drawn, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        entries = AuditEntry.objects.across_organisations(sampling.WHY).filter(pk=self.drawn.entry_id)
        looked_up = with_words(list(entries))
        return super().get_context_data(
            drawn=self.drawn, entry=looked_up[0] if looked_up else None, back=self.get_success_url(), **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("support:samples")


class Retention(DeskPage, ShowPage):
    permission = Permission.SUPPORT_SUPERVISE
    template_name = "web/support/retention.html"
    title = _("Hvad der er slettet")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        titles = {each.name: each.title for each in classes.CLASSES}
        rows = [row | {"title": titles.get(str(row["name"]), row["name"])} for row in retention.report()]
        return super().get_context_data(rows=rows, **kwargs)


class ProcessingRecord(PublicPage):
    """GDPR art. 30, made from the classes themselves: what is not there is not held."""

    template_name = "web/processing.html"
    title = _("Fortegnelse over behandlinger")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [{"each": each, "days": each.kept.days} for each in classes.CLASSES]
        return super().get_context_data(rows=rows, **kwargs)
