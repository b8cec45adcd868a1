"""One employee's old and new side by side, and what lies outside the portal for them and for the company."""

from typing import Any

from django.utils.translation import gettext_lazy as _

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
from migration_flow.queries.words import name_rights, name_roles, name_signatures
from migration_flow.rules.old_words import KINDS, called
from rights.models import Grant

WHY = "of a move already opened"


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
        "legacy": sorted(known, key=lambda each: each.pk != employee.legacy_employee_id),
        "signatures": name_signatures(signatures),
        "old_rights": name_rights(list(rights[:200])), "old_roles": name_roles(list(roles)),
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
        {"kind": called(KINDS, each.kind), "name": each.name, "until": each.valid_to, "status": each.status}
        for each in rows[:500]
    ]
