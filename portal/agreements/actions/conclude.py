"""The agreement comes into force: the organisation exists, and the floors above are told in the same transaction."""

from django.utils import timezone

from portal.agreements.events import OrganisationEvent
from portal.agreements.lifecycle import CONNECTION
from portal.agreements.models import Agreement, Connection, Organisation, RegisterCompany
from portal.agreements.signals import agreement_concluded
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission

PUBLIC_FORMS = range(230, 251)  # state, self-owned public, region, municipality (register's form codes)


@action(Permission.SUPPORT_ACT)
def conclude(*, actor: Actor, connection: Connection) -> Connection:
    """Support approves a case: everything a signature could not show has been shown by documents."""
    return conclude_now(actor=actor, connection=connection)


def conclude_now(*, actor: Actor, connection: Connection) -> Connection:
    """Conclude inside the action that found the signatures (or the papers) to be enough."""
    assert connection.terms is not None
    organisation = organisation_of(actor, connection)
    if connection.purpose == Connection.Purpose.CONNECT:
        Agreement.objects.create(
            organisation=organisation,
            connection=connection,
            terms=connection.terms,
            document=connection.document,
        )
    if connection.document is not None:
        document_id = connection.document.pk
        type(connection.document).objects.across_organisations("the case's own document").filter(
            pk=document_id
        ).update(organisation=organisation.pk)
    connection.organisation = organisation
    CONNECTION.move(
        connection, "conclude", actor=actor, organisation=organisation, concluded_at=timezone.now()
    )
    agreement_concluded.send(sender=Connection, organisation=organisation, connection=connection, actor=actor)
    return connection


def organisation_of(actor: Actor, connection: Connection) -> Organisation:
    """The organisation of the case: made now, or known already because a mandate named it."""
    every = Organisation.objects.across_organisations("the organisation of a case being concluded")
    organisation = every.select_for_update().filter(cvr=connection.cvr).first()
    if organisation is None:
        company = RegisterCompany.objects.get(pk=connection.cvr)
        organisation = Organisation(cvr=connection.cvr, name=company.name, form_code=company.form_code,
                                    is_public=company.form_code in PUBLIC_FORMS)  # fmt: skip
    organisation.state = Organisation.State.CONNECTED
    organisation.save()
    audit.record(OrganisationEvent.CREATED, organisation, actor=actor, organisations=[organisation])
    return organisation
