"""Organisations and their agreement."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from portal.agreements import rules
from portal.agreements.models import Agreement, Organisation, Succession
from portal.agreements.signals import administrators_wanted
from portal.core.mail import Recipient


def agreement_of(organisation: Organisation) -> Agreement | None:
    living = Agreement.objects.across_organisations("the organisation's own agreement")
    return living.filter(organisation=organisation).exclude(state=Agreement.State.ENDED).first()


def is_connected(cvr: str) -> bool:
    known = Organisation.objects.across_organisations("already connected? is shown to whoever asks")
    return known.filter(cvr=cvr, state__in=["connected", "terminating"]).exists()


def connected_among(numbers: Iterable[str]) -> set[str]:
    """Which of these CVR numbers have an agreement."""
    known = Organisation.objects.across_organisations("already connected? is shown to whoever asks")
    rows = known.filter(cvr__in=list(numbers), state__in=["connected", "terminating"])
    return set(rows.values_list("cvr", flat=True))


def organisation_by_number(cvr: str) -> Organisation | None:
    known = Organisation.objects.across_organisations("an organisation the register names")
    return known.filter(cvr=cvr).first()


def told_of(organisation: Organisation) -> dict[str, Any]:
    """What the applicant told of an organisation that the register does not know; {} for every other."""
    agreement = agreement_of(organisation)
    return agreement.connection.organisation_facts if agreement is not None and agreement.connection else {}


def snapshot_without_register(organisation: Organisation) -> dict[str, Any] | None:
    """The facts of an organisation under a number of the portal's own; None for one that has a CVR number."""
    if not organisation.cvr.startswith("0"):
        return None
    return rules.without_register({"name": organisation.name}) | {"cvr": organisation.cvr}


def administrators(organisation: Organisation, *, former: bool = False) -> list[Recipient]:
    """The organisation administrators as receivers of mail, asked of the floor that knows them. `former`: those who
    were in the last year, too."""
    answers = administrators_wanted.send(Organisation, organisation=organisation, former=former)
    told: list[list[Recipient]] = [found for _receiver, found in answers]  # type: ignore[misc]
    return [each for found in told for each in found]


def administrator_names(cvr: str) -> list[str]:
    organisation = organisation_by_number(cvr)
    return [each.name for each in administrators(organisation)] if organisation else []


def successions_of(organisation: Organisation) -> list[Succession]:
    """What is offered to this organisation, not yet closed."""
    return list(open_successions(organisation.pk).select_related("predecessor").order_by("offered_at"))


def open_successions(organisation: uuid.UUID) -> QuerySet[Succession]:
    every = Succession.objects.across_organisations("offered to this very organisation")
    return every.filter(successor=organisation, closed_at__isnull=True)
