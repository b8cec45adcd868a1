"""A lifecycle is a table: one row says move, from, to, event and mail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.actions import RuleBroken
from portal.core.actors import Actor

T = TypeVar("T", bound=models.Model)

LIFECYCLES: dict[str, "Lifecycle"] = {}


@dataclass(frozen=True, kw_only=True)
class Move:
    name: str
    sources: tuple[str, ...]
    target: str
    event: models.TextChoices
    mail: Callable[[Any], object] | None = None


class Lifecycle:
    """States and the moves between them; drawn into the README by `manage.py readme`."""

    def __init__(self, name: str, states: type[models.TextChoices], moves: tuple[Move, ...]):
        self.name, self.states, self.moves = name, states, moves
        self._by_name = {move.name: move for move in moves}
        LIFECYCLES[name] = self

    def allowed(self, state: str) -> list[str]:
        return [move.name for move in self.moves if state in move.sources]

    def move(
        self, thing: T, name: str, *, actor: Actor, payload: dict[str, Any] | None = None, **changes: Any
    ) -> T:
        """Take `thing` along the move `name`: lock, check, save with `changes`, record, mail.

        Raises RuleBroken when the thing is, by now, in a state the move does not start from."""
        row = self._by_name[name]
        locked = type(thing)._base_manager.select_for_update(of=("self",)).get(pk=thing.pk)
        if locked.state not in row.sources:  # type: ignore[attr-defined]
            raise RuleBroken(self._refusal(locked.state))  # type: ignore[attr-defined]
        for field, value in {"state": row.target, **changes}.items():
            setattr(thing, field, value)
        thing.save(update_fields=["state", *changes])
        audit.record(
            row.event, thing, actor=actor, organisations=thing.organisations(),  # type: ignore[attr-defined]
            before=locked.state, after=row.target, **(payload or {}),  # type: ignore[attr-defined]
        )  # fmt: skip
        if row.mail:
            row.mail(thing)
        return thing

    def _refusal(self, state: str) -> str:
        label = self.states(state).label
        return _(
            "Det kan ikke lade sig gøre nu, fordi status i mellemtiden er “%(state)s”. Intet er ændret."
        ) % {"state": label}

    def as_mermaid(self) -> str:
        """The diagram as Mermaid text, one line per move."""
        lines = ["stateDiagram-v2"]
        for move in self.moves:
            lines += [f"    {source} --> {move.target}: {move.name}" for source in move.sources]
        return "\n".join(lines)
