from migration_flow.views.decisions import AcceptPage, AnswerPage, DecisionList
from migration_flow.views.moving import ExecutePage, StartPage, StatusPage

__all__ = ["AcceptPage", "AnswerPage", "DecisionList", "ExecutePage", "StartPage", "StatusPage"]
