"""The company's move, from what we know to moved."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities.actions import PriceRose
from identities.models import Price
from identities.queries.prices import price
from migration_flow import actions, forms, queries
from migration_flow.models import Decision, Move
from migration_flow.queries import check, duplicates, employees, preview
from migration_flow.rules import HEADINGS
from portal.core import jobs
from portal.core.actions import RuleBroken
from portal.core.forms import PortalForm
from portal.core.models import Job
from portal.core.pages import ActionPage, ShowPage
from portal.core.permissions import Permission

BEGUN = (
    Move.State.DECIDING,
    Move.State.EXECUTING,
    Move.State.MOVED,
    Move.State.CONFIRMED,
    Move.State.UNDOING,
)


def steps(cvr: str, current: int) -> list[dict[str, Any]]:
    """Prepare → decide → check → moved; the agreement stands before them and is signed when one is here."""
    names = (
        (_("Se, hvad vi ved"), "start"),
        (_("Beslut"), "status"),
        (_("Kontrollér"), "execute"),
        (_("Flyttet"), "status"),
    )
    return [
        {"label": label, "url": reverse(f"migration_flow:{name}", args=[cvr]),
         "state": "current" if number == current else "done" if number < current else "todo"}
        for number, (label, name) in enumerate(names)
    ]  # fmt: skip


class StartPage(ActionPage):
    """What NemID Erhverv knows about the organisation, and the button that begins."""

    action = actions.start_move
    permission = Permission.MIGRATION_SEE
    form_class = PortalForm
    template_name = "migration_flow/start.html"
    title = _("Flyt fra NemID Erhverv")
    section = "migration"
    submit = _("Begynd flytningen")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        move = queries.move_of(self.actor)
        if move is not None and move.state in BEGUN:
            return redirect("migration_flow:status", self.organisation.cvr)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        counts = [
            (HEADINGS[item], queries.count_known(self.actor, item)) for item in Decision.Item.values[:6]
        ]
        move = queries.move_of(self.actor)
        resting = move is not None and move.state in (Move.State.PAUSED, Move.State.OTHER_PATH)
        return super().get_context_data(legacy=queries.known(self.actor), counts=counts, resting=resting,
                                        steps=steps(self.organisation.cvr, 0), **kwargs)  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("migration_flow:status", args=[self.organisation.cvr])


class StatusPage(ShowPage):
    """Where the move stands: what is decided, how far the job is, who is here."""

    permission = Permission.MIGRATION_SEE
    template_name = "migration_flow/status.html"
    title = _("Flytning fra NemID Erhverv")
    section = "migration"

    move: Move

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        move = queries.move_of(self.actor)
        if move is None or move.state not in BEGUN:
            return redirect("migration_flow:start", self.organisation.cvr)
        self.move = move
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = queries.summary(self.actor)
        current = {"deciding": 1, "executing": 2, "undoing": 2}.get(self.move.state, 3)
        return super().get_context_data(
            move=self.move, lines=lines, open=sum(line["open"] for line in lines),
            steps=steps(self.organisation.cvr, current),
            duplicates=duplicates.findings_of(self.actor).count(),
            may_undo=self.move.state == Move.State.MOVED and self.actor.may(Permission.MIGRATION_EXECUTE),
            progress=jobs.progress(self.move.job) if self.move.job else None, counts=employees.progress_of(self.actor),
            local_idp=queries.chose_local_idp(self.actor),
            running=self.move.job is not None and self.move.job.state == Job.State.RUNNING,
            may_see_people=self.actor.may(Permission.IDENTITY_SEE), **kwargs,
        )  # fmt: skip


class ExecutePage(ActionPage):
    """Check the answers; then the move is ordered."""

    action = actions.execute
    form_class = forms.Execute
    template_name = "migration_flow/execute.html"
    title = _("Kontrollér, før I flytter")
    section = "migration"
    submit = _("Flyt organisationen")

    def form_valid(self, form: Any) -> HttpResponse:
        actions.start_move(actor=self.actor)  # what a delivery has brought meanwhile is asked about, and kept
        try:
            self.result = self.action(actor=self.actor, price_shown=form.cleaned_data["price_shown"])
        except PriceRose as rose:
            messages.error(self.request, str(rose))
            return redirect("migration_flow:execute", self.organisation.cvr)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
            return self.form_invalid(form)
        return redirect(self.get_success_url())

    def get_initial(self) -> dict[str, Any]:
        return {"price_shown": price(Price.Item.IDENTITY)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        move = queries.move_of(self.actor)
        changed = check.changed_since(move) if move else {}
        return super().get_context_data(
            lines=queries.summary(self.actor), steps=steps(self.organisation.cvr, 2),
            refusals=check.missing_answers(move) if move else [], cost=preview.cost_of(move) if move else None,
            changed=[(item, HEADINGS[item], n) for item, n in changed.items()],
            back=reverse("migration_flow:status", args=[self.organisation.cvr]), **kwargs,
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("migration_flow:status", args=[self.organisation.cvr])
