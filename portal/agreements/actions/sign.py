"""One human's signature, and the conclusion once there are enough of them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements import queries, rules
from portal.agreements.actions.conclude import conclude_now
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.models import Connection, Signature
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.AGREEMENT_SIGN)
def sign(*, actor: Actor, connection: Connection, document_sha256: str) -> Connection:
    """Sign exactly the document that was read (`document_sha256`), against what the register says at this moment."""
    every = Connection.objects.across_organisations("the case the page has found for this person")
    locked = every.select_for_update().get(pk=connection.pk)
    if locked.state != Connection.State.SIGNING or locked.document is None:
        raise RuleBroken(_("Sagen afventer ikke underskrift nu. Se dens status."))
    if locked.document.sha256 != document_sha256:
        raise RuleBroken(_("Aftalen er ændret, siden du læste den. Læs den igen, før du skriver under."))
    facts = queries.snapshot_of(locked.cvr)
    signer = _signatory(actor, facts)
    _drop_those_who_left(locked, facts, actor)
    _write(actor, locked, signer, facts)
    signers = {bytes(each.cpr_index).hex() for each in queries.standing_signatures(locked)}
    if facts is not None and rules.is_enough(facts, signers):
        conclude_now(actor=actor, connection=locked)
    return locked


def _signatory(actor: Actor, facts: dict[str, Any] | None) -> dict[str, Any]:
    own = bytes(actor.user.cpr_index).hex() if actor.user.cpr_index else None
    found = next((each for each in (facts or {}).get("management", []) if each["key"] == own), None)
    if found is None:
        raise RuleBroken(
            _("Registeret kender dig ikke som en, der kan skrive under for organisationen. Intet er ændret.")
        )
    return found


def _drop_those_who_left(connection: Connection, facts: dict[str, Any] | None, actor: Actor) -> None:
    """A signatory who has left the register since loses the signature, not the case."""
    present = {each["key"] for each in (facts or {}).get("management", [])}
    for signature in queries.standing_signatures(connection):
        if bytes(signature.cpr_index).hex() not in present:
            signature.lost_at, signature.lost_because = timezone.now(), "left_register"
            signature.save(update_fields=["lost_at", "lost_because"])
            audit.record(Event.SIGNATURE_LOST, connection, actor=actor, organisations=connection.organisations(),
                         name=signature.name)  # fmt: skip


def _write(actor: Actor, connection: Connection, signer: dict[str, Any], facts: Any) -> None:
    if any(bytes(each.cpr_index).hex() == signer["key"] for each in queries.standing_signatures(connection)):
        raise RuleBroken(_("Du har allerede skrevet under. Aftalen venter på de andre."))
    assert actor.auth is not None
    assert connection.document is not None
    Signature.objects.create(
        connection=connection, user=actor.user, name=actor.user.name, functions=signer["roles"],
        cpr_index=bytes.fromhex(signer["key"]), document_sha256=connection.document.sha256,
        snapshot_sha256=rules.digest(facts), level=actor.auth.level.name.lower(),
    )  # fmt: skip
    audit.record(Event.SIGNED, connection, actor=actor, organisations=connection.organisations(),
                 document=connection.document.sha256, level=actor.auth.level.name)  # fmt: skip
