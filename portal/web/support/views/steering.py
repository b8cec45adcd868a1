"""How the national move goes: funnel, days against plan and capacity, what is stuck, forecast."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from migration_flow.queries import steering
from portal.core.permissions import Permission
from portal.web.support.views.base import DeskPage

BACK, AHEAD = 14, 14


class Steering(DeskPage, TemplateView):
    """Counts of companies only; a company is opened from the desk as always."""

    permission = Permission.SUPPORT_SEARCH
    template_name = "migration_flow/steering.html"
    title = _("Flytningen i landet")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        span = steering.days(today - datetime.timedelta(days=BACK), today + datetime.timedelta(days=AHEAD))
        points = [(date_format(day, "j. M"), moved, planned) for day, moved, planned, _capacity in span]
        return super().get_context_data(
            columns=[label for label, _states in steering.FUNNEL], segments=steering.funnel(),
            waves=steering.funnel("wave__number"), points=points, span=span, stuck=steering.stuck(),
            faults=steering.faults(), forecast=steering.forecast(), **kwargs,
        )  # fmt: skip
