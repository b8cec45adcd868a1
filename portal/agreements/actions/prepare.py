"""From the first answer to a document that can be signed, or to a case that a case worker can look at."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements import queries, rules
from portal.agreements.actions.guarding import facts_of, own, require_state
from portal.agreements.actions.signatures import lose_signatures
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.lifecycle import CONNECTION
from portal.agreements.models import Connection
from portal.agreements.rules import cases
from portal.core import audit, crypto, documents
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

S = Connection.State
APPOINTMENT = "agreements/terms/administrator-1.html"


@action(Permission.AGREEMENT_PREPARE)
def name_administrator(
    *, actor: Actor, connection: Connection, version: int, name: str, email: str, own_email: str = "",
    birth_date: datetime.date | None = None, cpr: str = "", is_starter: bool = False, all_roles_in_one: bool = True,
) -> Connection:  # fmt: skip
    """Appoint the first administrator by name, e-mail and birth date or CPR number. In a case that waits for an answer
    it is a correction: the document is made anew where its words change, and must be signed again."""
    case = own(actor, connection, version)
    require_state(case, S.DRAFT, S.ANSWER_NEEDED)
    if is_starter and actor.user.pk != case.started_by_id:
        raise RuleBroken(_("Kun den, der har begyndt tilslutningen, kan vælge “Jeg selv”."))
    before = case.administrator_name
    case.administrator_name, case.administrator_email = name, email
    case.applicant_email = own_email or (email if is_starter else case.applicant_email)
    case.administrator_is_starter, case.all_roles_in_one = is_starter, all_roles_in_one
    case.administrator_birth_date = actor.user.birth_date if is_starter else birth_date
    case.administrator_cpr, case.administrator_cpr_index = _sealed(actor, cpr, is_starter)
    if case.document is not None and before != name:
        remake_document(case, actor)
    answered(case, cases.ADMINISTRATOR)
    _save(case)
    audit.record(Event.ADMINISTRATOR_NAMED, case, actor=actor, organisations=case.organisations(), name=name)
    return case


def _sealed(actor: Actor, cpr: str, is_starter: bool) -> tuple[bytes | None, bytes | None]:
    if is_starter:
        return None, actor.user.cpr_index
    if not cpr:
        return None, None
    return crypto.encrypt(cpr, purpose="cpr"), crypto.blind_index(cpr, purpose="cpr")


@action(Permission.AGREEMENT_PREPARE)
def describe_organisation(
    *, actor: Actor, connection: Connection, version: int, kind: str, name: str, country: str, number: str = "",
    address: str = "",
) -> Connection:  # fmt: skip
    """Correct what was told of an organisation without a CVR number."""
    case = own(actor, connection, version)
    require_state(case, S.DRAFT, S.ANSWER_NEEDED)
    if case.cvr:
        raise RuleBroken(_("Oplysningerne kommer fra CVR-registeret og kan ikke ændres her."))
    told = {"kind": kind, "name": name, "country": country, "number": number, "address": address}
    renamed = name != case.organisation_name
    case.organisation_name, case.organisation_facts = name, told
    case.register_snapshot = rules.without_register(told)
    if case.document is not None and renamed:
        remake_document(case, actor)
    answered(case, cases.ORGANISATION)
    _save(case)
    audit.record(Event.CORRECTED, case, actor=actor, organisations=case.organisations(), name=name)
    return case


@action(Permission.AGREEMENT_PREPARE)
def present(*, actor: Actor, connection: Connection, version: int, language: str = "da") -> Connection:
    """Make the document from what is known now; from here on the case waits for signatures, or for what a case worker
    needs to see."""
    case = own(actor, connection, version)
    require_state(case, S.DRAFT)
    if not case.administrator_email:
        raise RuleBroken(_("Vælg først, hvem der skal være administrator."))
    facts = facts_of(case)
    make_document(case, facts, language)
    changes = {"terms": case.terms, "document": case.document, "register_snapshot": facts,
               "organisation_name": facts["name"], "version": case.version + 1}  # fmt: skip
    reason = queries.case_reason(case, facts)
    try:
        with transaction.atomic():
            return _send_on(case, actor, reason, changes)
    except IntegrityError as taken:
        raise RuleBroken(
            _("Der er allerede en åben sag for organisationen. Se den under “Fortsæt, hvor du slap”, "
              "eller spørg den, der har begyndt den.")
        ) from taken  # fmt: skip


def _send_on(case: Connection, actor: Actor, reason: str, changes: dict[str, Any]) -> Connection:
    if reason:
        return CONNECTION.move(
            case, "to case work", actor=actor, case_reason=reason, asks=cases.first_asks(reason), **changes
        )
    return CONNECTION.move(case, "present", actor=actor, signing_since=timezone.now(), **changes)


def make_document(case: Connection, facts: dict[str, Any], language: str) -> None:
    """The document in the words of the terms in force, or the appointment of a new administrator; the case is not
    saved."""
    case.terms = queries.terms_in_force()
    recovers = case.purpose == Connection.Purpose.RECOVER
    title = _("Ny administrator for %(name)s") if recovers else _("Tilslutningsaftale for %(name)s")
    template, version = (APPOINTMENT, "1") if recovers else (case.terms.template, case.terms.version)
    case.document = documents.create_document(
        kind="aftale", template=template, version=version, language=language, organisation=case.organisation,
        title=title % {"name": facts["name"]},
        context={"connection": case, "facts": facts, "terms": case.terms, "date": timezone.localdate()},
    )  # fmt: skip


def remake_document(case: Connection, actor: Actor) -> None:
    """The words have changed: whoever signed the old ones must read and sign the new ones."""
    assert case.document is not None
    make_document(case, case.register_snapshot, case.document.language)
    lost = lose_signatures(case, actor, "document_changed")
    if lost and cases.SIGNATURE not in case.asks:
        case.asks = [*case.asks, cases.SIGNATURE]


def answered(case: Connection, what: str) -> None:
    """Take what has been given off the list of what is asked for; the case is not saved."""
    case.asks = [each for each in case.asks if each != what]


def _save(case: Connection) -> None:
    case.version += 1
    case.save()
