from migration_flow.actions.decide import accept_proposals, decide
from migration_flow.actions.execute import execute
from migration_flow.actions.importing import hand_out_rejected, receive
from migration_flow.actions.plan import make_waves, plan_companies
from migration_flow.actions.rehearse import rehearse
from migration_flow.actions.start import start_move
from migration_flow.actions.undo import order_undo

__all__ = [
    "accept_proposals",
    "decide",
    "execute",
    "hand_out_rejected",
    "make_waves",
    "order_undo",
    "plan_companies",
    "receive",
    "rehearse",
    "start_move",
]
