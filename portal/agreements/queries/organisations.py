"""Organisations and their agreement."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements.models import Agreement, Organisation, Terms
from portal.agreements.signals import administrators_wanted
from portal.core.mail import Recipient
from portal.core.todo import Todo


def agreement_of(organisation: Organisation) -> Agreement | None:
    living = Agreement.objects.across_organisations("the organisation's own agreement")
    return living.filter(organisation=organisation).exclude(state=Agreement.State.ENDED).first()


def is_connected(cvr: str) -> bool:
    known = Organisation.objects.across_organisations("already connected? is shown to whoever asks")
    return known.filter(cvr=cvr, state__in=["connected", "terminating"]).exists()


def organisation_by_number(cvr: str) -> Organisation | None:
    known = Organisation.objects.across_organisations("an organisation the register names")
    return known.filter(cvr=cvr).first()


def administrators(organisation: Organisation, *, former: bool = False) -> list[Recipient]:
    """The organisation administrators as receivers of mail, asked of the floor that knows them. `former`: those who
    were in the last year, too."""
    answers = administrators_wanted.send(Organisation, organisation=organisation, former=former)
    told: list[list[Recipient]] = [found for _receiver, found in answers]  # type: ignore[misc]
    return [each for found in told for each in found]


def administrator_names(cvr: str) -> list[str]:
    organisation = organisation_by_number(cvr)
    return [each.name for each in administrators(organisation)] if organisation else []


def terms_in_force() -> Terms:
    """The terms an agreement concluded today is on."""
    found = Terms.objects.filter(in_force_from__lte=timezone.localdate()).order_by("-in_force_from").first()
    assert found is not None
    return found


def todo(actor: Any) -> list[Todo]:
    """A connected organisation that nobody has set up yet."""
    organisation = actor.organisation
    if organisation.state != Organisation.State.CONNECTED or organisation.set_up_at is not None:
        return []
    if not actor.roles & {"organisation_administrator"}:
        return []
    return [Todo(title=_("Sæt organisationen op"), text=_("Vælg blandt andet, om medarbejdere må bruge privat MitID."),
                 url=reverse("agreements:set_up", args=[organisation.cvr]), urgent=True)]  # fmt: skip
