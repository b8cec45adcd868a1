"""From the first answer to a document that can be signed."""

import datetime
import secrets
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements import queries, rules
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.lifecycle import CONNECTION
from portal.agreements.models import Connection, Terms
from portal.core import audit, crypto, documents
from portal.core.actions import RuleBroken, Stale, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


def case_number() -> str:
    """Short enough to read on the telephone; letters that look like digits are left out."""
    alphabet = "BCDFGHJKMNPQRSTVWXYZ23456789"
    return "T-" + "".join(secrets.choice(alphabet) for _ in range(8))


@action(Permission.AGREEMENT_PREPARE)
def start_connection(*, actor: Actor, cvr: str, purpose: str = Connection.Purpose.CONNECT) -> Connection:
    """Open a case for the company, or take up the person's own that is already open."""
    facts = queries.snapshot_of(cvr)
    if facts is None:
        raise RuleBroken(
            _("CVR-nummeret findes ikke i registeret. Kontrollér, at du har skrevet det rigtigt.")
        )
    if purpose == Connection.Purpose.CONNECT and queries.is_connected(cvr):
        raise RuleBroken(_("Organisationen er allerede tilsluttet. Spørg din administrator om adgang."))
    drafts = Connection.objects.across_organisations("the person's own draft")
    connection = drafts.filter(started_by=actor.user, cvr=cvr, purpose=purpose, state="draft").first()
    if connection is None:
        connection = Connection.objects.create(
            case_number=case_number(), purpose=purpose, cvr=cvr, organisation_name=facts["name"], started_by=actor.user,
            starter_is_representative=_is_representative(actor, facts), register_snapshot=facts,
        )  # fmt: skip
    audit.record(Event.STARTED, connection, actor=actor, organisations=[], cvr=cvr)
    return connection


def _is_representative(actor: Actor, facts: dict[str, Any]) -> bool:
    own = bytes(actor.user.cpr_index).hex() if actor.user.cpr_index else None
    return any(each["key"] == own for each in facts["management"])


@action(Permission.AGREEMENT_PREPARE)
def name_administrator(
    *, actor: Actor, connection: Connection, version: int, name: str, email: str,
    birth_date: datetime.date | None = None, cpr: str = "", is_starter: bool = False, all_roles_in_one: bool = True,
) -> Connection:  # fmt: skip
    """Appoint the first administrator by name, e-mail and birth date or CPR number."""
    locked = _locked(connection, version)
    if locked.state != Connection.State.DRAFT:
        raise RuleBroken(
            _("Aftalen er allerede lagt frem til underskrift, så administratoren kan ikke ændres nu.")
        )
    locked.administrator_name, locked.administrator_email = name, email
    locked.administrator_is_starter, locked.all_roles_in_one = is_starter, all_roles_in_one
    locked.administrator_birth_date = actor.user.birth_date if is_starter else birth_date
    if is_starter:
        locked.administrator_cpr_index = actor.user.cpr_index
    elif cpr:
        locked.administrator_cpr = crypto.encrypt(cpr, purpose="cpr")
        locked.administrator_cpr_index = crypto.blind_index(cpr, purpose="cpr")
    locked.version += 1
    locked.save()
    audit.record(
        Event.ADMINISTRATOR_NAMED, locked, actor=actor, organisations=locked.organisations(), name=name
    )
    return locked


@action(Permission.AGREEMENT_PREPARE)
def present(*, actor: Actor, connection: Connection, version: int, language: str = "da") -> Connection:
    """Make the document from what the register says now; from here on it waits for signatures, or for case work."""
    locked = _locked(connection, version)
    if not locked.administrator_email:
        raise RuleBroken(_("Vælg først, hvem der skal være administrator."))
    facts = queries.snapshot_of(locked.cvr) or locked.register_snapshot
    terms = Terms.objects.filter(in_force_from__lte=timezone.localdate()).order_by("-in_force_from").first()
    assert terms is not None
    document = documents.create_document(
        kind="aftale", template=terms.template, version=terms.version, language=language, organisation=locked.organisation,
        title=_("Tilslutningsaftale for %(name)s") % {"name": facts["name"]},
        context={"connection": locked, "facts": facts, "terms": terms, "date": timezone.localdate()},
    )  # fmt: skip
    reason = rules.needs_case_work(facts)
    changes: dict[str, Any] = {"terms": terms, "document": document, "register_snapshot": facts,
                               "signing_since": timezone.now(), "version": locked.version + 1}  # fmt: skip
    if reason:
        goal = timezone.localdate() + datetime.timedelta(days=14)
        return CONNECTION.move(
            locked, "to case work", actor=actor, case_reason=reason, goal_date=goal, **changes
        )
    return CONNECTION.move(locked, "present", actor=actor, **changes)


def _locked(connection: Connection, version: int) -> Connection:
    """The case under a lock. Raises Stale when somebody else changed it since the page was shown."""
    every = Connection.objects.across_organisations("the case the page has found for this person")
    locked = every.select_for_update().get(pk=connection.pk)
    if locked.version != version:
        raise Stale(
            _("En anden har ændret sagen, mens du havde siden åben. Intet er gået tabt; se den nye version.")
        )
    return locked
