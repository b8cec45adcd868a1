"""Which of our people may use what one client has given us."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from identities.models import Identity
from mandates.forms import StaffForm
from mandates.queries import details
from mandates.views.base import OnMandate
from portal.core.pages import ConfirmPage
from rights.actions import assign, unassign
from rights.models import Assignment, Group


def own_groups(actor: Any) -> Any:
    return Group.objects.for_actor(actor).filter(deleted_at__isnull=True).order_by("name")


def person_named(actor: Any, email: str) -> Identity | None:
    """Our one active user with the address; None for none or several."""
    if not email:
        return None
    rows = Identity.objects.for_actor(actor).filter(email__iexact=email, state=Identity.State.ACTIVE)
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


class Distribute(OnMandate):
    """One client's mandates to one person or one group."""

    action = assign
    form_class = StaffForm
    template_name = "mandates/distribute.html"
    title = gettext_lazy("Fordel fuldmagten")
    submit = gettext_lazy("Fordel")
    done = gettext_lazy("Fuldmagten er fordelt.")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(grantee=self.organisation)

    def get_form_kwargs(self) -> dict[str, Any]:
        groups = [(str(group.pk), group.name) for group in own_groups(self.actor)]
        return {**super().get_form_kwargs(), "groups": groups, "rights": details.rights_of(self.object)}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        data = form.cleaned_data
        rights = {str(right.pk): right for right in details.rights_of(self.object)}
        group = own_groups(self.actor).filter(pk=data["group"]).first() if data["group"] else None
        return {"organisation": self.organisation, "identity": person_named(self.actor, data["email"]), "group": group,
                "client": self.object.affairs_of, "right": rights.get(data["right"])}  # fmt: skip

    def form_valid(self, form: Any) -> HttpResponse:
        if form.cleaned_data["email"] and person_named(self.actor, form.cleaned_data["email"]) is None:
            form.add_error("email", _("I har ingen aktiv bruger med den e-mail. Tjek adressen"))
            return self.form_invalid(form)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = details.assignments(self.actor, self.object)
        return super().get_context_data(assignments=standing, **kwargs)


class Unassign(ConfirmPage):
    """Back to where the distribution stood: its client group, or the list of what we have received."""

    action = unassign
    model = Assignment
    subject_name = "assignment"
    section = "mandates"
    question = gettext_lazy("Vil du fjerne fordelingen?")
    consequences = (
        gettext_lazy(
            "Den eller de medarbejdere kan ikke længere bruge fuldmagten ad denne vej. Det virker straks."
        ),
    )
    submit = gettext_lazy("Fjern fordelingen")
    done = gettext_lazy("Fordelingen er fjernet.")

    def get_queryset(self) -> Any:
        related = ("organisation", "identity", "group", "client", "client_group", "right")
        return super().get_queryset().select_related(*related)

    def get_success_url(self) -> str:
        if self.object.client_group_id:
            return reverse("mandates:client_group", args=[self.organisation.cvr, self.object.client_group_id])
        return reverse("mandates:received", args=[self.organisation.cvr])
