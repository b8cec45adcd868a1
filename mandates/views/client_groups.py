"""Client groups × staff groups: which of our people may act for which of those who have given us mandates."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mandates.forms import ClientGroupForm, ClientSearch, StaffForm
from mandates.queries import lists
from mandates.views.distributing import own_groups, person_named
from portal.core.pages import ActionOnObject, ActionPage, ConfirmPage, ListPage, ScopedRows
from portal.core.permissions import Permission
from rights.actions import (
    assign,
    create_client_group,
    delete_client_group,
    rename_client_group,
)
from rights.models import Assignment, ClientGroup, ClientGroupMember
from rights.queries.catalogue import available


class OfClientGroups:
    """What these pages share: the area, and the address of one group."""

    section = "mandates"
    permission: Permission | None = Permission.MANDATE_DISTRIBUTE

    def group_url(self, name: str = "client_group") -> str:
        return reverse(f"mandates:{name}", args=[self.organisation.cvr, self.kwargs["pk"]])  # type: ignore[attr-defined]


class ClientGroups(OfClientGroups, ListPage):
    model = ClientGroup
    template_name = "mandates/client_groups.html"
    title = gettext_lazy("Kundegrupper")
    order_by = ("name",)

    def get_queryset(self) -> QuerySet[ClientGroup]:
        live = Q(assignments__ends_at__isnull=True)
        counts = {
            "number": Count("clients", distinct=True),
            "staff": Count("assignments", filter=live, distinct=True),
        }
        return super().get_queryset().annotate(**counts)


class OfOneGroup(OfClientGroups):
    """A list that belongs to one client group of ours."""

    group: ClientGroup

    def find(self) -> ClientGroup:
        found = ClientGroup.objects.for_actor(self.actor).filter(pk=self.kwargs["pk"]).first()  # type: ignore[attr-defined]
        if found is None:
            raise Http404
        self.group, self.form = found, ClientSearch(self.request.GET or None)  # type: ignore[attr-defined]
        return found

    def text(self) -> str:
        return self.form.cleaned_data["q"].strip() if self.form.is_bound and self.form.is_valid() else ""

    def members(self) -> QuerySet[ClientGroupMember]:
        rows = ClientGroupMember.objects.for_actor(self.actor).filter(client_group=self.find())  # type: ignore[attr-defined]
        return rows.filter(_mentions(self.text())).select_related("client")


def _mentions(text: str) -> Q:
    digits = text.replace(" ", "")
    if digits.isascii() and digits.isdecimal():
        return Q(client__cvr__startswith=digits)
    return Q(client_key__contains=lists.folded(text)) if text else Q()


class ClientGroupPage(OfOneGroup, ListPage):
    """Its clients by name, page by page; and who may act for them."""

    template_name = "mandates/client_group.html"
    order_by = ("client_key",)

    def get_queryset(self) -> QuerySet[ClientGroupMember]:
        return self.members()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        standing = Assignment.objects.for_actor(self.actor).filter(
            client_group=self.group, ends_at__isnull=True
        )
        staff = standing.select_related("identity", "group", "right").order_by("given_at", "pk")[:200]
        return {
            **context,
            "title": self.group.name,
            "group": self.group,
            "form": self.form,
            "assignments": staff,
        }


class CreateClientGroup(OfClientGroups, ActionPage):
    action = create_client_group
    permission = Permission.MANDATE_DISTRIBUTE
    form_class = ClientGroupForm
    template_name = "mandates/client_group_form.html"
    title = gettext_lazy("Opret kundegruppe")
    submit = gettext_lazy("Opret gruppen")
    done = gettext_lazy("Kundegruppen er oprettet. Læg nu kunder i den.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"organisation": self.organisation, **form.cleaned_data}

    def get_success_url(self) -> str:
        return reverse("mandates:client_group", args=[self.organisation.cvr, self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("mandates:client_groups", args=[self.organisation.cvr])
        return super().get_context_data(back=back, **kwargs)


class OnClientGroup(OfClientGroups, ScopedRows):
    model = ClientGroup
    subject_name = "client_group"

    def get_queryset(self) -> QuerySet[ClientGroup]:
        return super().get_queryset().select_related("organisation")

    def get_success_url(self) -> str:
        return self.group_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": self.group_url(), **kwargs})


class RenameClientGroup(OnClientGroup, ActionOnObject):
    action = rename_client_group
    permission = Permission.MANDATE_DISTRIBUTE
    form_class = ClientGroupForm
    template_name = "mandates/client_group_form.html"
    title = gettext_lazy("Ret kundegruppens navn")
    submit = gettext_lazy("Gem")
    done = gettext_lazy("Kundegruppen har fået sit nye navn.")

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.object.name}


class AssignClientGroup(OnClientGroup, ActionOnObject):
    """A person or a staff group for the whole client group: one row, however many clients and people."""

    action = assign
    permission = Permission.MANDATE_DISTRIBUTE
    form_class = StaffForm
    template_name = "mandates/client_group_form.html"
    title = gettext_lazy("Hvem må handle for kunderne i gruppen?")
    submit = gettext_lazy("Fordel")
    done = gettext_lazy("Kundegruppen er fordelt.")

    def get_form_kwargs(self) -> dict[str, Any]:
        groups = [(str(group.pk), group.name) for group in own_groups(self.actor)]
        rights = available().select_related("system").order_by("name_da", "pk")
        return {**super().get_form_kwargs(), "groups": groups, "rights": rights}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        group = own_groups(self.actor).filter(pk=data["group"]).first() if data["group"] else None
        return {"organisation": self.organisation, "client_group": self.object, "group": group,
                "identity": person_named(self.actor, data["email"]),
                "right": available().filter(pk=data["right"]).first() if data["right"] else None}  # fmt: skip

    def form_valid(self, form: Any) -> Any:
        if form.cleaned_data["email"] and person_named(self.actor, form.cleaned_data["email"]) is None:
            form.add_error("email", _("I har ingen aktiv bruger med den e-mail. Tjek adressen"))
            return self.form_invalid(form)
        return super().form_valid(form)


class DeleteClientGroup(OnClientGroup, ConfirmPage):
    action = delete_client_group
    permission = Permission.MANDATE_DISTRIBUTE
    question = gettext_lazy("Vil du slette kundegruppen?")
    consequences = (
        gettext_lazy(
            "De, der kun kan handle for kunderne gennem gruppen, kan det ikke længere. Det virker straks."
        ),
        gettext_lazy("Fuldmagterne selv fortsætter."),
    )
    submit = gettext_lazy("Slet gruppen")
    done = gettext_lazy("Kundegruppen er slettet.")

    def get_success_url(self) -> str:
        return reverse("mandates:client_groups", args=[self.organisation.cvr])

    def get_back_url(self) -> str:
        return self.group_url()
