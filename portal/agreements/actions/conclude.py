"""The agreement comes into force: the organisation exists, and the floors above are told in the same transaction."""

import secrets

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from portal.agreements import rules
from portal.agreements.events import OrganisationEvent
from portal.agreements.lifecycle import CONNECTION
from portal.agreements.models import Agreement, Connection, Organisation, RegisterCompany, Succession
from portal.agreements.signals import agreement_concluded
from portal.core import audit
from portal.core.actors import Actor


def conclude_now(*, actor: Actor, connection: Connection) -> Connection:
    """Conclude inside the action that found the signatures (or the papers) to be enough."""
    assert connection.terms is not None
    recovers = connection.purpose == Connection.Purpose.RECOVER
    organisation = _existing(connection) if recovers else _connected(actor, connection)
    if not recovers:
        Agreement.objects.create(organisation=organisation, connection=connection, terms=connection.terms,
                                 document=connection.document)  # fmt: skip
    if connection.document is not None:
        kept = type(connection.document).objects.across_organisations("the case's own document")
        kept.filter(pk=connection.document.pk).update(organisation=organisation.pk)
    CONNECTION.move(connection, "conclude", actor=actor, organisation=organisation, cvr=organisation.cvr, asks=[],
                    goal_date=None, concluded_at=timezone.now())  # fmt: skip
    _take_up_offers(organisation)
    agreement_concluded.send(sender=Connection, organisation=organisation, connection=connection, actor=actor)
    return connection


def _take_up_offers(organisation: Organisation) -> None:
    """What the register offered this number before it was here: it waits on the overview from now on."""
    offers = Succession.objects.across_organisations("offered to this very number")
    offers.filter(successor_cvr=organisation.cvr, successor__isnull=True).update(successor=organisation)


def _existing(connection: Connection) -> Organisation:
    every = Organisation.objects.across_organisations("the organisation of a recovery being concluded")
    return every.select_for_update().get(cvr=connection.cvr)


def _connected(actor: Actor, connection: Connection) -> Organisation:
    """The organisation of the case: made now, or known already because a mandate or its owner named it."""
    organisation = (
        name_organisation(actor, connection.cvr) if connection.cvr else _without_cvr(actor, connection)
    )
    organisation.state, organisation.closed_at = Organisation.State.CONNECTED, None
    organisation.save(update_fields=["state", "closed_at"])
    return organisation


def name_organisation(actor: Actor, cvr: str) -> Organisation:
    """Inside an action: the organisation of a company in the register, made if it is not there; held until the end."""
    every = Organisation.objects.across_organisations("an organisation the register names")
    organisation = every.select_for_update().filter(cvr=cvr).first()
    if organisation is not None:
        return organisation
    company = RegisterCompany.objects.get(pk=cvr)
    return _create(actor, cvr, company.name, company.form_code)


def _without_cvr(actor: Actor, connection: Connection) -> Organisation:
    number = _legacy_number(connection)
    known = Organisation.objects.across_organisations("an organisation the legacy system names").filter(
        cvr=number
    )
    organisation = known.select_for_update().first() if number else None
    return organisation or _create(actor, number or _portal_number(), connection.organisation_name, 0)


def _legacy_number(connection: Connection) -> str:
    """The number the legacy system has this organisation under, as an app above says (`settings.LEGACY_NUMBER`: a
    function of name and number told); "" for none."""
    path, told = getattr(settings, "LEGACY_NUMBER", ""), connection.organisation_facts
    return str(import_string(path)(connection.organisation_name, told.get("number", ""))) if path else ""


def _portal_number() -> str:
    """Eight digits that begin with 0, which no CVR number does."""
    every = Organisation.objects.across_organisations("a number nobody has")
    while True:
        number = f"0{secrets.randbelow(10**7):07d}"
        if not every.filter(cvr=number).exists():
            return number


def _create(actor: Actor, cvr: str, name: str, form_code: int) -> Organisation:
    organisation = Organisation.objects.create(
        cvr=cvr, name=name, form_code=form_code, is_public=form_code in rules.PUBLIC_FORMS
    )
    audit.record(OrganisationEvent.CREATED, organisation, actor=actor, organisations=[organisation])
    return organisation
