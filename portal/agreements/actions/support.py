"""What the support desk does with a case: ask for one thing, write, approve, reject. It never signs for anybody."""

from django.utils.translation import gettext as _

from portal.agreements import mails, queries
from portal.agreements.actions.conclude import conclude_now
from portal.agreements.actions.guarding import locked, require_state
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.lifecycle import CONNECTION
from portal.agreements.models import Attachment, CaseMessage, Connection
from portal.agreements.rules import cases
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

S = Connection.State
SHORTEST = 10


@action(Permission.CASE_DECIDE)
def ask_applicant(*, actor: Actor, connection: Connection, asks_for: str, text: str) -> Connection:
    """Ask for one thing more (`asks_for`: a code of rules.cases.ASKS); the case waits, everything else stays."""
    case = locked(connection)
    require_state(case, S.CASE_WORK)
    _require_words(text)
    if asks_for not in cases.ASKS:
        raise RuleBroken(_("Vælg, hvad ansøgeren skal sende."))
    CaseMessage.objects.create(
        connection=case, author=actor.user, from_support=True, text=text, asks_for=asks_for
    )
    return CONNECTION.move(case, "ask", actor=actor, asks=[asks_for], payload={"asks": asks_for})


@action(Permission.CASE_DECIDE)
def write_to_applicant(*, actor: Actor, connection: Connection, text: str) -> CaseMessage:
    """A message without a question."""
    case = locked(connection)
    require_state(case, S.CASE_WORK, S.ANSWER_NEEDED)
    _require_words(text)
    message = CaseMessage.objects.create(connection=case, author=actor.user, from_support=True, text=text)
    audit.record(Event.MESSAGE_WRITTEN, case, actor=actor, organisations=case.organisations())
    mails.message(case)
    return message


@action(Permission.CASE_DECIDE)
def approve(*, actor: Actor, connection: Connection, reason: str) -> Connection:
    """The documents show that those who signed may sign: the agreement is concluded. `reason`: what showed it.

    Raises RuleBroken where nobody has signed, with MitID or on paper."""
    case = locked(connection)
    require_state(case, S.CASE_WORK)
    _require_words(reason)
    if not queries.standing_signatures(case) and not _signed_on_paper(case):
        raise RuleBroken(
            _(
                "Ingen har skrevet under endnu, hverken med MitID eller på papir. Bed ansøgeren om en underskrift."
            )
        )
    audit.record(Event.APPROVED, case, actor=actor, organisations=case.organisations(), because=reason)
    return conclude_now(actor=actor, connection=case)


@action(Permission.CASE_DECIDE)
def reject(*, actor: Actor, connection: Connection, reason: str) -> Connection:
    """Say no, with the reason. The applicant can take the case up again and correct what was wrong."""
    case = locked(connection)
    _require_words(reason)
    return CONNECTION.move(case, "reject", actor=actor, rejected_because=reason, goal_date=None,
                           payload={"because": reason})  # fmt: skip


def _signed_on_paper(case: Connection) -> bool:
    return case.attachments.filter(kind=Attachment.Kind.SIGNED_PAPER).exists()


def _require_words(text: str) -> None:
    if len(text.strip()) < SHORTEST:
        raise RuleBroken(_("Skriv en begrundelse på mindst %(least)s tegn.") % {"least": SHORTEST})
