"""The overview: what needs you today, and the way to everything else."""

from typing import Any

from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ShowPage
from portal.core.permissions import Permission

# Each area tells what waits for this actor: functions `(actor) -> list[core.todo.Todo]`, one query each at most.
SOURCES = ("portal.agreements.queries.todo", "identities.queries.todo", "rights.queries.todo",
           "mandates.queries.todo", "migration_flow.queries.todo")  # fmt: skip


class Overview(ShowPage):
    permission = Permission.OVERVIEW_SEE
    template_name = "web/overview.html"
    title = _("Overblik")
    section = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = [todo for source in SOURCES for todo in import_string(source)(self.actor)]
        waiting.sort(key=lambda todo: (not todo.urgent, todo.due or "9999"))
        return super().get_context_data(todos=waiting, roles=sorted(self.actor.roles), **kwargs)
