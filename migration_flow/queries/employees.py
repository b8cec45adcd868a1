"""Who of the employees is missing, and why; one employee's old and new side by side."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from identities.models import Activation, Identity
from identities.queries.activations import activation_by_token
from migration_flow.models import (
    Decision,
    EmployeeMove,
    LegacyAdministrator,
    LegacyEmployee,
    LegacyOtherSignature,
    LegacyRight,
    LegacySignature,
    Move,
)
from migration_flow.queries.late import is_late
from rights.models import Grant

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


def own(actor: Any) -> EmployeeMove | None:
    """The actor's own way in the organisation they act in."""
    rows = EmployeeMove.objects.for_actor(actor).select_related("move", "identity")
    return rows.filter(identity=actor.identity_id).first()


def side_by_side(employee: EmployeeMove) -> dict[str, Any]:
    """{"old": what the legacy system knew, "new": what is here, "outside": what the person must see to elsewhere}."""
    whose = {"cvr": employee.move.cvr, "rid__in": rids_of(employee)}
    known = LegacyEmployee.objects.across_organisations(WHY).filter(**whose)
    signatures = list(LegacySignature.objects.across_organisations(WHY).filter(**whose).order_by("pk"))
    rights = LegacyRight.objects.across_organisations(WHY).filter(**whose).order_by("service", "right")
    grants = Grant.objects.across_organisations(WHY).filter(identity=employee.identity_id, ends_at=None)
    roles = LegacyAdministrator.objects.across_organisations(WHY).filter(**whose)
    return {
        "legacy": sorted(known, key=lambda each: each.pk != employee.legacy_employee_id), "signatures": signatures,
        "old_rights": list(rights[:200]), "old_roles": list(roles),
        "grants": list(grants.select_related("right__system").order_by("right__name_da")[:200]),
        "new_roles": list(employee.identity.role_assignments.filter(ended_at=None)), "outside": outside(signatures),
    }  # fmt: skip


def rids_of(employee: EmployeeMove) -> list[str]:
    """The numbers of this person in the legacy system: their own, and those put together with it."""
    own = LegacyEmployee.objects.across_organisations(WHY).filter(pk=employee.legacy_employee_id)
    rids = {*own.values_list("rid", flat=True), employee.identity.rid or ""} - {""}
    merged = Decision.objects.across_organisations(WHY).filter(
        move=employee.move_id,
        item=Decision.Item.EMPLOYEE,
        choice=Decision.Choice.MERGE,
        change__into__in=list(rids),
    )
    return sorted({*rids, *merged.values_list("rid", flat=True)})


def outside(signatures: list[LegacySignature]) -> list[Any]:
    """What lies outside the portal for this person."""
    found = [_("Digital Post: se, at du kan læse virksomhedens post med din nye bruger."),
             _("TastSelv Erhverv: log ind med din nye bruger, og se, at dine opgaver er der.")]  # fmt: skip
    if any(each.carrier in ("NOEGLEFIL", "NOEGLEFIL_STRAKS", "HARDWARE") for each in signatures):
        found.insert(0, _("Sikker e-mail: læs krypterede mails, eller gem dem ulåst, mens din gamle signatur virker. "
                          "Bagefter kan de ikke åbnes."))  # fmt: skip
    return found


def outside_of_company(move: Move) -> list[dict[str, Any]]:
    """The hand-over list: certificates that are not moved, with owner and expiry."""
    rows = (
        LegacyOtherSignature.objects.across_organisations(WHY).filter(cvr=move.cvr).order_by("valid_to", "pk")
    )
    return [
        {"kind": each.kind, "name": each.name, "until": each.valid_to, "status": each.status}
        for each in rows[:500]
    ]
