"""User groups: the list, one group with its members and rights, filling it, and people from elsewhere."""

import uuid
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from identities.models import Identity
from portal.core.pages import ActionOnObject, ActionPage, ConfirmPage, ListPage
from portal.core.permissions import Permission
from rights.actions import groups as actions
from rights.forms import ExternalForm, GroupForm, PersonFilter
from rights.models import Grant, Group, GroupMember
from rights.queries import holdings as held
from rights.views.base import ChooseMany, InRights
from rights.views.giving import named

P = Permission


class InGroups(InRights):
    section = "groups"

    def group_url(self, name: str = "group") -> str:
        return reverse(f"rights:{name}", args=[self.organisation.cvr, self.kwargs["pk"]])  # type: ignore[attr-defined]


class Groups(InGroups, ListPage):
    model = Group
    permission = P.GRANT_SEE
    template_name = "rights/groups.html"
    title = gettext_lazy("Brugergrupper")
    order_by = ("name",)

    def get_queryset(self) -> QuerySet[Group]:
        live = Q(grants__ends_at__isnull=True) | Q(grants__ends_at__gt=timezone.now())
        counts = {
            "number": Count("members", distinct=True),
            "rights": Count("grants", filter=live, distinct=True),
        }
        return super().get_queryset().filter(deleted_at__isnull=True).annotate(**counts)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_manage=self.actor.may(P.GROUP_MANAGE), **kwargs)


class GroupPage(InGroups, ListPage):
    """One group: its rights, and its members page by page."""

    permission = P.GRANT_SEE
    template_name = "rights/group.html"
    order_by = ("sort_key",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.group: Any = None

    def get_queryset(self) -> QuerySet[Identity]:
        self.group = _living(self.actor).filter(pk=self.kwargs["pk"]).first()
        if self.group is None:
            raise Http404
        own = Identity.objects.for_actor(self.actor).exclude(state=Identity.State.CLOSED)
        if self.group.kind == Group.Kind.DEFAULT:
            return own.filter(p_number=self.group.p_number)
        members = GroupMember.objects.for_actor(self.actor).filter(group=self.group)
        return own.filter(pk__in=members.values("identity"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        grants = Grant.objects.for_actor(self.actor).filter(held.standing(timezone.now()), group=self.group)
        now = timezone.now()
        rights = list(grants.select_related("right__system").order_by("right__name_da", "pk"))
        for grant in rights:
            grant.__dict__["state"] = held.state_of(grant, now)
        may = {
            name: self.actor.may(permission)
            for name, permission in (
                ("manage", P.GROUP_MANAGE),
                ("fill", P.GROUP_FILL),
                ("withdraw", P.GRANT_WITHDRAW),
            )
        }
        return {
            **context,
            "title": self.group.name,
            "group": self.group,
            "grants": rights,
            "may": may,
            "externals": self.externals(),
        }

    def externals(self) -> list[GroupMember]:
        """Members of other organisations; a group has few."""
        members = GroupMember.objects.for_actor(self.actor).filter(group=self.group)
        others = members.exclude(identity__organisation=F("group__organisation"))
        return list(others.select_related("identity__organisation").order_by("since")[:200])


def _living(actor: Any) -> QuerySet[Group]:
    return Group.objects.for_actor(actor).filter(deleted_at__isnull=True).select_related("organisation")


class CreateGroup(InGroups, ActionPage):
    action = actions.create_group
    form_class = GroupForm
    title = gettext_lazy("Opret brugergruppe")
    submit = gettext_lazy("Opret gruppen")
    done: str | Promise = gettext_lazy("Brugergruppen er oprettet.")
    template_name = "rights/group_form.html"

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"organisation": self.organisation, **form.cleaned_data}

    def get_success_url(self) -> str:
        return reverse("rights:group", args=[self.organisation.cvr, self.result.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=reverse("rights:groups", args=[self.organisation.cvr]), **kwargs)


class OnGroup(InGroups):
    """An act on one living group of ours."""

    model = Group
    subject_name = "group"

    def get_queryset(self) -> QuerySet[Group]:
        return _living(self.actor)  # type: ignore[attr-defined]

    def get_success_url(self) -> str:
        return self.group_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": self.group_url(), **kwargs})


class ChangeGroup(OnGroup, ActionOnObject):
    action = actions.change_group
    form_class = GroupForm
    title = gettext_lazy("Ret brugergruppe")
    submit = gettext_lazy("Gem")
    done = gettext_lazy("Brugergruppen er rettet.")
    template_name = "rights/group_form.html"

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.object.name, "description": self.object.description}


class DeleteGroup(OnGroup, ConfirmPage):
    action = actions.delete_group
    question = gettext_lazy("Vil du slette brugergruppen?")
    consequences = (
        gettext_lazy("Medlemmerne mister det, de kun har gennem gruppen, med det samme."),
        gettext_lazy("Det, de har på andre måder, beholder de."),
        gettext_lazy("Gruppen kan ikke hentes tilbage, men I kan oprette en ny."),
    )
    submit = gettext_lazy("Slet gruppen")
    done = gettext_lazy("Brugergruppen er slettet.")

    def get_success_url(self) -> str:
        return reverse("rights:groups", args=[self.organisation.cvr])

    def get_back_url(self) -> str:
        return self.group_url()


class AddExternal(OnGroup, ActionOnObject):
    action = actions.add_external_member
    form_class = ExternalForm
    title = gettext_lazy("Tilføj en bruger fra en anden organisation")
    submit = gettext_lazy("Tilføj")
    done = gettext_lazy("Brugeren er med i gruppen og har fået besked.")
    template_name = "rights/external.html"


class AddMembers(InGroups, ChooseMany):
    """Own people who are not in the group yet."""

    model = Identity
    permission = P.GROUP_FILL
    template_name = "rights/add_members.html"
    order_by = ("sort_key",)
    adding = True

    def group(self) -> Group:
        group = _living(self.actor).filter(pk=self.kwargs["pk"], kind=Group.Kind.CUSTOMISED).first()
        if group is None:
            raise Http404
        return group

    def get_queryset(self) -> QuerySet[Identity]:
        self.filter = PersonFilter(self.request.GET or None)
        members = GroupMember.objects.for_actor(self.actor).filter(group=self.group()).values("identity")
        people = super().get_queryset().exclude(state=Identity.State.CLOSED).filter(named(self.filter))
        return people.exclude(pk__in=members) if self.adding else people.filter(pk__in=members)

    def do(self, ids: list[uuid.UUID]) -> Any:
        return actions.add_members(actor=self.actor, group=self.group(), identities=ids)

    def back(self) -> str:
        return self.group_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        group = self.group()
        words = _("Tilføj brugere til %(group)s") if self.adding else _("Fjern brugere fra %(group)s")
        return {
            **context,
            "group": group,
            "title": words % {"group": group},
            "form": self.filter,
            "adding": self.adding,
        }


class RemoveMembers(AddMembers):
    """Own people who are in it."""

    adding = False

    def do(self, ids: list[uuid.UUID]) -> Any:
        return actions.remove_members(actor=self.actor, group=self.group(), identities=ids)


class RemoveExternal(OnGroup, ConfirmPage):
    """One member from elsewhere."""

    action = actions.remove_members
    question = gettext_lazy("Vil du tage brugeren ud af gruppen?")
    consequences = (gettext_lazy("Brugeren mister det, gruppen giver, med det samme."),)
    submit = gettext_lazy("Tag ud af gruppen")
    done = gettext_lazy("Brugeren er taget ud af gruppen.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"group": self.object, "identities": [self.kwargs["identity"]]}
