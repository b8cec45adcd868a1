"""The support desk's queue of cases: rows that may be read; every act is an action on the desk's own pages.

What is shown is about organisations, not people: a case is found by its number, company and goal date."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.agreements import queries
from portal.agreements.models import Connection
from portal.agreements.rules import cases
from portal.core.admin import ReadOnlyAdmin
from portal.core.permissions import Permission


@admin.register(Connection)
class CaseQueue(ReadOnlyAdmin):
    list_display = (
        "case_number",
        "organisation_name",
        "cvr",
        "state",
        "why",
        "signed",
        "documents",
        "goal_date",
    )
    list_display_links = None
    search_fields = ("=case_number", "=cvr")
    ordering = ("goal_date", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Connection]:
        return queries.cases_for_support(
            state__in=[Connection.State.CASE_WORK, Connection.State.ANSWER_NEEDED]
        )

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The list alone: one case is opened on the desk's own page, where the look-up is noted."""
        actor = getattr(request, "actor", None)
        return obj is None and actor is not None and actor.may(Permission.CASE_DECIDE)

    @admin.display(description=_("Grund"))
    def why(self, case: Connection) -> str:
        return str(cases.REASONS.get(case.case_reason, ""))

    @admin.display(description=_("Underskrifter"))
    def signed(self, case: Any) -> int:
        return int(case.signed)

    @admin.display(description=_("Dokumenter"))
    def documents(self, case: Any) -> int:
        return int(case.documents)
