"""People who stand several times: which RID holds what, and a person's yes before they are put together."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from migration_flow import actions, queries
from migration_flow.models import Decision, Finding, Move
from migration_flow.queries import duplicates
from portal.core.forms import PortalForm
from portal.core.pages import ActionOnObject, ListPage
from portal.core.permissions import Permission


class DuplicateList(ListPage):
    model = Finding
    permission = Permission.MIGRATION_SEE
    template_name = "migration_flow/duplicates.html"
    title = _("Personer, der står flere gange")
    section = "migration"
    order_by = ("id",)

    def get_queryset(self) -> Any:
        return duplicates.findings_of(self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        move = queries.move_of(self.actor)
        if move is not None:
            duplicates.with_state(move, context["rows"])
        return {**context, "move": move}


class Duplicate(ActionOnObject):
    """One finding: each RID with its rights, roles and when it was last used."""

    model = Finding
    action = actions.merge_rids
    subject_name = "finding"
    form_class = PortalForm
    template_name = "migration_flow/duplicate.html"
    title = _("Er det den samme person?")
    section = "migration"
    done = _("Svaret er gemt.")

    def get_queryset(self) -> Any:
        return duplicates.findings_of(self.actor)

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.POST.get("do") == "apart":
            self.action = actions.keep_apart  # type: ignore[method-assign]
        return super().form_valid(form)

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        posted = self.request.POST
        versions = {rid: int(posted.get(f"version-{n}", "0") or 0) for n, rid in enumerate(self.object.rids)
                    if posted.get(f"version-{n}", "").isdecimal()}  # fmt: skip
        if posted.get("do") == "apart":
            return {"finding": self.object, "versions": versions}
        kept = posted.get("kept", "")
        merged = [rid for rid in posted.getlist("merged") if rid != kept]
        return {"finding": self.object, "kept": kept, "merged": merged, "versions": versions}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        move = queries.move_of(self.actor)
        sides = duplicates.sides(move, self.object) if move else []
        for side in sides:
            side["number"] = self.object.rids.index(side["rid"])
        deciding = move is not None and move.state == Move.State.DECIDING
        return super().get_context_data(
            sides=sides, may_decide=deciding and self.actor.may(Permission.MIGRATION_DECIDE),
            MERGE=Decision.Choice.MERGE, back=self.get_success_url(), **kwargs,
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("migration_flow:duplicates", args=[self.organisation.cvr])
