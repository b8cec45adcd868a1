"""Case work holds an organisation's move, or lets it go on; each with a typed reason."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from migration_flow import actions as migration
from migration_flow.models import Move
from portal.web.support import forms
from portal.web.support.views.base import OpenedAction


class OnMove(OpenedAction):
    looks_up = "migration"
    area = "migration"
    form_class = forms.ReasonForm

    @property
    def move(self) -> Move:
        found = Move.objects.for_actor(self.actor).first()
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(about=self.move.name, **kwargs)

    def get_success_url(self) -> str:
        return reverse("support:migration", args=[self.number])


class PauseMove(OnMove):
    action = migration.pause
    title = _("Sæt flytningen på pause")
    submit = _("Sæt på pause")
    after = _(
        "Organisationen kan ikke beslutte eller flytte, før du lader den gå videre. Dens svar bliver stående."
    )
    done = _("Flytningen er sat på pause.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"move": self.move, "because": self.typed(form.cleaned_data["reason"])}


class ResumeMove(OnMove):
    action = migration.resume
    title = _("Lad flytningen gå videre")
    submit = _("Lad den gå videre")
    after = _("Organisationen fortsætter, hvor den slap.")
    done = _("Flytningen går videre.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"move": self.move, "reason": self.typed(form.cleaned_data["reason"])}
