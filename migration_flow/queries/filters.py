"""Narrowing a list of questions by what the legacy system says."""

from typing import Any

from django.db.models import Q

from migration_flow.models import Decision
from migration_flow.queries.moves import MODELS

# Kind of question → the columns of its legacy row that are searched.
SEARCHED: dict[str, tuple[str, ...]] = {
    "employee": ("given_name", "surname", "email", "rid", "department"),
    "administrator": ("rid", "role"),
    "right": ("rid", "service", "right"),
    "mandate": ("grantee_cvr", "service", "right"),
    "unit": ("p_number", "name"),
    "other": ("name", "uid_fid"),
}


def filtered(rows: Any, item: str, filters: dict[str, Any]) -> Any:
    """`filters`: q (every word must be found), svar ("mangler" or a choice), forslag (a proposal's reason)."""
    if filters.get("svar"):
        rows = rows.filter(choice="" if filters["svar"] == "mangler" else filters["svar"])
    if filters.get("forslag"):
        rows = rows.filter(proposal_reason=filters["forslag"])
    words = (filters.get("q") or "").split()[:5]
    return rows.filter(legacy_id__in=_found(rows, item, words)) if words and item in SEARCHED else rows


def _found(rows: Any, item: str, words: list[str]) -> Any:
    cvr = (
        Decision.objects.across_organisations("rows already opened")
        .filter(pk__in=rows[:1])
        .values("move__cvr")
    )
    legacy = MODELS[item].objects.across_organisations("rows of decisions already opened").filter(cvr__in=cvr)
    for word in words:
        hit = Q()
        for column in SEARCHED[item]:
            hit |= Q(**{f"{column}__icontains": word})
        legacy = legacy.filter(hit)
    return legacy.values("pk")
