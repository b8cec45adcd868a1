"""What a person decides about their own messages."""

from collections.abc import Iterable

from django.utils import timezone

from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.web.notifications.events import NotificationEvent
from portal.web.notifications.models import MailChoice, Seen
from portal.web.notifications.rules import KINDS


@action(Permission.OWN_CASES)
def mark_read(*, actor: Actor) -> Seen:
    """Everything until now is read."""
    seen, _made = Seen.objects.update_or_create(user=actor.user, defaults={"at": timezone.now()})
    audit.record(NotificationEvent.READ, seen, actor=actor, organisations=[])
    return seen


@action(Permission.OWN_CASES)
def choose_mail(*, actor: Actor, mailed: Iterable[str]) -> None:
    """The kinds in `mailed` come as mail, too; the others stay in the portal."""
    quiet = set(KINDS) - set(mailed)
    MailChoice.objects.filter(user=actor.user).exclude(kind__in=quiet).delete()
    MailChoice.objects.bulk_create(
        [MailChoice(user=actor.user, kind=kind) for kind in sorted(quiet)], ignore_conflicts=True
    )
    audit.record(
        NotificationEvent.CHOSEN, actor.user, actor=actor, organisations=[], portal_only=sorted(quiet)
    )
