"""/beskeder/: what the portal has written to me, and which of it I want as mail, too."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.forms import CheckboxesWithHints, PortalForm
from portal.core.mail import SECRET
from portal.core.pages import ActionPage, ListPage
from portal.core.permissions import Permission
from portal.web.notifications import actions, queries
from portal.web.notifications.rules import KINDS


class Messages(ListPage):
    """Showing the page does not mark anything as read: the button does."""

    permission = Permission.OWN_CASES
    template_name = "web/notifications.html"
    title = _("Beskeder")
    order_by = ("-created_at",)
    page_size = 30

    def get_queryset(self) -> Any:
        return queries.written_to(queries.addresses(self.request.user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        until = queries.seen_until(self.request.user)
        for row in context["rows"]:
            row.is_new = until is None or row.created_at > until
            row.text = row.body.replace(SECRET, str(_("(står kun i mailen)")))
        return context | {"has_new": any(row.is_new for row in context["rows"])}


class MarkRead(ActionPage):
    action = actions.mark_read
    form_class = PortalForm
    title = _("Markér alle beskeder som læst")
    submit = _("Markér alle som læst")
    done = _("Alle beskeder er læst.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("front:notifications")


class ChoiceForm(PortalForm):
    mailed = forms.MultipleChoiceField(
        label=_("Send mig også en mail om"), required=False, choices=[(kind, each[0]) for kind, each in KINDS.items()],
        widget=CheckboxesWithHints(hints={kind: each[1] for kind, each in KINDS.items()}),
    )  # fmt: skip


class ChooseMail(ActionPage):
    action = actions.choose_mail
    form_class = ChoiceForm
    template_name = "web/choose_mail.html"
    title = _("Vælg, hvad du vil have mail om")
    submit = _("Gem")
    done = _("Dit valg er gemt og gælder fra nu af.")

    def get_initial(self) -> dict[str, Any]:
        return {"mailed": sorted(set(KINDS) - queries.portal_only(self.request.user))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("front:notifications")
