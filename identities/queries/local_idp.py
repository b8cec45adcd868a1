"""An organisation's own login provider, and whether it counts right now."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from identities.models import AuthenticatorKind, LocalIdp

LIVING = (LocalIdp.State.DRAFT, LocalIdp.State.SUBMITTED, LocalIdp.State.ACTIVE)


def of_organisation(organisation: Any) -> LocalIdp | None:
    """The one that is being set up or in use; without any, the one that has lapsed and may be renewed."""
    rows = LocalIdp.objects.across_organisations("of an organisation already found through its scope")
    mine = rows.filter(organisation=organisation).select_related("organisation")
    living = mine.filter(state__in=LIVING).first()
    return living or mine.filter(state=LocalIdp.State.LAPSED).order_by("-statement_expires_on", "pk").first()


def to_log_in_with(pk: Any) -> LocalIdp | None:
    """By its id, if it exists at all; the caller asks `counts`."""
    rows = LocalIdp.objects.across_organisations("somebody logs in with it")
    return rows.filter(pk=pk).select_related("organisation").first()


def named(cvr: str) -> LocalIdp | None:
    """The one people of this organisation may log in with now."""
    rows = LocalIdp.objects.across_organisations("somebody logs in with it").filter(_in_force())
    return rows.filter(organisation__cvr=cvr).select_related("organisation").first()


def counts(issuer_of_people: str) -> bool:
    """Whether people known by this issuer may be logged in at this moment; asked at every request."""
    pk = issuer_of_people.removeprefix("local-idp:")
    rows = LocalIdp.objects.across_organisations("is the login of this session still good")
    return pk != issuer_of_people and rows.filter(_in_force(), pk=pk).exists()


def usable_authenticator() -> Q:
    """A condition on Authenticator: a local IdP's only while the notification holds; others always."""
    rows = LocalIdp.objects.across_organisations("is the authenticator's provider in force").filter(
        _in_force()
    )
    return ~Q(kind=AuthenticatorKind.LOCAL_IDP) | Exists(  # type: ignore[return-value]
        rows.filter(organisation=OuterRef("identity__organisation"))
    )


def waiting_for_support(organisations: Any) -> Any:
    """Those sent in for approval, in the organisations an agent has opened."""
    rows = LocalIdp.objects.across_organisations("support desk, narrowed to what the agent has opened")
    waits = Q(state=LocalIdp.State.SUBMITTED) | ~Q(renewal_sha256="")
    found = rows.filter(waits, organisation__in=list(organisations)).exclude(state=LocalIdp.State.REMOVED)
    return found.select_related("organisation").order_by("pk")


def _in_force() -> Q:
    return Q(state=LocalIdp.State.ACTIVE, statement_expires_on__gte=timezone.localdate())
