"""Lists of mandates: given and received, by the other party's name, comfortable with 80,000."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from mandates.models import LIVE, WAITING, Mandate, MandateRight
from portal.core.actors import Actor
from rights.models import ClientGroupMember

S = Mandate.State
OPEN = (S.DRAFT, *WAITING, *LIVE)
_FOLDED = str.maketrans("æäøöå", "{{||}")


def visible(actor: Actor) -> QuerySet[Mandate]:
    """The actor's organisation's mandates. A draft is seen by its author's side alone."""
    ours = actor.organisation.pk
    own_draft = Q(created_by_grantor=True, grantor=ours) | Q(created_by_grantor=False, grantee=ours)
    return Mandate.objects.for_actor(actor).filter(~Q(state=S.DRAFT) | own_draft)


def listed(actor: Actor, *, given: bool, text: str = "", status: str = "") -> QuerySet[Mandate]:
    """Given (else received) ones; `status`: a state, "all", or "" for those that are not over."""
    ours = actor.organisation.pk
    mine = Q(grantor=ours) if given else Q(grantee=ours)
    rows = visible(actor).filter(mine).select_related("grantor", "grantee")
    if status != "all":
        rows = rows.filter(state__in=[status] if status else OPEN)
    return rows.filter(named(text, "grantee" if given else "grantor")) if text else rows


def named(text: str, party: str) -> Q:
    """The party's name contains the text, or its CVR number begins with it."""
    digits = text.replace(" ", "")
    if digits.isascii() and digits.isdecimal():
        return Q(**{f"{party}__cvr__startswith": digits})
    return Q(**{f"{party}_key__contains": folded(text)})


def folded(text: str) -> str:
    """What the database's sort key does, for the words that are searched for."""
    return text.strip().lower().replace("aa", "å").translate(_FOLDED)


def duplicates(mandate: Mandate, rights: Iterable[Any]) -> list[Mandate]:
    """Other mandates between the same two with one of these rights, in force or waiting: shown before sending."""
    given = MandateRight.objects.across_organisations("between the parties of a mandate in scope").filter(
        mandate=OuterRef("pk"), right__in=list(rights)
    )
    rows = Mandate.objects.across_organisations("between the parties of a mandate in scope").filter(
        Exists(given), grantor=mandate.grantor_id, grantee=mandate.grantee_id, state__in=(*WAITING, *LIVE)
    )
    return list(rows.exclude(pk__in=[mandate.pk, mandate.replaces_id]).order_by("-created_at")[:20])


def renewable(actor: Actor, now: datetime.datetime, *, given: bool, days: int) -> QuerySet[Mandate]:
    """Those given (else received) that end within `days` days, can be renewed, and are not being renewed already."""
    own = {"grantor" if given else "grantee": actor.organisation.pk}
    under_way = Mandate.objects.across_organisations("the renewal of a mandate in scope").filter(
        replaces=OuterRef("pk"), state__in=OPEN
    )
    soon = {"ends_at__gt": now, "ends_at__lte": now + datetime.timedelta(days=days)}
    rows = Mandate.objects.for_actor(actor).filter(state__in=LIVE, parent=None, **own, **soon)
    return rows.filter(~Exists(under_way)).select_related("grantor", "grantee")


def clients_not_in(actor: Actor, members: QuerySet[ClientGroupMember], text: str = "") -> QuerySet[Mandate]:
    """Received mandates in force, free to be distributed, of clients that are none of `members`."""
    inside = members.filter(client=Coalesce(OuterRef("principal"), OuterRef("grantor")))
    rows = listed(actor, given=False, text=text, status=S.ACTIVE).filter(grantee_identity__isnull=True)
    return rows.filter(~Exists(inside)).select_related("grantor", "principal")
