"""A case begins: for a company of the register, or for an organisation that has no CVR number."""

from typing import Any

from django.utils.translation import gettext as _

from portal.agreements import queries, rules
from portal.agreements.actions.guarding import case_number
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.models import Connection
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.AGREEMENT_PREPARE)
def start_connection(*, actor: Actor, cvr: str) -> Connection:
    """Open a case for the company, or take up the person's own that is already open."""
    facts = queries.snapshot_of(cvr)
    if facts is None:
        raise RuleBroken(
            _("CVR-nummeret findes ikke i registeret. Kontrollér, at du har skrevet det rigtigt.")
        )
    if rules.has_ceased(facts):
        raise RuleBroken(
            _("%(name)s er ophørt ifølge CVR-registeret og kan ikke tilsluttes.") % {"name": facts["name"]}
        )
    if queries.is_connected(cvr):
        raise RuleBroken(_whom_to_ask(actor, cvr, facts))
    return open_case(actor, Connection.Purpose.CONNECT, facts)


def open_case(actor: Actor, purpose: str, facts: dict[str, Any]) -> Connection:
    """Inside an action: the person's own open draft for this organisation, or a new one."""
    drafts = Connection.objects.across_organisations("the person's own draft")
    connection = drafts.filter(
        started_by=actor.user, cvr=facts["cvr"], purpose=purpose, state="draft"
    ).first()
    if connection is None:
        connection = Connection.objects.create(
            case_number=case_number(), purpose=purpose, cvr=facts["cvr"], organisation_name=facts["name"],
            started_by=actor.user, starter_is_representative=is_representative(actor, facts), register_snapshot=facts,
        )  # fmt: skip
    audit.record(Event.STARTED, connection, actor=actor, organisations=[], cvr=facts["cvr"])
    return connection


@action(Permission.AGREEMENT_PREPARE)
def start_without_register(
    *, actor: Actor, kind: str, name: str, country: str, number: str = "", address: str = ""
) -> Connection:
    """A foreign company, a foreign authority or another organisation without a CVR number: always case work, and a
    number of the portal's own when it is approved."""
    told = {"kind": kind, "name": name, "country": country, "number": number, "address": address}
    connection = Connection.objects.create(
        case_number=case_number(), organisation_name=name, organisation_facts=told, started_by=actor.user,
        starter_is_representative=False, register_snapshot=rules.without_register(told),
    )  # fmt: skip
    audit.record(Event.STARTED, connection, actor=actor, organisations=[], cvr="", country=country)
    return connection


def is_representative(actor: Actor, facts: dict[str, Any]) -> bool:
    """Whether the register has the person in the organisation's management; everybody else is a reporter."""
    own = bytes(actor.user.cpr_index).hex() if actor.user.cpr_index else None
    return any(each["key"] == own for each in facts["management"])


def _whom_to_ask(actor: Actor, cvr: str, facts: dict[str, Any]) -> str:
    """Names are told to people of the organisation alone."""
    names = queries.administrator_names(cvr) if is_representative(actor, facts) else []
    if names:
        return _("Organisationen er allerede tilsluttet. Spørg en administrator om adgang: %(names)s.") % {
            "names": ", ".join(names)
        }
    return _("Organisationen er allerede tilsluttet. Spørg din administrator om adgang.")
