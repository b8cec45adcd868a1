"""Settings decided with a company's move, and put back when the move is undone."""

from typing import Any

from portal.agreements.actions.settings import CHANGEABLE
from portal.agreements.events import OrganisationEvent as Event
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.MIGRATION_EXECUTE)
def put_settings(*, actor: Actor, organisation: Organisation, **changes: Any) -> Organisation:
    """Write the named settings (`CHANGEABLE`) inside the action that moves, or undoes; before and after are traced."""
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not settings: {', '.join(sorted(unknown))}")
    before = {name: getattr(organisation, name) for name in changes}
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(changes))
    audit.record(Event.SETTINGS_CHANGED, organisation, actor=actor, organisations=[organisation], before=before,
                 after=changes)  # fmt: skip
    return organisation
