"""The only writers of cases. Each looks at the case as it is now: of two agents the second one is told."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.actions import RuleBroken, Stale, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.uploads import Upload
from portal.web.cases import mails, rules
from portal.web.cases.events import CaseEvent
from portal.web.cases.lifecycle import CASE
from portal.web.cases.models import Case, CaseFile, Message
from portal.web.support.queries.access import belongs_to, concerns, organisation_with

S = Case.State


@action(Permission.OWN_CASES)
def ask_for_help(
    *, actor: Actor, subject: str, text: str, solution: str, organisation: Any = None, page: str = "",
    email: str = "", phone: str = "", upload: Upload | None = None,
) -> Case:  # fmt: skip
    """A person asks from inside the portal; where they stood is filled in."""
    case = Case.objects.create(
        number=rules.new_number(), channel=Case.Channel.PORTAL, asked_by=actor.user, organisation=organisation,
        subject=subject, solution=solution, page=rules.page_of(page), contact_email=email, contact_phone=phone,
        due_at=rules.answer_due(timezone.now()),
    )  # fmt: skip
    return _opened(case, text, actor, upload)


@action(Permission.SUPPORT_CASE)
def register_call(
    *, actor: Actor, name: str, subject: str, text: str, solution: str, number: str = "", email: str = "", phone: str = ""
) -> Case:  # fmt: skip
    """An agent notes a telephone call; it is theirs from the start."""
    organisation = organisation_with(number) if number else None
    case = Case.objects.create(
        number=rules.new_number(), channel=Case.Channel.TELEPHONE, contact_name=name, organisation=organisation,
        subject=subject, solution=solution, contact_email=email, contact_phone=phone, state=S.WORKING,
        assigned_to=actor.user, due_at=rules.answer_due(timezone.now()),
    )  # fmt: skip
    return _opened(case, text, actor, None)


def _opened(case: Case, text: str, actor: Actor, upload: Upload | None) -> Case:
    _say(case, text, actor, upload=upload)
    _record(CaseEvent.OPENED, case, actor)
    mails.received(case)
    return case


@action(Permission.OWN_CASES)
def write(*, actor: Actor, case: Case, text: str, upload: Upload | None = None) -> Case:
    """The person writes more. What was asked is answered, what was solved is open again, and the desk's time runs."""
    current = _locked(case)
    if current.asked_by != actor.user:
        raise RuleBroken(_("Sagen er ikke din. Intet er gemt."))
    _say(current, text, actor, upload=upload)
    due: dict[str, Any] = {"due_at": rules.answer_due(timezone.now()), "version": current.version + 1}
    if current.state == S.WAITING:
        return CASE.move(current, "answer", actor=actor, **due)
    if current.state == S.SOLVED:
        return CASE.move(current, "reopen", actor=actor, solved_at=None, **due)
    _record(CaseEvent.WRITTEN, current, actor)
    return _saved(current)


@action(Permission.SUPPORT_CASE)
def take(*, actor: Actor, case: Case, version: int) -> Case:
    """The case becomes mine, if nobody has taken it in the meantime."""
    current = _locked(case, version)
    return CASE.move(current, "take", actor=actor, assigned_to=actor.user, version=current.version + 1)


@action(Permission.SUPPORT_CASE)
def answer(
    *, actor: Actor, case: Case, version: int, text: str, then: str, upload: Upload | None = None
) -> Case:
    """Write to the person; `then`: "wait" for their answer, "solved", or "note" (internal, nobody is told)."""
    current = _locked(case, version)
    _say(current, text, actor, from_support=True, is_internal=then == "note", upload=upload)
    if then == "note":
        _record(CaseEvent.NOTED, current, actor)
        return _saved(current)
    changes: dict[str, Any] = {"due_at": None, "version": current.version + 1}
    if then == "solved":
        return CASE.move(current, "solve", actor=actor, solved_at=timezone.now(), **changes)
    return CASE.move(current, "ask", actor=actor, **changes)


@action(Permission.SUPPORT_CASE)
def hand_over(*, actor: Actor, case: Case, version: int, colleague: Any, text: str) -> Case:
    """A colleague goes on; the note tells how far one came."""
    current = _locked(case, version)
    _say(current, text, actor, from_support=True, is_internal=True)
    if current.state == S.NEW:
        current = CASE.move(current, "take", actor=actor)
    current.assigned_to = colleague
    current.save(update_fields=["assigned_to"])
    _record(CaseEvent.HANDED_OVER, current, actor, to=colleague.username)
    return _saved(current)


@action(Permission.SUPPORT_CASE)
def hand_on(*, actor: Actor, case: Case, version: int, solution: str, text: str) -> Case:
    """To the third level of the solution it is about; a new promise begins."""
    current = _locked(case, version)
    _say(current, text, actor, from_support=True, is_internal=True)
    due = rules.answer_due(timezone.now(), rules.THIRD_LEVEL_WITHIN)
    return CASE.move(current, "hand on", actor=actor, payload={"solution": solution}, solution=solution, due_at=due,
                     version=current.version + 1)  # fmt: skip


@action(Permission.SUPPORT_CASE)
def take_back(*, actor: Actor, case: Case, version: int, text: str) -> Case:
    """The third level has answered; the case is the desk's again."""
    current = _locked(case, version)
    _say(current, text, actor, from_support=True, is_internal=True)
    return CASE.move(current, "take back", actor=actor, assigned_to=actor.user, version=current.version + 1,
                     due_at=rules.answer_due(timezone.now()))  # fmt: skip


@action(Permission.SUPPORT_CASE)
def note_reading(*, actor: Actor, case: Case) -> None:
    """An agent is about to read a case. RuleBroken for their own, or one of the organisation they belong to."""
    theirs = case.asked_by.cpr_index if case.asked_by else None
    if belongs_to(actor.user, case.organisation) or concerns(actor.user, (theirs,), (case.contact_email,)):
        raise RuleBroken(
            _("Sagen er din egen eller din organisations. En kollega må tage den. Intet er åbnet.")
        )
    _record(CaseEvent.READ, case, actor)


def _locked(case: Case, version: int | None = None) -> Case:
    rows = Case.objects.across_organisations("the case an action is about").select_for_update(of=("self",))
    current = rows.select_related("organisation", "asked_by").get(pk=case.pk)
    if version is not None and version != current.version:
        raise Stale(
            _(
                "En kollega har arbejdet på sagen, mens du havde den åben. Læs, hvad der er sket. Intet er gemt."
            )
        )
    return current


def _say(
    case: Case, text: str, actor: Actor, *, from_support: bool = False, is_internal: bool = False,
    upload: Upload | None = None,
) -> None:  # fmt: skip
    message = Message.objects.create(
        case=case, author=actor.user, from_support=from_support, is_internal=is_internal, text=text
    )
    if upload is not None:
        CaseFile.objects.create(message=message, name=upload.name, media_type=upload.media_type,
                                content=upload.content, sha256=upload.sha256)  # fmt: skip


def _saved(case: Case) -> Case:
    case.version += 1
    case.save(update_fields=["version"])
    return case


def _record(event: CaseEvent, case: Case, actor: Actor, **told: Any) -> None:
    audit.record(event, case, actor=actor, organisations=case.organisations(), number=case.number, **told)
