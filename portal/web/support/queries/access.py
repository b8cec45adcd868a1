"""Which access holds now, and the actor it makes."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from identities.models import Identity
from migration_flow.models import LegacyCompany
from portal.agreements.models import Organisation, RegisterCompany
from portal.core.actors import Actor
from portal.web.support.models import SupportAccess
from portal.web.support.rules import is_same_human

MAY_SEE = "agreements.view_organisation"


def organisation_with(number: str) -> Organisation | None:
    rows = Organisation.objects.across_organisations("support desk: the organisation an address names")
    return rows.filter(cvr=number).first()


def company_with(number: str) -> RegisterCompany | LegacyCompany | None:
    """A company that is not in the portal yet, as the register or, where that has none, NemID Erhverv knows it."""
    legacy = LegacyCompany.objects.across_organisations("support desk: the company an address names")
    return RegisterCompany.objects.filter(pk=number).first() or legacy.filter(cvr=number).first()


def name_of(number: str) -> str | None:
    """The name behind a CVR or portal number: in the portal, the register or NemID Erhverv; None for none."""
    found = organisation_with(number) or company_with(number)
    return found.name if found else None


def live() -> QuerySet[SupportAccess]:
    rows = SupportAccess.objects.across_organisations("support desk: who has access to what now")
    return rows.filter(starts_at__lte=Now(), ends_at__gt=Now()).select_related("organisation", "agent")


def live_access(agent: Any, organisation: Organisation) -> SupportAccess | None:
    """The access this agent has to the organisation at this moment: its period and the object permission."""
    access = live().filter(agent=agent, organisation=organisation).first()
    return access if access is not None and agent.has_perm(MAY_SEE, organisation) else None


def opened(actor: Actor, access: SupportAccess) -> Actor:
    """The agent as one who may, for now, see and help this one organisation. Everything carries the reason."""
    reason = _("%(reason)s (sag %(case)s)") % {"reason": access.reason, "case": access.case_number}
    return dataclasses.replace(
        actor, organisation=access.organisation, memberships=frozenset({access.organisation_id}), reason=reason,
        extra={"access": access},
    )  # fmt: skip


def belongs_to(agent: Any, organisation: Organisation | None) -> bool:
    """Whether the agent is known to work in the organisation: then a colleague takes the case.

    Known by the CPR number and the private and business addresses that stand on the agent's account."""
    if organisation is None:
        return False
    rows = Identity.objects.across_organisations("is the agent one of the organisation's own people?")
    people = rows.filter(organisation=organisation).exclude(state=Identity.State.CLOSED)
    emails = people.filter(email__iexact=agent.email).values_list("email", flat=True) if agent.email else ()
    indexes = (
        people.filter(cpr_index=agent.cpr_index).values_list("cpr_index", flat=True)
        if agent.cpr_index
        else ()
    )
    return is_same_human(agent, {bytes(each) for each in indexes if each}, {each.lower() for each in emails})


def concerns(agent: Any, indexes: Iterable[Any], emails: Iterable[str]) -> bool:
    """Whether one of these people (CPR indexes or None, addresses or "") is the agent: then a colleague takes it."""
    return is_same_human(
        agent, {bytes(each) for each in indexes if each}, {each.lower() for each in emails if each}
    )
