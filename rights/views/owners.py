"""Service owners and their own systems: the role opens the pages, django-guardian says which systems are
there."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from guardian.shortcuts import get_objects_for_user

from portal.core.pages import ActionOnObject, ConfirmPage, DetailPage, ListPage, Page
from portal.core.permissions import Permission
from rights.actions import ownership as actions
from rights.forms import NewRightForm, PolicyForm, RightForm, SystemForm
from rights.models import ITSystem, Right
from rights.rules.policy import policy_of

P = Permission
RIGHT_WORDS = (
    "name_da",
    "name_en",
    "description_da",
    "description_en",
    "required_level",
    "allowed_limits",
    "in_basic_package",
)
GIVEN = {
    "give": ["organisation_administrator", "management_representative"],
    "request": True,
    "sub_delegate": "ask",
}


class OfOwner(Page):
    """Rows of the systems this member of staff keeps; anybody else's are not found."""

    permission = P.CATALOGUE_MANAGE
    section = "systems"

    def systems(self) -> QuerySet[ITSystem]:
        if self.actor.user is None:
            return ITSystem.objects.none()
        return get_objects_for_user(self.actor.user, f"rights.{actions.OWNS}", ITSystem, use_groups=False)

    def system_url(self, system: ITSystem) -> str:
        return reverse("rights_public:system", args=[system.pk])


class Systems(OfOwner, ListPage):
    template_name = "rights/systems.html"
    title = gettext_lazy("Jeres it-systemer")
    order_by = ("code",)

    def get_queryset(self) -> QuerySet[ITSystem]:
        return self.systems()


class SystemPage(OfOwner, DetailPage):
    template_name = "rights/system.html"
    context_object_name = "system"

    def get_queryset(self) -> QuerySet[ITSystem]:
        return self.systems()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        system = self.object
        return super().get_context_data(
            title=system.name,
            rights=system.rights.order_by("name_da"),
            clients=system.clients.order_by("-created_at"),
            **kwargs,
        )


class OnSystem(OfOwner, ActionOnObject):
    subject_name = "system"
    template_name = "rights/owner_form.html"

    def get_queryset(self) -> QuerySet[ITSystem]:
        return self.systems()

    def get_success_url(self) -> str:
        return self.system_url(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.system_url(self.object), **kwargs)


class ChangeSystem(OnSystem):
    action = actions.change_system
    form_class = SystemForm
    title = gettext_lazy("Ret systemets navn og kategori")
    submit = gettext_lazy("Gem")
    done = gettext_lazy("Ændringen er gemt og vises i kataloget nu.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in SystemForm.base_fields}


class AddRight(OnSystem):
    action = actions.add_right
    form_class = NewRightForm
    title = gettext_lazy("Ny rettighed")
    submit = gettext_lazy("Opret rettigheden")
    done = gettext_lazy("Rettigheden er med i kataloget.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        code = form.cleaned_data["code"]
        return {"system": self.object, "code": code, **_fields(form, {})}


class OnRight(OfOwner, ActionOnObject):
    subject_name = "right"
    template_name = "rights/owner_form.html"

    def get_queryset(self) -> QuerySet[Right]:
        return Right.objects.filter(system__in=self.systems()).select_related("system")

    def get_success_url(self) -> str:
        return self.system_url(self.object.system)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"back": self.get_success_url(), **kwargs})


class ChangeRight(OnRight):
    action = actions.change_right
    form_class = RightForm
    title = gettext_lazy("Ret rettighed")
    submit = gettext_lazy("Gem")
    done = gettext_lazy("Rettigheden er rettet. De, der har den, beholder den.")

    def get_initial(self) -> dict[str, Any]:
        given = {name: getattr(self.object, name) for name in RIGHT_WORDS}
        return {**given, "may_be_given": policy_of(self.object).may_be_given}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"right": self.object, **_fields(form, self.object.mandate_policy)}


class ChangePolicy(OnRight):
    """What organisations may do with the right when they give it to others; standing mandates stand."""

    action = actions.change_right
    form_class = PolicyForm
    title = gettext_lazy("Regler for fuldmagt")
    submit = gettext_lazy("Gem reglerne")
    done = gettext_lazy(
        "Reglerne er gemt og gælder for nye fuldmagter. De fuldmagter, der er i kraft, fortsætter."
    )

    def get_initial(self) -> dict[str, Any]:
        policy = policy_of(self.object)
        lists = {name: sorted(getattr(policy, name)) for name in ("give", "withdraw", "waive")}
        words = {
            name: getattr(policy, name)
            for name in ("request", "sub_delegate", "longest_months", "second_signatory")
        }
        return {**lists, **words, "level": policy.level.name.lower()}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"right": self.object, "mandate_policy": form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = _("Regler for fuldmagt: %(right)s") % {"right": self.object.name}
        return super().get_context_data(**{"title": title, **kwargs})


class RetireRight(OnRight, ConfirmPage):
    template_name = "page_confirm.html"
    action = actions.retire_right
    question = gettext_lazy("Vil du tage rettigheden ud af kataloget?")
    consequences = (
        gettext_lazy("Ingen kan få den fra nu af."),
        gettext_lazy("De, der har den, beholder den, til deres administrator fjerner den."),
    )
    submit = gettext_lazy("Tag ud af kataloget")
    done = gettext_lazy("Rettigheden er taget ud af kataloget.")


def _fields(form: Any, policy: dict[str, Any]) -> dict[str, Any]:
    """What the action takes: the policy stays as it is, unless "may be given" says otherwise."""
    found = {name: form.cleaned_data[name] for name in RIGHT_WORDS}
    wanted = form.cleaned_data["may_be_given"]
    if wanted == bool(policy.get("give")):
        return {**found, "mandate_policy": policy}
    return {**found, "mandate_policy": {**policy, **GIVEN} if wanted else {}}
