"""An owner who signs alone moves on one page: no agreement, no cost, their private MitID, their RID's rights along."""

from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.adopt import adopt_one
from identities.actions.automatic import recognise_owner
from identities.models import Identity
from migration_flow.actions.carrying import MOVER, carry_out
from migration_flow.actions.followers import follow_users
from migration_flow.actions.receipt import ask_mandates, ask_rights, write_receipt
from migration_flow.actions.start import propose_all
from migration_flow.lifecycle import MOVE
from migration_flow.models import Move
from migration_flow.queries import alone
from migration_flow.queries.receipts import slices
from portal.agreements.actions.conclude import name_organisation
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

# The owner administers by being the owner; a role beside that is only for an ordinary user.
_ANSWER = """
UPDATE migration_flow_decision SET choice = CASE WHEN item IN ('administrator', 'setting') THEN 'leave' ELSE proposal END,
    decided_by = %s, decided_at = now(), version = version + 1
WHERE move_id = %s AND choice = ''
"""


@action(Permission.OWN_IDENTITY)
def move_alone(*, actor: Actor, cvr: str, is_me: bool = False) -> Move:
    """Everything on one yes. `is_me`: the person says that the legacy signature, whose name is theirs, is theirs.
    Raises RuleBroken for anybody the register does not let act alone, and for companies that need more than one page."""
    way = alone.way_of(actor.user, cvr)
    if way is None:
        raise RuleBroken(
            _("Registeret siger ikke, at du kan tegne virksomheden alene. Begynd med aftalen i stedet.")
        )
    if not way.one_page:
        raise RuleBroken(_("Virksomheden har flere brugere. Begynd med aftalen i stedet."))
    if way.rid and not (way.same_cpr or (way.same_name and is_me)):
        raise RuleBroken(
            _("Bekræft, at NemID-signaturen er din. Er den ikke det, så begynd med aftalen i stedet.")
        )
    move = _locked(actor, way)
    _owner(actor, move, way)
    propose_all(move)
    with connection.cursor() as cursor:
        cursor.execute(_ANSWER, [actor.label, move.pk])
    follow_users(move, actor)
    MOVE.move(move, "execute", actor=actor)
    carry_out(actor=MOVER, move=move)
    for after, upto, _n in slices(move):
        ask_rights(move, after, upto)
    ask_mandates(move)
    write_receipt(actor=MOVER, move=move)
    return move


def _locked(actor: Actor, way: Any) -> Move:
    """The company's move, begun by its owner; one of the plan, or a new one."""
    rows = Move.objects.across_organisations("the owner's own company")
    rows.get_or_create(cvr=way.cvr, defaults={"name": way.name, "segment": way.segment})
    move = rows.select_for_update().get(cvr=way.cvr)
    organisation = name_organisation(actor, way.cvr)
    return MOVE.move(move, "start", actor=actor, organisation=organisation, started_at=timezone.now())


def _owner(actor: Actor, move: Move, way: Any) -> None:
    rows = Identity.objects.across_organisations("the owner's own company").filter(
        organisation=move.organisation
    )
    mine = rows.filter(user=actor.user, state__in=Identity.LIVE).first()
    if mine is None:
        mine = recognise_owner(actor=MOVER, organisation=move.organisation, user=actor.user)
    if way.rid and mine.rid is None and not rows.filter(rid=way.rid).exists():
        adopt_one(actor=MOVER, identity=mine, rid=way.rid)
