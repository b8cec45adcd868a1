from migration_flow.views.after import Receipt, ReceiptFile, Undo
from migration_flow.views.decisions import AcceptPage, AnswerPage, DecisionList
from migration_flow.views.moving import ExecutePage, StartPage, StatusPage
from migration_flow.views.rehearsal import Rehearsal, Rehearse

__all__ = [
    "AcceptPage",
    "AnswerPage",
    "DecisionList",
    "ExecutePage",
    "Receipt",
    "ReceiptFile",
    "Rehearsal",
    "Rehearse",
    "StartPage",
    "StatusPage",
    "Undo",
]
