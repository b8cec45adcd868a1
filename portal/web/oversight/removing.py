"""What the retention job takes away, class by class; each takes some at a time and says how many."""

import datetime

from django.db import connection
from django.db.models import Q

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


def reviews(before: datetime.datetime, limit: int) -> int:
    rows = LookUpReview.objects.across_organisations(WHY)
    old = list(rows.filter(drawn_at__lt=before).values_list("pk", flat=True)[:limit])
    return rows.filter(pk__in=old).delete()[0]


def sessions(before: datetime.datetime, limit: int) -> int:
    return logins.sweep()
