"""Messages in the portal: what has been written to a person, by the organisation and address it went to."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from identities.models import Identity
from portal.core.models import OutgoingMail
from portal.web.cases.models import Case
from portal.web.notifications.models import MailChoice, Seen
from portal.web.notifications.rules import kind_of

MOST = 99
_BEGINNING = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)


Place = tuple[Any, str, Any]


def addresses(user: Any) -> list[Place]:
    """(organisation, e-mail, identity) of the person's users that are not closed."""
    rows = Identity.objects.for_person(user).exclude(state=Identity.State.CLOSED).exclude(email="")
    return list(rows.values_list("organisation", "email", "pk"))


def written_to(places: Iterable[Place]) -> QuerySet[OutgoingMail]:
    """What was written to one of these users; not what went to a colleague at the same address. What names no reader
    (an invoice, a letter about a case) is for whoever reads the address."""
    wanted = Q(pk__in=[])
    for organisation, email, identity in places:
        mine = Q(reader=identity) | Q(reader=None)
        wanted |= Q(organisation=organisation, recipient=email) & mine
    return OutgoingMail.objects.filter(wanted)


def unread(user: Any, places: list[Place]) -> int:
    """How many are newer than the person's last reading, at most MOST; one query."""
    if not places:
        return 0
    seen = Seen.objects.filter(user=user).values("at")
    rows = written_to(places).filter(created_at__gt=Coalesce(Subquery(seen), _BEGINNING))
    return len(rows.values_list("pk", flat=True)[:MOST])


def seen_until(user: Any) -> Any:
    return Seen.objects.filter(user=user).values_list("at", flat=True).first()


def portal_only(user: Any) -> set[str]:
    return set(MailChoice.objects.filter(user=user).values_list("kind", flat=True))


def is_mailed(row: OutgoingMail) -> bool:
    """Whether somebody who gets this mail wants it as a mail; asked by the sender for each row."""
    kind = kind_of(row.template)
    if not kind or row.secret is not None:
        return True
    choices = MailChoice.objects.filter(user=OuterRef("user"), kind=kind)
    people = Identity.objects.across_organisations("sending a mail: what its receiver has chosen")
    people = people.filter(organisation=row.organisation, email=row.recipient, user__isnull=False)
    if row.reader is not None:
        people = people.filter(pk=row.reader)
    found = list(
        people.annotate(quiet=Subquery(choices.values("pk")[:1])).values_list("quiet", flat=True)[:20]
    )
    if not found:
        found = _askers(row, kind)
    return not found or any(quiet is None for quiet in found)


def _askers(row: OutgoingMail, kind: str) -> list[Any]:
    """Mail about a case goes to the address given there."""
    if kind != "support":
        return []
    rows = Case.objects.across_organisations("sending a mail: what its receiver has chosen")
    users = rows.filter(contact_email=row.recipient, organisation=row.organisation, asked_by__isnull=False)
    choices = MailChoice.objects.filter(user=OuterRef("asked_by"), kind=kind)
    return list(users.annotate(quiet=Subquery(choices.values("pk")[:1])).values_list("quiet", flat=True)[:20])
