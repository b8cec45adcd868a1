"""Every mail about rights; the texts are in templates/mail/rights/."""

from collections.abc import Sequence
from typing import Any

from identities.models import AdministratorRole
from identities.queries import people
from portal.core.mail import Letter, Recipient, mail


def _to(identity: Any) -> list[Recipient]:
    if not identity.email:
        return []
    return [
        Recipient(
            address=identity.email, name=identity.shown_name, language=identity.language, reader=identity.pk
        )
    ]


@mail("rights/request_sent")
def request_sent(request: Any, rights: Sequence[Any]) -> Letter:
    """To those who answer: who asks, for what, and why."""
    to = people.recipients_in_role(request.organisation, AdministratorRole.RIGHTS_ADMINISTRATOR)
    context = {"request": request, "rights": rights, "organisation": request.organisation}
    return Letter(to=to, organisation=request.organisation, context=context)


@mail("rights/request_answered")
def request_answered(request: Any) -> Letter:
    """To the one who asked: line by line what was answered."""
    lines = list(request.lines.select_related("right").order_by("right__name_da"))
    context = {"request": request, "lines": lines, "organisation": request.organisation}
    return Letter(to=_to(request.identity), organisation=request.organisation, context=context)


@mail("rights/expiring")
def expiring(organisation: Any, recipient: Recipient, grants: Sequence[Any], days: int) -> Letter:
    """What ends within `days` days, to one reader: the holder, or an administrator who can renew."""
    context = {"organisation": organisation, "grants": grants, "days": days}
    return Letter(to=[recipient], organisation=organisation, context=context)


@mail("rights/external_member")
def external_member_added(identity: Any, group: Any) -> Letter:
    """To the person who now may use another organisation's rights."""
    context = {"group": group, "organisation": group.organisation, "employer": identity.organisation}
    return Letter(to=_to(identity), organisation=group.organisation, context=context)
