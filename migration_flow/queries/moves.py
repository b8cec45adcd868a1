"""What the pages of a move show."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from migration_flow.models import (
    Decision,
    LegacyAdministrator,
    LegacyCompany,
    LegacyEmployee,
    LegacyMandate,
    LegacyOtherSignature,
    LegacyRight,
    LegacyUnit,
    Move,
)
from migration_flow.queries.words import say
from migration_flow.rules import HEADINGS
from migration_flow.rules.settings import LABELS
from portal.core.permissions import Permission
from portal.core.todo import Todo

TABLES = (LegacyEmployee, LegacyAdministrator, LegacyRight, LegacyMandate, LegacyUnit, LegacyOtherSignature)
MODELS: dict[str, Any] = dict(
    zip(("employee", "administrator", "right", "mandate", "unit", "other"), TABLES, strict=True)
)


def move_of(actor: Any) -> Move | None:
    return Move.objects.for_actor(actor).select_related("job").first()


def known(actor: Any) -> LegacyCompany | None:
    """The organisation as the legacy system knew it, or None."""
    return LegacyCompany.objects.for_actor(actor).first()


def summary(actor: Any) -> list[dict[str, Any]]:
    """One line per kind of question: how many, how many unanswered, how many stay behind. One row is read."""
    move = Move.objects.for_actor(actor).only("counts").first()
    counted = move.counts if move is not None else {}
    empty = {"total": 0, "open": 0, "left": 0, "kept": 0, "hoped": 0}
    return [
        {"item": item, "label": HEADINGS[item], **(counted.get(item) or empty)}
        for item in Decision.Item.values
    ]


def attach_legacy(decisions: list[Decision]) -> list[Decision]:
    """Give each decision its legacy row as `.legacy`, one query per kind on the page."""
    for each in decisions:
        each.legacy = LABELS.get(each.key)  # type: ignore[attr-defined]
    for item in {each.item for each in decisions} & set(MODELS):
        ids = [each.legacy_id for each in decisions if each.item == item]
        rows = MODELS[item].objects.across_organisations("rows of decisions already opened").in_bulk(ids)
        say(rows.values())
        for each in decisions:
            if each.item == item:
                each.legacy = rows.get(each.legacy_id)  # type: ignore[attr-defined]
    return decisions


def todo(actor: Any) -> list[Todo]:
    """A legacy company that has not moved, for those who can move it."""
    if not actor.may(Permission.MIGRATION_DECIDE):
        return []
    address = reverse("migration_flow:start", args=[actor.organisation.cvr])
    move = move_of(actor)
    if move is None or move.state in (Move.State.PLANNED, Move.State.INVITED, Move.State.UNDONE):
        return [Todo(title=_("Flyt fra NemID Erhverv"), url=address, urgent=True,
                     text=_("Brugere, rettigheder og fuldmagter kan komme med."))] if known(actor) else []  # fmt: skip
    if move.state == Move.State.DECIDING:
        return [
            Todo(
                title=_("Fortsæt flytningen fra NemID Erhverv"),
                url=address,
                text=_("I mangler at beslutte noget."),
            )
        ]
    return []


def count_known(actor: Any, item: str) -> int:
    """How many rows of a kind the legacy system knew; an organisation has tens of thousands at most."""
    return int(MODELS[item].objects.for_actor(actor).count())


def chose_local_idp(actor: Any) -> bool:
    """Whether the organisation decided to replace its signature server by a local IdP."""
    rows = Decision.objects.for_actor(actor).filter(item=Decision.Item.SETTING, key="lss")
    return bool(rows.filter(choice=Decision.Choice.MOVE).exists())
