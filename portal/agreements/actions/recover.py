"""A new administrator when there is none: by the same signing rule as the agreement, and never in silence."""

from django.utils.translation import gettext as _

from portal.agreements import mails, queries, rules
from portal.agreements.actions.start import open_case
from portal.agreements.events import OrganisationEvent
from portal.agreements.models import Connection, Organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.RECOVERY_OPEN)
def start_recovery(*, actor: Actor, cvr: str) -> Connection:
    """Open a case that appoints a new administrator. Those who administered or signed before are told at once.

    While somebody administers the organisation, or right after a register change, a case worker decides."""
    organisation = queries.organisation_by_number(cvr)
    facts = queries.snapshot_of(cvr) or (
        queries.snapshot_without_register(organisation) if organisation else None
    )
    if organisation is None or not queries.is_connected(cvr) or facts is None:
        raise RuleBroken(_("Organisationen er ikke tilsluttet. Begynd en tilslutning i stedet."))
    if rules.has_ceased(facts):
        raise RuleBroken(_("%(name)s er ophørt ifølge CVR-registeret.") % {"name": facts["name"]})
    case = open_case(actor, Connection.Purpose.RECOVER, facts)
    case.organisation = organisation
    case.organisation_facts = queries.told_of(organisation)
    case.save(update_fields=["organisation", "organisation_facts"])
    mails.recovery_started(case, organisation)
    return case


@action(Permission.SUPPORT_ACT)
def open_recovery(*, actor: Actor, organisation: Organisation) -> None:
    """The last administrator has left: whoever can appoint a new one is told how."""
    audit.record(OrganisationEvent.RECOVERY_OPEN, organisation, actor=actor, organisations=[organisation])
    mails.recovery_open(organisation)
