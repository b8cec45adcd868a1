"""What the pages about one mandate share."""

from typing import Any

from django.urls import reverse

from mandates.models import Mandate
from mandates.queries import lists
from mandates.rules import words
from portal.core.pages import ActionOnObject, ConfirmPage, ScopedRows

TONES = {
    "draft": "neutral",
    "offered": "info",
    "requested": "info",
    "active": "success",
    "suspended": "warning",
}


class VisibleRows(ScopedRows):
    """Mandates this organisation is a party of; a draft of the other side does not exist here."""

    model = Mandate
    section = "mandates"

    def get_queryset(self) -> Any:
        rows = lists.visible(self.actor)
        return rows.select_related(
            "grantor", "grantee", "principal", "grantee_identity", "parent", "document"
        )


class OnMandate(VisibleRows, ActionOnObject):
    """A page that does one thing to one mandate and returns to it."""

    subject_name = "mandate"

    @property
    def party(self) -> str:
        return words.party_of(self.object, self.organisation)

    def get_success_url(self) -> str:
        return reverse("mandates:detail", args=[self.organisation.cvr, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        other = self.object.grantee if self.party == "grantor" else self.object.grantor
        back = reverse("mandates:detail", args=[self.organisation.cvr, self.object.pk])
        told = {"back": back, "party": self.party, "other": other,
                "limit": words.limit_in_words(self.object)}  # fmt: skip
        return super().get_context_data(**{**told, **kwargs})


class ConfirmOnMandate(OnMandate, ConfirmPage):
    """A dangerous act on one mandate."""

    template_name = "mandates/confirm.html"


def dressed(rows: list[Mandate]) -> list[Mandate]:
    for row in rows:
        row.tone = TONES.get(row.state, "neutral")  # type: ignore[attr-defined]
    return rows
