from migration_flow.queries.legacy import legacy_decision
from migration_flow.queries.moves import MODELS, attach_legacy, count_known, known, move_of, summary, todo

__all__ = ["MODELS", "attach_legacy", "count_known", "known", "legacy_decision", "move_of", "summary", "todo"]
