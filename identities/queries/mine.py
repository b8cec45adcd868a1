"""Where am I used? Read through the person; what one employer sees never comes from here."""

from typing import Any

from django.db.models import Prefetch, Q

from identities.models import AccessRequest, Authenticator, Consent, Identity, RoleAssignment


def my_identities(user: Any) -> list[Identity]:
    """Every identity of this person, with its organisation, standing consent, dedicated MitIDs and roles;
    four queries however many employers there are."""
    consents = Consent.objects.for_person(user).filter(withdrawn_at__isnull=True)
    dedicated = Authenticator.objects.across_organisations("of one's own identities").exclude(
        state=Authenticator.State.STOPPED
    )
    roles = RoleAssignment.objects.across_organisations("of one's own identities").filter(
        ended_at__isnull=True
    )
    mine: Any = Identity.objects.for_person(user)
    rows = mine.select_related("organisation").prefetch_related(
        Prefetch("consents", queryset=consents, to_attr="standing_consents"),
        Prefetch("authenticators", queryset=dedicated, to_attr="dedicated"),
        Prefetch("role_assignments", queryset=roles, to_attr="standing"),
    )
    return list(rows.filter(Q(pseudonymised_at__isnull=True)).order_by("organisation__name", "pk"))


def own_data(user: Any) -> dict[str, Any]:
    """What this app holds about a person, in the words of the model; for the person alone."""
    person = {"name": user.name, "birth_date": user.birth_date, "language": user.language}
    return {
        "person": person,
        "identities": [_identity(row) for row in my_identities(user)],
        "access_requests": [_request(row) for row in AccessRequest.objects.for_person(user)],
    }


def _request(row: AccessRequest) -> dict[str, Any]:
    named = ("name", "email", "reason", "state", "created_at", "answered_at", "answer")
    return {name: getattr(row, name) for name in named} | {"organisation": str(row.organisation_id)}


def _identity(row: Identity) -> dict[str, Any]:
    named = (
        "given_name",
        "surname",
        "email",
        "phone",
        "birth_date",
        "department",
        "p_number",
        "rid",
        "state",
        "created_at",
        "first_activated_at",
        "closed_at",
        "last_used_month",
        "asking",
        "asked_on",
    )
    found = {name: getattr(row, name) for name in named}
    found["id"], found["organisation"] = (
        str(row.pk),
        {"cvr": row.organisation.cvr, "name": row.organisation.name},
    )
    found["has_cpr"] = row.cpr is not None
    found["consents"] = [{"accepted_at": each.accepted_at} for each in row.standing_consents]  # type: ignore[attr-defined]
    found["dedicated_mitid"] = [{"kind": each.kind, "state": each.state} for each in row.dedicated]  # type: ignore[attr-defined]
    found["roles"] = [each.role for each in row.standing]  # type: ignore[attr-defined]
    return found
