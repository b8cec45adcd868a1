"""Sending what actions queued: each row once, under the Message-ID it was born with."""

import datetime
import smtplib

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.core import crypto
from portal.core.mail import SECRET
from portal.core.models import OutgoingMail

log = structlog.get_logger(__name__)
GIVE_UP_AFTER = 20
# Why a row was not sent: its receiver reads such messages in the portal.
PORTAL_ONLY = "portal only"


def send_waiting(limit: int = 500) -> int:
    """Send what waits, oldest first; several workers share the work. Returns how many were sent."""
    sent = 0
    for _ in range(limit):
        outcome = _send_one()
        if outcome is None:
            break
        sent += outcome
    return sent


def _send_one() -> int | None:
    now = timezone.now()
    due = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
    with transaction.atomic():
        row = (
            OutgoingMail.objects.select_for_update(skip_locked=True)
            .filter(due, sent_at__isnull=True, failed_because__isnull=True)
            .order_by("created_at")
            .first()
        )
        if row is None:
            return None
        row.attempts += 1
        try:
            if import_string(settings.IS_MAILED)(row):
                _deliver(row)
                row.sent_at, row.secret = timezone.now(), None
            else:
                row.failed_because = PORTAL_ONLY
        except (smtplib.SMTPException, OSError) as error:
            _postpone(row, error)
        row.save(update_fields=["attempts", "sent_at", "secret", "next_attempt_at", "failed_because"])
        return 1 if row.sent_at else 0


def _deliver(row: OutgoingMail) -> None:
    body = row.body
    if row.secret is not None:
        body = body.replace(SECRET, crypto.decrypt(bytes(row.secret), purpose=f"mail:{row.pk}"))
    headers = {
        "Message-ID": row.message_id,
        "Content-Language": row.language,
        "Auto-Submitted": "auto-generated",
    }
    EmailMessage(row.subject, body, to=[row.recipient], headers=headers).send()


def _postpone(row: OutgoingMail, error: Exception) -> None:
    log.warning("mail_postponed", mail=str(row.pk), attempt=row.attempts, error=type(error).__name__)
    if row.attempts >= GIVE_UP_AFTER:
        row.failed_because = type(error).__name__
    else:
        row.next_attempt_at = timezone.now() + datetime.timedelta(seconds=min(2**row.attempts, 3600))
