"""A new user, and corrections to one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities import actions, queries
from identities.forms import CreateForm, EditForm, PseudonymForm, ScheduleForm
from identities.models import Identity, Price
from identities.queries.prices import price
from portal.core.pages import ActionOnObject, ActionPage


class CreateIdentity(ActionPage):
    action = actions.create_identity
    form_class = CreateForm
    template_name = "identities/create.html"
    title = _("Opret bruger")
    section = "identities"
    submit = _("Opret og send aktiveringslink")
    done = _("Brugeren er oprettet.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "organisation": self.organisation}

    def get_initial(self) -> dict[str, Any]:
        return {"price_shown": price(Price.Item.IDENTITY), "path": "claim"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("identities:list", args=[self.organisation.cvr])
        return super().get_context_data(
            ceiling=queries.ceiling_for(self.organisation, 1), back=back, **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("identities:detail", args=[self.organisation.cvr, self.result.pk])


class OnIdentity(ActionOnObject):
    """A page that does one thing to one identity, named on it, and returns to it."""

    template_name = "identities/form.html"

    model = Identity
    subject_name = "identity"
    section = "identities"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation", "user")

    def get_success_url(self) -> str:
        return reverse("identities:detail", args=[self.organisation.cvr, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class EditIdentity(OnIdentity):
    action = actions.edit
    form_class = EditForm
    title = _("Ret oplysninger")
    submit = _("Gem")
    done = _("Oplysningerne er gemt.")

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in EditForm.base_fields}


class Schedule(OnIdentity):
    action = actions.schedule
    form_class = ScheduleForm
    title = _("Start- og slutdato")
    submit = _("Gem")
    done = _("Datoerne er gemt.")

    def get_initial(self) -> dict[str, Any]:
        return {"starts_on": self.object.starts_on, "ends_on": self.object.ends_on}


class Pseudonym(OnIdentity):
    """Switched on and off at any time; every right stays."""

    action = actions.set_pseudonym
    form_class = PseudonymForm
    template_name = "identities/pseudonym.html"
    title = _("Navnebeskyttelse")
    submit = _("Gem")
    done = _("Navnebeskyttelsen er ændret. Alle rettigheder er, som de var.")

    def get_initial(self) -> dict[str, Any]:
        return {"pseudonym": self.object.pseudonym}
