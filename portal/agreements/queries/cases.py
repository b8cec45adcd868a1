"""Cases: whose they are, who has signed, who must, and what waits at the support desk."""

import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from portal.agreements import rules
from portal.agreements.models import (
    Attachment,
    CaseMessage,
    Connection,
    Invitation,
    RegisterCompany,
    Signature,
)
from portal.agreements.queries.organisations import administrator_names
from portal.agreements.signing_rule import SigningRule, describe, describe_missing, missing

S = Connection.State
RECENT = datetime.timedelta(days=14)


def cases_of(user: Any) -> QuerySet[Connection]:
    """Cases this person may see: those they began, were invited to or have signed, and those of an organisation in
    whose management the register has them."""
    every = Connection.objects.across_organisations(
        "cases are the person's own before there is an organisation"
    )
    mine = Q(started_by=user)
    mine |= Q(pk__in=Signature.objects.for_person(user).values("connection"))
    mine |= Q(pk__in=Invitation.objects.for_person(user).values("connection"))
    if user.cpr_index is not None:
        own = [{"key": bytes(user.cpr_index).hex()}]
        mine |= Q(
            state__in=[S.SIGNING, S.CASE_WORK, S.ANSWER_NEEDED], register_snapshot__management__contains=own
        )
    return every.filter(mine)


def standing_signatures(connection: Connection) -> list[Signature]:
    every = Signature.objects.across_organisations("signatures of one case, shown to its signatories")
    return list(every.filter(connection=connection, lost_at__isnull=True).order_by("signed_at"))


def messages_of(connection: Connection) -> list[CaseMessage]:
    every = CaseMessage.objects.across_organisations("messages of one case, found through its scope")
    return list(every.filter(connection=connection).select_related("author").order_by("written_at"))


def attachments_of(connection: Connection) -> list[Attachment]:
    """Without their bytes."""
    every = Attachment.objects.across_organisations("documents of one case, found through its scope")
    return list(every.filter(connection=connection).defer("content").order_by("uploaded_at"))


def case_reason(connection: Connection, facts: dict[str, Any]) -> str:
    """Why this case needs a case worker: a code of rules.cases.REASONS, "" when signatures are enough."""
    if not facts["cvr"] or facts["cvr"].startswith("0"):
        return "no_cvr"
    if reason := rules.needs_case_work(facts):
        return reason
    if connection.purpose != Connection.Purpose.RECOVER:
        return ""
    if administrator_names(facts["cvr"]):
        return "has_administrator"
    return "recent_change" if management_is_new(facts["cvr"]) else ""


def management_is_new(cvr: str) -> bool:
    """Whether management or signing rule changed less than 14 days ago (product §1, recovery)."""
    limit = timezone.localdate() - RECENT
    return RegisterCompany.objects.filter(pk=cvr, management_changed_on__gt=limit).exists()


def missing_in_words(connection: Connection, signatures: list[Signature]) -> str:
    """Whose signatures are still needed, as a sentence; "" when none is or when only case work can tell."""
    facts = connection.register_snapshot
    rule = rules.rule_of(facts)
    if not isinstance(rule, SigningRule) or connection.state != S.SIGNING:
        return ""
    signers = {bytes(each.cpr_index).hex() for each in signatures}
    return describe_missing(missing(rule, signers, rules.people_of(facts)), get_language() or "da")


def rule_in_words(facts: dict[str, Any]) -> str:
    """Who must sign, "" when the register's text is not understood."""
    rule = rules.rule_of(facts)
    return describe(rule, get_language() or "da") if isinstance(rule, SigningRule) else ""


def cases_for_support(**filters: Any) -> QuerySet[Connection]:
    """The desk's queue: cases that wait for a case worker, nearest goal date first; `signed` and `documents` are
    counts. `filters` as of a queryset (`state="answer_needed"`, `case_number=…`)."""
    every = Connection.objects.across_organisations("the support desk's queue of cases")
    waiting = every.filter(**(filters or {"state": S.CASE_WORK}))
    return waiting.annotate(
        signed=Count("signatures", filter=Q(signatures__lost_at__isnull=True), distinct=True),
        documents=Count("attachments", distinct=True),
    ).order_by("goal_date", "created_at", "pk")
