"""Open cases after the register has changed: who may sign now, and does it still need a case worker?"""

from typing import Any

from django.utils import timezone

from portal.agreements import queries, rules
from portal.agreements.actions.conclude import conclude_now
from portal.agreements.actions.prepare import remake_document
from portal.agreements.actions.signatures import drop_those_who_left
from portal.agreements.lifecycle import CONNECTION
from portal.agreements.models import Connection
from portal.agreements.rules import cases
from portal.core.actors import Actor

S = Connection.State
# Reasons that the register itself can take away.
OF_THE_REGISTER = ("signing_rule", "corporate", "status", "authority", "association", "foreign")


def reevaluate(cvr: str, actor: Actor) -> None:
    """Inside an action: every open case of the company is held against the register as it is now."""
    every = Connection.objects.across_organisations("open cases of a company the register has changed")
    rows = every.select_related("document", "terms", "started_by", "organisation").select_for_update(
        of=("self",)
    )
    for case in rows.filter(cvr=cvr, state__in=[S.SIGNING, S.CASE_WORK, S.ANSWER_NEEDED]).order_by(
        "created_at"
    ):
        facts = queries.snapshot_of(cvr)
        if facts is not None:
            _reevaluate(case, facts, actor)


def _reevaluate(case: Connection, facts: dict[str, Any], actor: Actor) -> None:
    if rules.has_ceased(facts):
        CONNECTION.move(case, "withdraw", actor=actor, payload={"because": "ceased"})
        return
    renamed = facts["name"] != case.organisation_name
    case.register_snapshot, case.organisation_name, case.version = facts, facts["name"], case.version + 1
    case.save(update_fields=["register_snapshot", "organisation_name", "version"])
    if renamed:
        remake_document(case, actor)
        case.save(update_fields=["document", "terms", "asks"])
    reason = queries.case_reason(case, facts)
    if case.state == S.SIGNING:
        _while_signing(case, facts, reason, actor)
    elif not reason and case.case_reason in OF_THE_REGISTER:
        drop_those_who_left(case, facts, actor)
        CONNECTION.move(
            case, "resume", actor=actor, case_reason="", asks=[], goal_date=None, signing_since=timezone.now()
        )
        _conclude_if_enough(case, facts, actor)


def _while_signing(case: Connection, facts: dict[str, Any], reason: str, actor: Actor) -> None:
    drop_those_who_left(case, facts, actor)
    if reason:
        CONNECTION.move(case, "to case work", actor=actor, case_reason=reason, asks=cases.first_asks(reason))
    else:
        _conclude_if_enough(case, facts, actor)


def _conclude_if_enough(case: Connection, facts: dict[str, Any], actor: Actor) -> None:
    signers = {bytes(each.cpr_index).hex() for each in queries.standing_signatures(case)}
    if signers and rules.is_enough(facts, signers):
        conclude_now(actor=actor, connection=case)
