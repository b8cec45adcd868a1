"""One human's signature, and the conclusion once there are enough of them."""

import hashlib
from typing import Any

from django.utils.translation import gettext as _

from portal.agreements import queries, rules
from portal.agreements.actions.conclude import conclude_now
from portal.agreements.actions.guarding import own, require_state
from portal.agreements.actions.prepare import answered
from portal.agreements.actions.signatures import drop_those_who_left
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.models import Connection, Signature
from portal.agreements.rules import cases
from portal.core import audit, documents
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

S = Connection.State


@action(Permission.AGREEMENT_SIGN)
def sign(*, actor: Actor, connection: Connection, document_sha256: str) -> Connection:
    """Sign exactly the document that was read (`document_sha256`), against what the register says at this moment."""
    case = own(actor, connection)
    require_state(case, S.SIGNING)
    require_same_document(case, document_sha256)
    facts = queries.snapshot_of(case.cvr)
    signer = _signatory(actor, facts)
    drop_those_who_left(case, facts, actor)
    _write(actor, case, signer["key"], signer["roles"], facts)
    signers = {bytes(each.cpr_index).hex() for each in queries.standing_signatures(case)}
    if facts is not None and rules.is_enough(facts, signers):
        conclude_now(actor=actor, connection=case)
    return case


@action(Permission.AGREEMENT_SIGN)
def sign_for_case_work(
    *, actor: Actor, connection: Connection, document_sha256: str, position: str
) -> Connection:
    """Sign as somebody whom the documents of the case, or the register's text read by a human, will show to be entitled.

    `position`: what the person is in the organisation. Nothing is concluded by it; a case worker decides."""
    case = own(actor, connection)
    require_state(case, S.ANSWER_NEEDED, S.CASE_WORK)
    require_same_document(case, document_sha256)
    _write(actor, case, key_of(actor), [position], case.register_snapshot)
    answered(case, cases.SIGNATURE)
    case.save(update_fields=["asks"])
    return case


def require_same_document(case: Connection, sha256: str) -> None:
    """The words that were read, in the very bytes that are kept."""
    if case.document is None or case.document.sha256 != sha256 or not documents.is_unchanged(case.document):
        raise RuleBroken(_("Aftalen er ændret, siden du læste den. Læs den igen, før du skriver under."))


def key_of(actor: Actor) -> str:
    """What tells this human from every other: the CPR number's blind index, else the login itself."""
    if actor.user.cpr_index:
        return bytes(actor.user.cpr_index).hex()
    return hashlib.sha256(f"user:{actor.user.pk}".encode()).hexdigest()


def _signatory(actor: Actor, facts: dict[str, Any] | None) -> dict[str, Any]:
    found = next((each for each in (facts or {}).get("management", []) if each["key"] == key_of(actor)), None)
    if found is None:
        raise RuleBroken(
            _("Registeret kender dig ikke som en, der kan skrive under for organisationen. Intet er ændret.")
        )
    return dict(found)


def _write(actor: Actor, case: Connection, key: str, functions: list[str], facts: Any) -> None:
    if any(bytes(each.cpr_index).hex() == key for each in queries.standing_signatures(case)):
        raise RuleBroken(_("Du har allerede skrevet under. Aftalen venter på de andre."))
    assert actor.auth is not None
    assert case.document is not None
    Signature.objects.create(
        connection=case, user=actor.user, name=actor.user.name, functions=functions, cpr_index=bytes.fromhex(key),
        document_sha256=case.document.sha256, snapshot_sha256=rules.digest(facts), level=actor.auth.level.name.lower(),
    )  # fmt: skip
    audit.record(Event.SIGNED, case, actor=actor, organisations=case.organisations(),
                 document=case.document.sha256, level=actor.auth.level.name)  # fmt: skip
