"""How we come to our proposals: the table of the code, as it stands."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from migration_flow.models import Decision
from migration_flow.rules import HEADINGS, PROPOSALS
from migration_flow.rules.settings import SETTINGS


class ProposalHelp(TemplateView):
    """Open to everybody: it is about nobody."""

    public = True
    template_name = "migration_flow/proposals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title=_("Sådan foreslår vi, hvad der skal med"), kinds=kinds(), **kwargs
        )


def kinds() -> list[tuple[Any, list[tuple[Any, Any, bool]]]]:
    """(heading, [(reason, proposal in words, whether nothing else is possible)]) of each kind, first fit first."""
    found = [
        (HEADINGS[item], [(each.words, Decision.Choice(each.choice).label, each.only) for each in PROPOSALS
                          if each.item == item])
        for item in Decision.Item.values if item != Decision.Item.SETTING
    ]  # fmt: skip
    settings = [(each.words, Decision.Choice(each.choice).label, False) for each in SETTINGS]
    return [*found, (HEADINGS[Decision.Item.SETTING], settings)]
