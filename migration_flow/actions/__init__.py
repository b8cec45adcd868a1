from migration_flow.actions.alone import move_alone
from migration_flow.actions.decide import accept_proposals, decide
from migration_flow.actions.decide_many import Answer, Answered, answer_by_file, decide_many
from migration_flow.actions.employees import change_path, confirm_own, put_in_batch, say_later, tell_trouble
from migration_flow.actions.execute import execute
from migration_flow.actions.importing import hand_out_rejected, receive
from migration_flow.actions.inviting import invite_batch
from migration_flow.actions.merging import keep_apart, merge_rids
from migration_flow.actions.plan import make_waves, plan_companies
from migration_flow.actions.rehearse import rehearse
from migration_flow.actions.signing import prepare_together, sign_together
from migration_flow.actions.start import start_move
from migration_flow.actions.timing import choose_date, invite_due, pause, postpone, resume
from migration_flow.actions.together import start_together
from migration_flow.actions.undo import order_undo

__all__ = [
    "Answer", "Answered", "accept_proposals", "answer_by_file", "change_path", "choose_date", "confirm_own",
    "decide", "decide_many", "execute", "hand_out_rejected", "invite_batch", "invite_due", "keep_apart",
    "make_waves", "merge_rids", "move_alone", "order_undo", "pause", "plan_companies", "postpone",
    "prepare_together", "put_in_batch",
    "receive", "rehearse", "resume", "say_later", "sign_together", "start_move", "start_together", "tell_trouble",
]  # fmt: skip
