from typing import Any

from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.web.history.events import HistoryEvent


@action(Permission.HISTORY_SEE)
def export_history(*, actor: Actor, told: dict[str, Any]) -> None:
    """Note that the history leaves the portal as a file, and which part of it."""
    part = {name: str(value) for name, value in told.items() if value}
    audit.record(
        HistoryEvent.EXPORTED, actor.organisation, actor=actor, organisations=[actor.organisation], part=part
    )
