"""What the legacy system says about a right, for companies that have not moved yet."""

from django.db.models import Q

from migration_flow.models import LegacyCompany, LegacyEmployee, LegacyRight, Move

SCOPES = {"": "CVR", "p": "P", "se": "SE"}
HERE = (Move.State.MOVED, Move.State.CONFIRMED)


def legacy_decision(
    cvr: str, rid: str, legacy_service: str, legacy_right: str, limit_type: str = "", limit_value: str = ""
) -> bool | None:
    """Whether the employee holds the right in NemID Erhverv today; None when the company is unknown there or has moved,
    so that only the portal's own data count."""
    why = "the decision of a company that has not moved"
    companies = LegacyCompany.objects.across_organisations(why).filter(cvr=cvr, gone_since__isnull=True)
    if (
        not companies.exists()
        or Move.objects.across_organisations(why).filter(cvr=cvr, state__in=HERE).exists()
    ):
        return None
    whole = Q(scope_type="CVR")
    limited = Q(scope_type=SCOPES[limit_type], scope_value=limit_value) if limit_type else whole
    held = LegacyRight.objects.across_organisations(why).filter(
        whole | limited, cvr=cvr, rid=rid, service=legacy_service, right=legacy_right, gone_since__isnull=True
    )
    active = LegacyEmployee.objects.across_organisations(why).filter(cvr=cvr, rid=rid, status="AKTIV")
    return held.exists() and active.exists()
