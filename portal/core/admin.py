"""Support sees and changes nothing by hand: Django admin shows rows, every change goes through an action."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows that may be read, never added, changed or deleted here."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SupportAdmin(ReadOnlyAdmin):
    """Rows of organisations, narrowed to those the agent has opened (reason, case, period) just now.

    `opened_organisations` is set by the support site: the ids the agent may see at this moment."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = self.model.objects.across_organisations("support desk, narrowed to what the agent has opened")
        fields = getattr(self.model, "tenant_fields", ())
        opened = getattr(request, "opened_organisations", ())
        from django.db.models import Q

        narrowed = Q(pk__in=[])
        for field in fields:
            narrowed |= Q(**{f"{field}__in": opened})
        return rows.filter(narrowed).order_by("-pk")
