"""Where am I used? Read through the person; what one employer sees never comes from here."""

from typing import Any

from django.db.models import Prefetch, Q

from identities.models import Authenticator, Consent, Identity, RoleAssignment


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
    rows = (
        Identity.objects.for_person(user)
        .select_related("organisation")
        .prefetch_related(
            Prefetch("consents", queryset=consents, to_attr="standing_consents"),
            Prefetch("authenticators", queryset=dedicated, to_attr="dedicated"),
            Prefetch("role_assignments", queryset=roles, to_attr="standing"),
        )
    )
    return list(rows.filter(Q(pseudonymised_at__isnull=True)).order_by("organisation__name", "pk"))
