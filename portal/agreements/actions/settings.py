"""What an organisation decides for itself."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements import queries
from portal.agreements.events import OrganisationEvent as Event
from portal.agreements.models import Organisation
from portal.agreements.signals import organisation_set_up
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

CHANGEABLE = ("allows_private_mitid", "allowed_authenticators", "asks_for_cpr", "cpr_purpose", "allows_pseudonyms",
              "allows_self_request", "four_eyes")  # fmt: skip
SHORTEST_PURPOSE = 10


@action(Permission.SETTINGS_CHANGE)
def change_settings(*, actor: Actor, **changes: Any) -> Organisation:
    """Change the named settings (`CHANGEABLE`); before and after stand in the history.

    Raises RuleBroken for CPR numbers without a purpose, and for four eyes where there are not two people."""
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"not settings: {', '.join(sorted(unknown))}")
    organisation = _locked(actor)
    _require_sense(organisation, changes)
    before = {name: getattr(organisation, name) for name in changes}
    for name, value in changes.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(changes))
    audit.record(Event.SETTINGS_CHANGED, organisation, actor=actor, organisations=[organisation], before=before,
                 after=changes)  # fmt: skip
    return organisation


@action(Permission.SETTINGS_CHANGE)
def set_up(*, actor: Actor) -> Organisation:
    """The set-up wizard's last step: the answers given on the way hold from now on."""
    organisation = _locked(actor)
    if organisation.set_up_at is not None:
        raise RuleBroken(_("Organisationen er allerede sat op. I kan ændre det hele under Indstillinger."))
    organisation.set_up_at = timezone.now()
    organisation.save(update_fields=["set_up_at"])
    audit.record(Event.SET_UP, organisation, actor=actor, organisations=[organisation])
    organisation_set_up.send(Organisation, organisation=organisation, actor=actor)
    return organisation


def _locked(actor: Actor) -> Organisation:
    return Organisation.objects.for_actor(actor).select_for_update(no_key=True).get()


def _require_sense(organisation: Organisation, changes: dict[str, Any]) -> None:
    purpose = changes.get("cpr_purpose", organisation.cpr_purpose)
    if changes.get("asks_for_cpr") and len(purpose.strip()) < SHORTEST_PURPOSE:
        raise RuleBroken(
            _("Skriv, hvad I skal bruge CPR-numrene til, med mindst %(least)s tegn.")
            % {"least": SHORTEST_PURPOSE}
        )
    if (
        changes.get("four_eyes")
        and not organisation.four_eyes
        and len(queries.administrators(organisation)) < 2
    ):
        raise RuleBroken(
            _(
                "I skal være mindst to organisationsadministratorer, før I kan kræve to personer. Udpeg en til."
            )
        )
