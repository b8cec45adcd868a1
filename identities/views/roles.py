"""Administrator roles: who has them, giving and taking, wishes and proposals."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities import actions
from identities.forms import AnswerForm, RoleRequestForm, RolesForm
from identities.models import AdministratorRole, Identity, RoleRequest
from identities.queries.people import standing
from identities.views.creating import OnIdentity
from identities.views.living import ConfirmOnIdentity
from portal.core.pages import ActionOnObject, ActionPage, ConfirmPage, ShowPage
from portal.core.permissions import Permission


class Administrators(ShowPage):
    """Who our administrators are; everybody in the organisation may know."""

    permission = Permission.ORGANISATION_SEE
    template_name = "identities/administrators.html"
    title = _("Vores administratorer")
    section = "identities"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = standing(self.organisation).order_by("identity__sort_key", "role")
        people: dict[Any, dict[str, Any]] = {}
        for row in rows.filter(identity__state__in=(Identity.State.ACTIVE, Identity.State.PENDING)):
            entry = people.setdefault(row.identity_id, {"identity": row.identity, "roles": []})
            entry["roles"].append(row.get_role_display())
        alone = sum(1 for row in rows if row.role == AdministratorRole.ORGANISATION_ADMINISTRATOR) == 1
        return super().get_context_data(people=list(people.values()), alone=alone, **kwargs)


class AssignRoles(OnIdentity):
    action = actions.assign_roles
    form_class = RolesForm
    title = _("Giv administratorroller")
    submit = _("Giv rollerne")
    done = _("Det er noteret. Brugeren får besked pr. mail.")
    template_name = "identities/assign_roles.html"

    def get_initial(self) -> dict[str, Any]:
        """Small organisations are offered one person for everything."""
        return {"roles": list(AdministratorRole.values) if _is_small(self.organisation) else []}


class RemoveRole(ConfirmOnIdentity):
    action = actions.remove_role
    question = _("Vil du fjerne rollen?")
    consequences: Any = (_("Det gælder fra nu af. Brugeren får besked pr. mail."),)
    submit = _("Fjern rollen")
    done = _("Rollen er fjernet.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        if self.kwargs["role"] not in AdministratorRole.values:
            raise Http404
        return {"identity": self.object, "role": self.kwargs["role"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            about=dict(AdministratorRole.choices).get(self.kwargs["role"]), **kwargs
        )


class ResignRole(RemoveRole):
    """Always succeeds, also for the last one."""

    action = actions.resign_role
    permission = Permission.OWN_IDENTITY
    question = _("Vil du fratræde rollen?")
    consequences: Any = (
        _("Det gælder fra nu af."),
        _(
            "Er du den sidste organisationsadministrator, kan ledelsen udpege en ny efter samme regel som aftalen."
        ),
    )
    submit = _("Fratræd rollen")
    done = _("Du er fratrådt rollen.")

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(pk=self.actor.identity_id)

    def get_success_url(self) -> str:
        return reverse("identities:me", args=[self.organisation.cvr])


class RequestRole(ActionPage):
    action = actions.request_role
    form_class = RoleRequestForm
    title = _("Bed om at blive administrator")
    section = "me"
    submit = _("Send")
    done = _("Dit ønske er sendt til organisationsadministratoren. Du får svar pr. mail.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        identity = (
            Identity.objects.for_actor(self.actor)
            .select_related("organisation")
            .get(pk=self.actor.identity_id)
        )
        return {"identity": identity, **form.cleaned_data}

    def get_success_url(self) -> str:
        return reverse("identities:me", args=[self.organisation.cvr])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class RoleRequests(ShowPage):
    permission = Permission.ROLE_ASSIGN
    template_name = "identities/role_requests.html"
    title = _("Ønsker om administratorroller")
    section = "identities"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = RoleRequest.objects.for_actor(self.actor).filter(state=RoleRequest.State.OPEN)
        related = rows.select_related("identity", "proposed_by").order_by("created_at")
        return super().get_context_data(rows=list(related[:200]), mine=self.actor.identity_id, **kwargs)


class _Decide(ActionOnObject, ActionPage):
    model = RoleRequest
    subject_name = "request"
    section = "identities"
    permission = Permission.ROLE_ASSIGN
    form_class: Any = AnswerForm
    approved = True

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("identity", "organisation")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {
            "request": self.object,
            "approved": self.approved,
            "answer": form.cleaned_data.get("answer", ""),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(role_request=self.object, **kwargs)
        context["request"] = self.request
        return context

    def get_success_url(self) -> str:
        return reverse("identities:role_requests", args=[self.organisation.cvr])


class ApproveRole(_Decide, ConfirmPage):
    template_name = "identities/confirm_role.html"
    action = actions.decide_role_request
    question = _("Vil du give rollen?")
    consequences: Any = (_("Rollen gælder fra nu af. Brugeren får besked pr. mail."),)
    danger = False
    submit = _("Giv rollen")
    done = _("Rollen er givet.")


class RejectRole(_Decide, ConfirmPage):
    template_name = "identities/confirm_role.html"
    action = actions.decide_role_request
    approved = False
    question = _("Vil du afvise ønsket?")
    consequences: Any = (_("Brugeren får dit svar pr. mail."),)
    submit = _("Afvis")
    done = _("Ønsket er afvist.")


def _is_small(organisation: Any) -> bool:
    rows = Identity.objects.across_organisations("of the actor's own organisation").filter(
        organisation=organisation
    )
    return len(rows.exclude(state=Identity.State.CLOSED).values_list("pk", flat=True)[:11]) <= 10
