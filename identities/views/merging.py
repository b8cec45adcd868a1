"""Two users who are one person."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from identities import actions
from identities.actions.merge import same_person
from identities.forms import ReasonForm
from identities.models import Identity
from identities.views.living import ConfirmOnIdentity


class Merge(ConfirmOnIdentity):
    """`/<merged>/laeg-sammen/<kept>/`: both shown beside each other; the kept one is the active one."""

    action = actions.merge
    form_class = ReasonForm
    template_name = "identities/merge.html"
    question = _("Vil du lægge de to brugere sammen?")
    consequences = (
        _("Der er én bruger bagefter. Den får rettigheder, roller og fuldmagter fra begge."),
        _("Den tæller én gang. Er begge opkrævet, får I en kreditnota."),
        _("Det kan ikke fortrydes."),
    )
    submit = _("Læg dem sammen")
    done = _("De to brugere er lagt sammen.")

    def kept(self) -> Identity:
        found = self.get_queryset().filter(pk=self.kwargs["kept"]).first()
        if found is None:
            raise Http404
        return found

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"kept": self.kept(), "merged": self.object, "reason": form.cleaned_data["reason"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.kept()
        return super().get_context_data(
            kept=kept, merged=self.object, sure=same_person(kept, self.object), **kwargs
        )
