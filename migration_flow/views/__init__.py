from migration_flow.views.after import Receipt, ReceiptFile, Undo
from migration_flow.views.answering import AnswerPage
from migration_flow.views.decisions import AcceptPage, DecideMany, DecisionList
from migration_flow.views.duplicates import Duplicate, DuplicateList
from migration_flow.views.employees import ChangePath, EmployeeFile, EmployeeList, InviteBatch, PutInBatch
from migration_flow.views.files import AnswersDown, AnswersUp
from migration_flow.views.help import ProposalHelp
from migration_flow.views.mine import MoveAlone, MyMoves
from migration_flow.views.moving import ExecutePage, StartPage, StatusPage
from migration_flow.views.own import Confirm, Later, OwnMove, Trouble
from migration_flow.views.rehearsal import Rehearsal, Rehearse
from migration_flow.views.signing import PrepareTogether, SignTogether
from migration_flow.views.timing import ChooseDate, LetterFile, Postpone, Timing

__all__ = [
    "AcceptPage", "AnswerPage", "AnswersDown", "AnswersUp", "ChangePath", "ChooseDate", "Confirm", "DecideMany",
    "DecisionList", "Duplicate", "DuplicateList", "EmployeeFile", "EmployeeList", "ExecutePage", "InviteBatch",
    "Later", "LetterFile", "MoveAlone", "MyMoves", "OwnMove", "Postpone", "PrepareTogether", "ProposalHelp", "PutInBatch",
    "Receipt", "ReceiptFile", "Rehearsal", "Rehearse", "SignTogether", "StartPage", "StatusPage", "Timing", "Trouble", "Undo",
]  # fmt: skip
