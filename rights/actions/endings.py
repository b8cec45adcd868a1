"""What happens to a grant with an end by itself: reminders 60, 30 and 7 days before, and the end told."""

from collections import defaultdict

from django.db import connection
from django.utils import timezone

from identities.models import AdministratorRole
from identities.queries import people
from portal.agreements.models import Organisation
from portal.core import audit, trace
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.mail import Recipient
from portal.core.permissions import Permission
from rights import mails
from rights.actions.bulk import trace_grants
from rights.events import GrantEvent
from rights.models import Grant
from rights.queries.endings import due_for_reminder

REMIND_DAYS = (7, 30, 60)

_TELL = """
UPDATE rights_grant SET reminded_days = 0
WHERE id IN (SELECT id FROM rights_grant WHERE ends_at <= statement_timestamp()
             AND reminded_days IS DISTINCT FROM 0 ORDER BY ends_at LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


@action(Permission.GRANT_GIVE)
def remind_of_endings(*, actor: Actor, organisation: Organisation, days: int) -> int:
    """One mail to each holder and to the rights administrators about what ends within `days` days and has no
    later reminder yet. Returns how many grants; told twice changes nothing."""
    grants = list(due_for_reminder(days, timezone.now()).filter(organisation=organisation))
    if not grants:
        trace.current().entries += 1
        return 0
    by_holder: dict[Recipient, list[Grant]] = defaultdict(list)
    for grant in grants:
        if grant.identity and grant.identity.email:
            by_holder[_holder(grant)].append(grant)
        audit.record(
            GrantEvent.REMINDED,
            grant,
            actor=actor,
            organisations=[organisation],
            right=grant.right.name_da,
            receiver=str(grant.identity or grant.group),
            days=days,
        )
    for recipient in people.recipients_in_role(organisation, AdministratorRole.RIGHTS_ADMINISTRATOR):
        mails.expiring(organisation, recipient, grants, days)
    for recipient, theirs in by_holder.items():
        mails.expiring(organisation, recipient, theirs, days)
    marked = Grant.objects.across_organisations("the ones just told").filter(pk__in=[g.pk for g in grants])
    marked.update(reminded_days=days)
    return len(grants)


@action(Permission.GRANT_WITHDRAW)
def tell_endings(*, actor: Actor, most: int = 5000) -> int:
    """Write the end of grants whose time is up into the history; the decisions have said no since that
    moment."""
    with connection.cursor() as cursor:
        cursor.execute(_TELL, [most])
        ended = [row[0] for row in cursor.fetchall()]
    trace_grants(GrantEvent.EXPIRED, ended, actor)
    return len(ended)


def _holder(grant: Grant) -> Recipient:
    identity = grant.identity
    assert identity is not None
    return Recipient(
        address=identity.email, name=identity.shown_name, language=identity.language, reader=identity.pk
    )
