"""A mail is a row in the transaction it tells about; a worker sends it after commit.

The Message-ID is made with the row, so that however often a worker is killed while sending, the receiver's side sees
one message. A secret (a single-use link) is stored encrypted, put in while sending, and forgotten once sent.
"""

import functools
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ParamSpec

from django.conf import settings
from django.template import Context, loader
from django.utils import translation

from portal.core import crypto, trace

P = ParamSpec("P")
SECRET = "%%SECRET%%"  # noqa: S105 - a placeholder


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """`reader`: the id of the identity it is for; in the portal nobody else with the same address reads it."""

    address: str
    name: str = ""
    language: str = "da"
    reader: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What a mail function returns: to whom, the template's context, the organisation it concerns, and a secret."""

    to: Iterable[Recipient]
    context: dict[str, Any]
    organisation: Any = None
    secret: str = ""


def mail(template: str) -> Callable[[Callable[P, Letter]], Callable[P, None]]:
    """Turn a function returning a Letter into one that queues it in the running action.

    `templates/mail/<template>.txt`: first line the subject, an empty line, the body. `{{ secret }}` stands where the
    secret shall be; the template gets a placeholder, never the secret itself."""

    def decorate(function: Callable[P, Letter]) -> Callable[P, None]:
        @functools.wraps(function)
        def queue(*args: P.args, **kwargs: P.kwargs) -> None:
            letter = function(*args, **kwargs)
            for recipient in letter.to:
                trace.current().mail.append(_row(template, letter, recipient))

        queue.template = template  # type: ignore[attr-defined]
        return queue

    return decorate


def _row(template: str, letter: Letter, recipient: Recipient) -> tuple[Any, ...]:
    mail_id = uuid.uuid4()
    with translation.override(recipient.language):
        told = {**letter.context, "recipient": recipient, "secret": SECRET, "base_url": settings.BASE_URL}
        template_text: Any = loader.get_template(f"mail/{template}.txt")
        # A mail is plain text: "Cykler & Søn" is not HTML.
        text = template_text.template.render(Context(told, autoescape=False))
    subject, _, body = text.strip().partition("\n\n")
    organisation = letter.organisation.pk if letter.organisation else None
    secret = crypto.encrypt(letter.secret, purpose=f"mail:{mail_id}") if letter.secret else None
    return (mail_id, template, recipient.address, recipient.language, " ".join(subject.split()), body.strip() + "\n",
            secret, organisation, recipient.reader, f"<{mail_id}@{settings.MAIL_DOMAIN}>")  # fmt: skip
