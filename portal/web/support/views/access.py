"""Opening an organisation, and the accesses that are open now."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.pages import ActionOnObject, ConfirmPage, ShowPage
from portal.core.permissions import Permission
from portal.web.login.addresses import safe_next
from portal.web.support import actions, forms
from portal.web.support.queries.access import live, live_access, name_of, organisation_with
from portal.web.support.views.base import DeskAction, DeskPage


class OpenAccess(DeskAction):
    """Reason, case and time; the organisation can read all three. Names nobody and nothing inside."""

    action = actions.open_access
    form_class = forms.AccessForm
    template_name = "web/support/open.html"
    title = _("Åbn organisationen")
    submit = _("Åbn adgang")
    done = _("Du har adgang. Alt, hvad du ser og gør, står i organisationens historik.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.name = name_of(kwargs["number"])
        if self.name is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"case_number": self.request.GET.get("sag", "")}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"number": self.kwargs["number"], **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = organisation_with(self.kwargs["number"])
        standing = live_access(self.request.user, organisation) if organisation else None
        return super().get_context_data(name=self.name, number=self.kwargs["number"], standing=standing,
                                        back=reverse("support:index"), **kwargs)  # fmt: skip

    def get_success_url(self) -> str:
        """The organisation's page, or the page inside it that was asked for."""
        page = reverse("support:organisation", args=[self.kwargs["number"]])
        wanted = safe_next(self.request.GET.get("next"))
        return wanted if wanted.startswith(page) else page


class Accesses(DeskPage, ShowPage):
    """What is open now: one's own; a supervisor sees everybody's."""

    permission = Permission.SUPPORT_OPEN
    template_name = "web/support/accesses.html"
    title = _("Åbne adgange")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        supervises = self.actor.may(Permission.SUPPORT_SUPERVISE)
        rows = live() if supervises else live().filter(agent=self.request.user.pk)
        return super().get_context_data(
            rows=list(rows.order_by("ends_at")[:200]), supervises=supervises, **kwargs
        )


class _OnAccess(DeskPage, ActionOnObject):
    subject_name = "access"

    def get_queryset(self) -> Any:
        supervises = self.actor.may(Permission.SUPPORT_SUPERVISE)
        return live() if supervises else live().filter(agent=self.request.user.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:accesses")


class ExtendAccess(_OnAccess):
    action = actions.extend_access
    form_class = forms.ExtendForm
    template_name = "web/support/extend.html"
    title = _("Forlæng adgangen")
    submit = _("Forlæng")
    done = _("Adgangen er forlænget. Det står i organisationens historik.")


class EndAccess(_OnAccess, ConfirmPage):
    action = actions.end_access
    template_name = "web/support/end.html"
    question = _("Luk adgangen til organisationen?")
    consequences = (
        _("Sider, der er åbne i andre faner, virker ikke længere."),
        _("Skal du ind igen, åbner du en ny adgang med begrundelse og sagsnummer."),
    )
    danger = False
    submit = _("Luk adgangen")
    done = _("Adgangen er lukket.")
