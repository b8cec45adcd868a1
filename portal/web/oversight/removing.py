"""What the retention job takes away, class by class; each takes some at a time and says how many."""

import datetime

from django.db import connection
from django.db.models import Q

from portal.agreements.models import Attachment, CaseMessage, Connection, Invitation
from portal.core.models import AuditEntry, AuditPayload, OutgoingMail
from portal.web.cases.models import Case, Message
from portal.web.login import sessions as logins
from portal.web.oversight.models import LookUpReview

WHY = "retention: what is older than its class allows, whoever it belongs to"


def trail(before: datetime.datetime, limit: int) -> int:
    """The words of the trail's entries; the rows and their seals stay, and the chain still verifies."""
    old = AuditEntry.objects.across_organisations(WHY).filter(at__lt=before)
    standing = AuditPayload.objects.filter(entry_id__in=old.values("pk"))
    ids = list(standing.values_list("entry_id", flat=True)[:limit])
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT core_erase_payloads(%s, %s)", [ids, before])
        return int(cursor.fetchone()[0])


def mail(before: datetime.datetime, limit: int) -> int:
    done = Q(sent_at__isnull=False) | Q(failed_because__isnull=False)
    old = OutgoingMail.objects.filter(done, created_at__lt=before).values_list("pk", flat=True)[:limit]
    return OutgoingMail.objects.filter(pk__in=list(old)).delete()[0]


def cases(before: datetime.datetime, limit: int) -> int:
    """What was said and who could be reached; the case's number and its place in the statistics stay."""
    rows = Case.objects.across_organisations(WHY)
    standing = Message.objects.across_organisations(WHY).values("case")
    old = list(rows.filter(solved_at__lt=before, pk__in=standing).values_list("pk", flat=True)[:limit])
    Message.objects.across_organisations(WHY).filter(case__in=old).delete()
    return rows.filter(pk__in=old).update(
        contact_name="–", contact_email="", contact_phone="", subject="–", page=""
    )


def connection_cases(before: datetime.datetime, limit: int) -> int:
    """Papers, messages and links of cases about agreements that are over or were never finished; of those that came to
    nothing the people too. A concluded case keeps its answers, signatures and document: they are the agreement."""
    rows = Connection.objects.across_organisations(WHY)
    nothing = Q(state__in=["draft", "rejected", "withdrawn"], created_at__lt=before)
    over = rows.filter(nothing | Q(state="concluded", concluded_at__lt=before))
    kept = Q(attachments__isnull=False) | Q(messages__isnull=False) | Q(invitations__isnull=False)
    kept |= Q(administrator_cpr_index__isnull=False) | nothing & ~Q(administrator_email="")
    old = list(over.filter(kept).values_list("pk", flat=True).distinct()[:limit])
    for model in (Attachment, CaseMessage, Invitation):
        model.objects.across_organisations(WHY).filter(connection__in=old).delete()
    rows.filter(pk__in=old).update(administrator_cpr=None, administrator_cpr_index=None)
    rows.filter(nothing, pk__in=old).update(
        administrator_name="",
        administrator_email="",
        applicant_email="",
        administrator_birth_date=None,
        state="withdrawn",
    )
    return len(old)


def reviews(before: datetime.datetime, limit: int) -> int:
    rows = LookUpReview.objects.across_organisations(WHY)
    old = list(rows.filter(drawn_at__lt=before).values_list("pk", flat=True)[:limit])
    return rows.filter(pk__in=old).delete()[0]


def sessions(before: datetime.datetime, limit: int) -> int:
    return logins.sweep()
