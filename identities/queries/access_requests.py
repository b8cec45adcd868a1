"""Who may be asked for access, and who has asked."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from identities.models import AccessRequest, Identity, LocalIdp
from portal.agreements.models import Organisation

SHOWN = 10
SHORTEST_SEARCH = 3


def open_for_requests() -> QuerySet[Organisation]:
    """Organisations that have opened for it; with a local IdP they create their people themselves."""
    own = LocalIdp.objects.across_organisations("whether an organisation creates its people itself").filter(
        organisation=OuterRef("pk"), state=LocalIdp.State.ACTIVE
    )
    rows = Organisation.objects.across_organisations("somebody looks for their employer")
    wanted = rows.filter(allows_self_request=True, state=Organisation.State.CONNECTED)
    return wanted.filter(~Exists(own))


def takes_requests(organisation: Any) -> bool:
    return open_for_requests().filter(pk=organisation.pk).exists()


def employers(text: str) -> list[Organisation]:
    """At most ten that are open for requests, by CVR number or a part of the name; none for less than three
    characters."""
    text = text.strip()
    bare = text.replace(" ", "")
    if len(bare) < SHORTEST_SEARCH:
        return []
    rows = open_for_requests()
    found = rows.filter(cvr=bare) if bare.isdecimal() else rows.filter(name__icontains=text)
    return list(found.order_by("name", "pk")[:SHOWN])


def is_user_of(user: Any, organisation: Any) -> bool:
    rows = Identity.objects.for_person(user).filter(organisation=organisation)
    return rows.exclude(state=Identity.State.CLOSED).exists()


def my_requests(user: Any) -> list[AccessRequest]:
    """What I have asked and not yet taken back, the newest first."""
    rows = AccessRequest.objects.for_person(user).exclude(state=AccessRequest.State.WITHDRAWN)
    return list(
        rows.exclude(state=AccessRequest.State.APPROVED)
        .select_related("organisation")
        .order_by("-created_at", "pk")[:20]
    )
