"""What an organisation decides for itself."""

from typing import Any

from django.utils import timezone

from portal.agreements.events import OrganisationEvent as Event
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

CHANGEABLE = ("allows_private_mitid", "allowed_authenticators", "asks_for_cpr", "cpr_purpose", "allows_pseudonyms",
              "allows_self_request", "four_eyes")  # fmt: skip


@action(Permission.SETTINGS_CHANGE)
def change_settings(*, actor: Actor, **changes: Any) -> Organisation:
    """Change the named settings (`CHANGEABLE`); before and after stand in the history."""
    return _change(actor, changes)


@action(Permission.SETTINGS_CHANGE)
def set_up(*, actor: Actor, **changes: Any) -> Organisation:
    """The set-up wizard's last step: the first settings, and the organisation counts as set up."""
    return _change(actor, changes, set_up_at=timezone.now())


def _change(actor: Actor, changes: dict[str, Any], **also: Any) -> Organisation:
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not settings: {', '.join(sorted(unknown))}")
    organisation = Organisation.objects.for_actor(actor).select_for_update().get()
    before = {name: getattr(organisation, name) for name in changes}
    for name, value in {**changes, **also}.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=[*changes, *also])
    audit.record(Event.SETTINGS_CHANGED, organisation, actor=actor, organisations=[organisation], before=before,
                 after=changes)  # fmt: skip
    return organisation
