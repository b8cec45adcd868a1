"""Searching and looking: nothing changes but the trail, and without the trail nothing is shown."""

from typing import Any

from django.utils.translation import gettext as _

from identities.models import Identity
from portal.agreements.models import Connection
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.web.support.events import SupportEvent
from portal.web.support.queries.access import belongs_to, concerns, organisation_with
from portal.web.support.queries.search import Found
from portal.web.support.queries.search import search as find
from portal.web.support.terms import Term


@action(Permission.SUPPORT_SEARCH)
def search(*, actor: Actor, term: Term) -> Found:
    """Which organisations a term leads to. The trail keeps the term (addresses masked) and the number of hits."""
    found = find(term)
    told: dict[str, Any] = {"kind": term.kind, "term": term.shown, "digest": term.digest, "hits": found.total,
            "organisations_found": len(found.hits)}  # fmt: skip
    audit.record(SupportEvent.SEARCHED, actor.user, actor=actor, organisations=[], **told)
    return found


@action(Permission.SUPPORT_OPEN)
def look_up(*, actor: Actor, page: str, identity: Identity | None = None) -> None:
    """Note that the agent is about to see a page of the organisation they have opened, or one person's."""
    access = actor.extra["access"]
    event = SupportEvent.PERSON_LOOKED_UP if identity else SupportEvent.LOOKED_UP
    told: dict[str, Any] = {"page": page, "case": access.case_number}
    audit.record(
        event, identity or actor.organisation, actor=actor, organisations=[actor.organisation], **told
    )


@action(Permission.CASE_DECIDE)
def note_agreement_case(*, actor: Actor, connection: Connection) -> None:
    """An agent is about to read a case about an agreement. RuleBroken for a case of their own organisation."""
    if belongs_to(actor.user, connection.organisation or organisation_with(connection.cvr)) or concerns(
        actor.user, (connection.started_by.cpr_index, connection.administrator_cpr_index),
        (connection.applicant_email, connection.administrator_email),
    ):  # fmt: skip
        raise RuleBroken(_("Du hører selv til organisationen. En kollega må tage sagen. Intet er åbnet."))
    organisations = connection.organisations()
    audit.record(SupportEvent.AGREEMENT_CASE_READ, connection, actor=actor, organisations=organisations,
                 case=connection.case_number)  # fmt: skip
