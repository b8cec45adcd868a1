"""Who of the employees is missing, and why; one employee's old and new side by side."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from identities.models import Activation, Identity
from identities.queries.activations import activation_by_token
from migration_flow.models import (
    EmployeeMove,
)
from migration_flow.queries.late import is_late

WHY = "of a move already opened"
# Where an employee stands → what it is called; the order is the order of the way.
STANDS: dict[str, Any] = {
    "no_mail": _("Har ingen e-mailadresse. Giv en midlertidig kode."),
    "not_invited": _("Har ikke fået et link endnu."),
    "later": _("Har udsat det."),
    "expired": _("Linket er udløbet. Send et nyt."),
    "claimed": _("Venter på, at I bekræfter, hvem det er."),
    "waiting": _("Har fået et link, men ikke brugt det."),
    "late": _("Har brugt sine udsættelser. NemID giver ingen rettigheder, før linket er brugt."),
    "trouble": _("Har meldt, at noget er galt."),
    "arrived": _("Er flyttet."),
    "confirmed": _("Er flyttet og har bekræftet."),
    "gone": _("Er lukket."),
}


def with_stand(rows: Any) -> Any:
    """Employee moves with what `stand_of` needs; no query per line."""
    open_ones = Activation.objects.across_organisations(WHY).filter(
        identity=OuterRef("identity"), used_at=None, withdrawn_at=None
    )
    return rows.select_related("identity", "move__wave").annotate(
        link_lives=Exists(open_ones.filter(expires_at__gt=timezone.now())),
        is_claimed=Exists(open_ones.filter(claimed_at__isnull=False)),
    )


def stand_of(row: Any) -> str:
    """One of STANDS."""
    if row.identity.state == Identity.State.CLOSED:
        return "gone"
    if row.activated_at is not None:
        return "trouble" if row.trouble else "confirmed" if row.confirmed_at else "arrived"
    return _before_arrival(row)


def _before_arrival(row: Any) -> str:
    if not row.identity.email and not row.link_lives:
        return "no_mail"
    if row.invited_at is None and row.identity.state == Identity.State.DRAFT:
        return "not_invited"
    if row.is_claimed:
        return "claimed"
    if not row.link_lives:
        return "expired"
    if is_late(row):
        return "late"
    return "later" if row.postponed_until and row.postponed_until >= timezone.localdate() else "waiting"


def narrowed(rows: Any, shown: str) -> Any:
    """`shown`: "missing" (not arrived yet), "trouble", "arrived", "" for all."""
    if shown == "missing":
        return rows.filter(activated_at=None).exclude(identity__state=Identity.State.CLOSED)
    if shown == "trouble":
        return rows.exclude(trouble="")
    return rows.filter(activated_at__isnull=False) if shown == "arrived" else rows


def progress_of(actor: Any) -> dict[str, int]:
    """{"total", "invited", "arrived", "confirmed", "trouble"}; one query."""
    return EmployeeMove.objects.for_actor(actor).aggregate(
        total=Count("pk"), invited=Count("invited_at"), arrived=Count("activated_at"), confirmed=Count("confirmed_at"),
        trouble=Count("pk", filter=~Q(trouble="")),
    )  # fmt: skip


def batches_of(actor: Any) -> list[dict[str, Any]]:
    """{"batch", "total", "waiting", "arrived"} of each batch; `waiting` can be invited now."""
    can = Q(invited_at=None, identity__state=Identity.State.DRAFT) & ~Q(identity__email="")
    rows = EmployeeMove.objects.for_actor(actor).values("batch").order_by("batch")
    told = rows.annotate(total=Count("pk"), waiting=Count("pk", filter=can), arrived=Count("activated_at"))
    return [dict(each) for each in told]


def lines(actor: Any) -> Iterator[list[Any]]:
    """The progress list as a file."""
    for row in with_stand(EmployeeMove.objects.for_actor(actor)).order_by("id").iterator(2000):
        yield [row.identity.name, row.identity.rid, row.identity.email, row.batch, Activation.Path(row.path).label,
               str(STANDS[stand_of(row)]),
               row.invited_at, row.activated_at, row.confirmed_at, row.trouble]  # fmt: skip


def by_link(token: str) -> EmployeeMove | None:
    """The employee whose link this is, while it lives."""
    activation = activation_by_token(token)
    if activation is None:
        return None
    rows = EmployeeMove.objects.across_organisations("a link is its own key").select_related(
        "move__wave", "identity"
    )
    return rows.filter(identity=activation.identity_id).first()
