"""The company begins: everything the legacy system knew becomes a question with a proposal."""

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from migration_flow.actions.counting import recount
from migration_flow.events import MoveEvent
from migration_flow.lifecycle import MOVE
from migration_flow.models import Decision, LegacyCompany, Move
from migration_flow.queries.segments import segment_of
from migration_flow.rules import case_sql
from migration_flow.rules.settings import SETTINGS
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

I = Decision.Item  # noqa: E741
_EMPLOYEE = "JOIN migration_flow_legacyemployee e ON e.cvr = l.cvr AND e.rid = l.rid"
_RIGHT = "LEFT JOIN rights_right r ON r.legacy_service = l.service AND r.legacy_right = l.right AND r.retired_at IS NULL"
# item → (legacy table, joins its proposals need, the RID it hangs on)
SOURCES: dict[str, tuple[str, str, str]] = {
    I.EMPLOYEE: ("migration_flow_legacyemployee", "", "l.rid"),
    I.ADMINISTRATOR: ("migration_flow_legacyadministrator", _EMPLOYEE, "l.rid"),
    I.RIGHT: ("migration_flow_legacyright", f"{_EMPLOYEE} {_RIGHT}", "l.rid"),
    I.MANDATE: ("migration_flow_legacymandate", _RIGHT, "''"),
    I.UNIT: ("migration_flow_legacyunit", "", "''"),
    I.OTHER_SIGNATURE: ("migration_flow_legacyothersignature", "", "''"),
}

_SETTING = """
INSERT INTO migration_flow_decision (move_id, item, legacy_id, key, rid, proposal, proposal_reason, choice, change,
                                     decided_by, version)
SELECT %s, 'setting', NULL, %s, '', %s, %s, '', '{{}}'::jsonb, '', 1
FROM migration_flow_legacycompany c JOIN agreements_organisation o ON o.cvr = %s WHERE c.cvr = %s AND ({when})
ON CONFLICT DO NOTHING
"""


@action(Permission.MIGRATION_DECIDE)
def start_move(*, actor: Actor) -> Move:
    """Take up the move of the actor's organisation; a second start finds the same move and adds what is new."""
    organisation = actor.organisation
    legacy = LegacyCompany.objects.for_actor(actor).first()
    if legacy is None:
        raise RuleBroken(
            _("NemID Erhverv kender ikke organisationen, så der er intet at flytte. Opret brugerne her.")
        )
    move, _created = Move.objects.across_organisations("its own move").get_or_create(
        cvr=organisation.cvr, defaults={"name": organisation.name, "segment": segment_of(organisation.cvr)}
    )
    if move.state in (Move.State.PAUSED, Move.State.OTHER_PATH):
        raise RuleBroken(_("Flytningen hviler, mens en sagsbehandler ser på den. Ring til support."))
    if move.state in (Move.State.PLANNED, Move.State.INVITED, Move.State.UNDONE):
        MOVE.move(move, "start", actor=actor, organisation=organisation, started_at=timezone.now())
    else:
        audit.record(MoveEvent.STARTED, move, actor=actor, organisations=[organisation])
    propose_all(move)
    return move


def propose_all(move: Move) -> None:
    """A question for everything that has none yet."""
    for item in SOURCES:
        propose(move, item)
    propose_settings(move)
    recount(move)


def propose(move: Move, item: str) -> int:
    """One question per legacy row that has none yet; an answer already given is never touched."""
    table, joins, rid = SOURCES[item]
    sql = f"""
    INSERT INTO migration_flow_decision (move_id, item, legacy_id, key, rid, proposal, proposal_reason, choice, change,
                                         decided_by, version)
    SELECT %s, %s, l.id, '', {rid}, {case_sql(item, "choice")}, {case_sql(item, "reason")}, '', '{{}}'::jsonb, '', 1
    FROM {table} l {joins} WHERE l.cvr = %s
    ON CONFLICT DO NOTHING
    """  # noqa: S608 - table, joins and cases are constants of this module and of rules.proposals
    with connection.cursor() as cursor:
        cursor.execute(sql, [move.pk, item, move.cvr])
        return cursor.rowcount


def propose_settings(move: Move) -> None:
    """One question per setting that this company has to decide on."""
    with connection.cursor() as cursor:
        for each in SETTINGS:
            cursor.execute(
                _SETTING.format(when=each.when),
                [move.pk, each.key, each.choice, each.reason, move.cvr, move.cvr],
            )
