"""What the register has told of the organisations here, and who is taking over: trustee, liquidator, estate, management."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.agreements import queries
from portal.agreements.models import Connection, RegisterChange
from portal.core.pages import ShowPage
from portal.core.permissions import Permission
from portal.web.support.views.base import DeskPage

MOST = 200


class RegisterEvents(DeskPage, ShowPage):
    """Organisations, not people; a case is opened on its own page, where its reading is noted."""

    permission = Permission.CASE_DECIDE
    template_name = "web/support/register_events.html"
    title = _("CVR-hændelser")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        marked, recoveries = (
            list(queries.marked_by_register()[:MOST]),
            list(queries.open_recoveries()[:MOST]),
        )
        for each in marked:
            each.event = RegisterChange(each.register_state).label  # type: ignore[attr-defined]
        for each in recoveries:
            each.status = Connection.State(each.case_state).label  # type: ignore[attr-defined]
        return super().get_context_data(
            marked=marked, recoveries=recoveries, stuck=queries.stuck_events(), **kwargs
        )
