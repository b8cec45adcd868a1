"""The queue of those who have claimed: confirm the names that agree in one go, look at the others one by
one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from identities import actions
from identities.models import Activation, Identity
from identities.queries.activations import open_activation
from identities.rules.people import names_agree
from identities.views.living import ConfirmOnIdentity
from portal.core.actions import RuleBroken
from portal.core.pages import ListPage
from portal.core.permissions import Permission


class Claims(ListPage):
    model = Activation
    permission = Permission.IDENTITY_MANAGE
    template_name = "identities/claims.html"
    title = _("Bekræft medarbejdere")
    section = "identities"
    order_by = ("claimed_at",)

    def get_queryset(self) -> Any:
        waiting = (
            super()
            .get_queryset()
            .filter(
                claimed_at__isnull=False,
                used_at__isnull=True,
                withdrawn_at__isnull=True,
                confirmed_at__isnull=True,
            )
        )
        return waiting.exclude(path=Activation.Path.CODE).select_related("identity")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        here = self._already_here(context["rows"])
        for row in context["rows"]:
            row.agrees = names_agree(row.identity.given_name, row.identity.surname, row.claimed_name)
            row.live = here.get(row.claimed_by_id)
        return context

    def _already_here(self, rows: list[Activation]) -> dict[Any, Identity]:
        """Claimants who are live here already, by user: those are merged, not confirmed."""
        people = [row.claimed_by_id for row in rows]
        live = Identity.objects.for_actor(self.actor).filter(user__in=people, state__in=Identity.LIVE)
        return {each.user_id: each for each in live}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.getlist("ids")[: self.page_size]
        chosen = Identity.objects.for_actor(self.actor).filter(
            pk__in=[each for each in wanted if _is_uuid(each)]
        )
        try:
            done = actions.confirm_claims(actor=self.actor, identities=list(chosen))
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            n = len(done)
            told = ngettext("%(n)s medarbejder er bekræftet.", "%(n)s medarbejdere er bekræftet.", n) % {
                "n": n
            }
            messages.success(request, told)
        return redirect(request.path)


class RejectClaim(ConfirmOnIdentity):
    action = actions.reject_claim
    question = _("Vil du afvise personen?")
    consequences = (
        _("Personen får ikke adgang. Linket kan bruges igen af den rette."),
        _("Send et nyt link, hvis det gamle er kommet i forkerte hænder."),
    )
    submit = _("Afvis")
    done = _("Personen er afvist.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = open_activation(self.object)
        name = waiting.claimed_name if waiting else ""
        told = _("MitID viser: %(name)s") % {"name": name} if name else ""
        return super().get_context_data(about=told, **kwargs)


def _is_uuid(text: str) -> bool:
    import uuid

    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
