"""A mandate carried over from the legacy system: both sides confirm it, and it rests on their consents from then."""

from django.utils import timezone
from django.utils.translation import gettext as _

from mandates.actions.documents import write_document
from mandates.actions.guards import lock, require_living_parties, require_party, resolve, rights_of
from mandates.actions.sending import facts
from mandates.events import MandateEvent
from mandates.models import LIVE, Mandate, Resolution
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions import prolong_powers


@action(Permission.MANDATE_ANSWER)
def confirm(*, actor: Actor, mandate: Mandate) -> Mandate:
    """One side says that it shall go on. With both, it no longer ends with the clean-up window. It is the same
    mandate: nothing in it can be widened."""
    current = lock(mandate)
    party = require_party(actor, current, "grantor", "grantee")
    _require_confirmable(current, party)
    now = timezone.now()
    changes = {f"{party}_consented_at": now, f"{party}_consented_by": actor.label}
    for field, value in changes.items():
        setattr(current, field, value)
    current.save(update_fields=list(changes))
    resolve(current, Resolution.Kind.CONFIRMED, actor, party)
    audit.record(
        MandateEvent.CONFIRMED, current, actor=actor, organisations=current.organisations(), **facts(current)
    )
    if current.grantor_consented_at and current.grantee_consented_at:
        _rest_on_consents(current, actor)
    return current


def _require_confirmable(mandate: Mandate, party: str) -> None:
    if mandate.basis != Mandate.Basis.CARRIED_OVER or mandate.state not in LIVE:
        raise RuleBroken(_("Fuldmagten skal ikke bekræftes. Intet er ændret."))
    if mandate.answer_before is not None and mandate.answer_before <= timezone.now():
        raise RuleBroken(_("Fristen for at bekræfte er udløbet. Lav en ny fuldmagt i stedet."))
    if getattr(mandate, f"{party}_consented_at") is not None:
        raise RuleBroken(_("I har allerede bekræftet fuldmagten. Den venter på den anden part."))
    require_living_parties(mandate)


def _rest_on_consents(mandate: Mandate, actor: Actor) -> None:
    mandate.basis, mandate.answer_before, mandate.reminded_days = Mandate.Basis.CONSENTS, None, None
    mandate.save(update_fields=["basis", "answer_before", "reminded_days"])
    prolong_powers(actor=actor, mandate_id=mandate.pk, ends_at=mandate.ends_at)
    write_document(mandate, rights_of(mandate), actor=actor)
