"""One administrator of many companies begins alike ones together."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from migration_flow.actions.decide import accept_proposals
from migration_flow.actions.start import start_move
from migration_flow.models import Decision, Move
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.OWN_IDENTITY)
def start_together(*, actor: Actor, members: Sequence[Actor], accept: bool) -> dict[str, str]:
    """Begin the move of each organisation as its own administrator; `accept`: take the proposals, too. Each is checked
    and traced by itself. Returns CVR → why it did not begin ("" where it did)."""
    if not members:
        raise RuleBroken(_("Vælg mindst én virksomhed, du er organisationsadministrator i."))
    return {each.organisation.cvr: _start(each, accept) for each in members}


def _start(member: Actor, accept: bool) -> str:
    try:
        move = start_move(actor=member)
        if accept and move.state == Move.State.DECIDING:
            for item in Decision.Item.values:
                accept_proposals(actor=member, item=item)
    except RuleBroken as broken:
        return str(broken)
    return ""
