"""What the applicant does in case work: show, write, hand in, give up, and never begin again."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements.actions.guarding import own, require_state
from portal.agreements.actions.prepare import answered
from portal.agreements.actions.signatures import lose_signatures
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.lifecycle import CONNECTION
from portal.agreements.models import Attachment, CaseMessage, Connection
from portal.agreements.rules import cases
from portal.core import audit, uploads
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.opening_hours import add_working_days
from portal.core.permissions import Permission

S = Connection.State
MOST_ATTACHMENTS = 20
LARGEST = 10 * uploads.MEGABYTE


@action(Permission.AGREEMENT_PREPARE)
def attach(*, actor: Actor, connection: Connection, kind: str, file: Any) -> Attachment:
    """Add a document to the case. What it is called by its sender is not kept. Raises RuleBroken for a file that is
    too large or not what it says."""
    case = own(actor, connection)
    require_state(case, S.ANSWER_NEEDED, S.CASE_WORK)
    if case.attachments.count() >= MOST_ATTACHMENTS:
        raise RuleBroken(
            _("Der kan højst være %(most)s filer i en sag. Skriv til os i stedet.")
            % {"most": MOST_ATTACHMENTS}
        )
    try:
        upload = uploads.accept(file, max_bytes=LARGEST)
    except uploads.UploadRefused as refused:
        raise RuleBroken(refused.sentence) from refused
    attachment = Attachment.objects.create(
        connection=case, kind=kind, media_type=upload.media_type, name=upload.name, content=upload.content,
        sha256=upload.sha256, uploaded_by=actor.user,
    )  # fmt: skip
    answered(case, cases.SIGNATURE if kind == Attachment.Kind.SIGNED_PAPER else cases.DOCUMENT)
    case.save(update_fields=["asks"])
    audit.record(
        Event.DOCUMENT_ADDED,
        case,
        actor=actor,
        organisations=case.organisations(),
        kind=kind,
        sha256=upload.sha256,
    )
    return attachment


@action(Permission.AGREEMENT_PREPARE)
def write(*, actor: Actor, connection: Connection, text: str) -> CaseMessage:
    """The applicant writes to the case worker; an answer in words is an answer."""
    case = own(actor, connection)
    require_state(case, S.ANSWER_NEEDED, S.CASE_WORK)
    message = CaseMessage.objects.create(connection=case, author=actor.user, from_support=False, text=text)
    answered(case, cases.EXPLANATION)
    case.save(update_fields=["asks"])
    audit.record(Event.MESSAGE_WRITTEN, case, actor=actor, organisations=case.organisations())
    return message


@action(Permission.AGREEMENT_PREPARE)
def submit(*, actor: Actor, connection: Connection) -> Connection:
    """Hand the case in. The goal date is ten working days from the first time; an answer does not put the case last."""
    case = own(actor, connection)
    require_state(case, S.ANSWER_NEEDED)
    if case.asks:
        missing = "; ".join(str(cases.ASKS[each]) for each in case.asks)
        raise RuleBroken(_("Sagen kan ikke sendes endnu. Der mangler: %(missing)s.") % {"missing": missing})
    now, today = timezone.now(), timezone.localdate()
    goal = add_working_days(
        today, cases.GOAL_DAYS if case.submitted_at is None else cases.GOAL_DAYS_AFTER_ANSWER
    )
    return CONNECTION.move(case, "submit", actor=actor, submitted_at=case.submitted_at or now, goal_date=goal)


@action(Permission.AGREEMENT_PREPARE)
def ask_for_case_work(*, actor: Actor, connection: Connection) -> Connection:
    """Somebody who must sign has no MitID: the case goes to case work, where paper can be shown."""
    case = own(actor, connection)
    require_state(case, S.SIGNING)
    return CONNECTION.move(
        case, "to case work", actor=actor, case_reason="paper", asks=cases.first_asks("paper")
    )


@action(Permission.AGREEMENT_PREPARE)
def withdraw(*, actor: Actor, connection: Connection) -> Connection:
    """The starter gives the case up. What was handed in stays until its retention ends."""
    case = own(actor, connection)
    _require_starter(actor, case)
    return CONNECTION.move(case, "withdraw", actor=actor)


@action(Permission.AGREEMENT_PREPARE)
def take_up(*, actor: Actor, connection: Connection) -> Connection:
    """A rejected case goes on as a draft: every answer stays, only what was wrong is corrected."""
    case = own(actor, connection)
    _require_starter(actor, case)
    return CONNECTION.move(case, "take up", actor=actor, asks=[], document=None, submitted_at=None, goal_date=None,
                           version=case.version + 1)  # fmt: skip


@action(Permission.AGREEMENT_PREPARE)
def reopen(*, actor: Actor, connection: Connection, version: int) -> Connection:
    """Back to the answers before everybody has signed: the signatures so far lapse with the document."""
    case = own(actor, connection, version)
    _require_starter(actor, case)
    require_state(case, S.SIGNING, S.ANSWER_NEEDED)
    lose_signatures(case, actor, "reopened")
    return CONNECTION.move(case, "reopen", actor=actor, asks=[], version=case.version + 1)


def _require_starter(actor: Actor, case: Connection) -> None:
    if case.started_by_id != actor.user.pk:
        raise RuleBroken(_("Kun den, der har begyndt sagen, kan gøre det."))
