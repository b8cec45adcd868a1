"""Two users who are one person."""

from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from identities import actions
from identities.actions.merge import same_person
from identities.forms import ReasonForm
from identities.models import Identity
from identities.queries.search import nearest
from identities.rules.search import fold
from identities.views.living import ConfirmOnIdentity
from portal.core.pages import DetailPage
from portal.core.permissions import Permission

CANDIDATES = 10


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


class ChooseMerge(DetailPage):
    """Who may be the same person: those with the same address or the nearest names. The one in use is kept."""

    model = Identity
    permission = Permission.IDENTITY_MANAGE
    template_name = "identities/choose_merge.html"
    context_object_name = "identity"
    section = "identities"
    title = _("Er brugeren oprettet to gange?")

    def get_queryset(self) -> Any:
        return super().get_queryset().exclude(state=Identity.State.CLOSED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        one = self.object
        others = self.get_queryset().exclude(pk=one.pk)
        near = Q(pk__in=nearest(others, fold(f"{one.given_name} {one.surname}"))[:CANDIDATES])
        near |= Q(email=one.email) if one.email else Q()
        rows = list(others.filter(near).order_by("sort_key", "pk")[:CANDIDATES])
        for row in rows:
            ours: Any = row
            used = row.state in Identity.LIVE
            ours.kept, ours.merged = (row, one) if used and one.state not in Identity.LIVE else (one, row)
        return super().get_context_data(rows=rows, **kwargs)
