"""The development mailbox: what the mail server would have received. Not there in production."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from portal.web.views.front import PublicPage


def letters() -> list[tuple[str, EmailMessage]]:
    """(key, message) of every mail sent to the file backend, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    found = []
    for path in sorted(folder.glob("*.log"), key=lambda each: each.stat().st_mtime_ns, reverse=True)[:500]:
        parts = path.read_bytes().split(b"-" * 79 + b"\n")
        messages = [
            email.message_from_bytes(part, policy=email.policy.default) for part in parts if part.strip()
        ]
        found += [(f"{path.stem}-{n}", message) for n, message in reversed(list(enumerate(messages)))]
    return found


class Mailbox(PublicPage):
    template_name = "web/mailbox.html"
    title = _("Postkasse til afprøvning")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not settings.DEVELOPMENT_MAILBOX:
            raise Http404
        wanted = self.request.GET.get("q", "").strip().lower()
        rows = [
            {"key": key, "to": message["to"], "subject": message["subject"], "date": message["date"].datetime}
            for key, message in letters()
            if wanted in f"{message['to']} {message['subject']}".lower()
        ]
        return super().get_context_data(rows=rows[:100], q=wanted, **kwargs)


class MailboxLetter(PublicPage):
    template_name = "web/mailbox_letter.html"
    title = _("Postkasse til afprøvning")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not settings.DEVELOPMENT_MAILBOX:
            raise Http404
        message = dict(letters()).get(self.kwargs["key"])
        if message is None:
            raise Http404
        return super().get_context_data(
            letter=message, body=message.get_content(), date=message["date"].datetime, **kwargs
        )
