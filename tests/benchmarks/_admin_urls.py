"""The peer of `identity_list`: Django's own admin, as it documents itself."""

from typing import Any

from django.contrib import admin
from django.urls import path

from identities.models import Identity
from identities.views.listing import shown


class Tuned(admin.ModelAdmin):
    """Its best settings: our own sort key and its index, no full count, a filter without a query; what our list says of
    login and roles comes by the same two reads, not by one per row."""

    list_display = ("name", "email", "state", "login", "roles", "last_used_month")
    list_filter: Any = ("state",)
    search_fields = ("name", "email")
    ordering: Any = ("sort_key",)
    list_per_page = 50
    show_full_result_count = False
    organisation: Any = None

    def get_queryset(self, request: Any) -> Any:
        rows = Identity.objects.across_organisations("benchmark").filter(organisation=self.organisation)
        return shown(rows)

    def login(self, row: Any) -> str:
        return "private" if row.uses_private else "dedicated"

    def roles(self, row: Any) -> str:
        return ", ".join(each.get_role_display() for each in row.standing)


class Plain(Tuned):
    """As it comes: by name, counted in full, every column with few values a filter."""

    list_filter = ("state", "department")
    ordering = ("surname", "given_name")
    show_full_result_count = True


site = admin.AdminSite()
site.register(Identity, Plain)
urlpatterns = [path("admin/", site.urls)]
