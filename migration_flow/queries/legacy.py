"""What the legacy system says about a right, for companies that have not moved yet."""

from django.db.models import Q
from django.utils import timezone

from identities.models import Identity
from migration_flow.models import Decision, LegacyCompany, LegacyEmployee, LegacyRight, Move
from migration_flow.queries.late import HERE, must_move_first
from portal.agreements.models import RegisterCompany

SCOPES = {"": "CVR", "p": "P", "se": "SE"}


def legacy_decision(
    cvr: str, rid: str, legacy_service: str, legacy_right: str, limit_type: str = "", limit_value: str = ""
) -> bool | None:
    """Whether the employee holds the right in NemID Erhverv today; None when the company is unknown there or has moved,
    so that only the portal's own data count. Expired rights are no rights."""
    why = "the decision of a company that has not moved"
    companies = LegacyCompany.objects.across_organisations(why).filter(cvr=cvr, gone_since__isnull=True)
    if not companies.exists():
        return None
    moved = Move.objects.across_organisations(why).filter(cvr=cvr, state__in=HERE).first()
    if moved is not None:
        return _merged_decision(moved, rid, legacy_service, legacy_right, limit_type, limit_value)
    return _held(cvr, rid, legacy_service, legacy_right, limit_type, limit_value)


def legacy_number(name: str, number: str) -> str:
    """The number of an organisation outside the register, when the legacy system knows that number by that name; "" for
    every other. A case worker has seen the papers before this is asked."""
    digits = "".join(each for each in number if each.isdigit())
    rows = LegacyCompany.objects.across_organisations("the organisation of a case that was approved")
    known = (
        rows.filter(cvr=digits, name__iexact=name.strip(), gone_since__isnull=True).exists()
        if digits
        else False
    )
    return digits if known and not RegisterCompany.objects.filter(pk=digits).exists() else ""


def _merged_decision(move: Move, rid: str, *asked: str) -> bool | None:
    """A RID that was put together with another: until its person has activated they still log in by it, with what it
    had and was decided to come along. Afterwards only the new identity counts."""
    why = "the decision of a company that has moved"
    rows = Decision.objects.across_organisations(why).filter(move=move, rid=rid)
    merged = rows.filter(item=Decision.Item.EMPLOYEE, choice=Decision.Choice.MERGE).first()
    if merged is None:
        return None
    waiting = Identity.objects.across_organisations(why).filter(
        organisation=move.organisation, rid=merged.change["into"], state__in=("draft", "pending")
    )
    kept = rows.filter(item=Decision.Item.RIGHT, choice__in=("move", "change")).values_list(
        "legacy_id", flat=True
    )
    kept_one = waiting.values_list("pk", flat=True).first()
    return (
        kept_one is not None
        and not must_move_first([kept_one])
        and _held(move.cvr, rid, *asked, among=[each for each in kept if each is not None])
    )


def _held(
    cvr: str, rid: str, legacy_service: str, legacy_right: str, limit_type: str, limit_value: str, *,
    among: list[int] | None = None,
) -> bool:  # fmt: skip
    why = "the decision of a company that has not moved"
    whole = Q(scope_type="CVR")
    limited = Q(scope_type=SCOPES[limit_type], scope_value=limit_value) if limit_type else whole
    held = LegacyRight.objects.across_organisations(why).filter(
        whole | limited, cvr=cvr, rid=rid, service=legacy_service, right=legacy_right, gone_since__isnull=True
    )
    held = held.filter(Q(expires_on=None) | Q(expires_on__gte=timezone.localdate()))
    if among is not None:
        held = held.filter(pk__in=among)
    active = LegacyEmployee.objects.across_organisations(why).filter(cvr=cvr, rid=rid, status="AKTIV")
    return held.exists() and active.exists()
