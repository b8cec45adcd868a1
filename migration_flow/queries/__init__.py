from migration_flow.queries.late import must_move_first
from migration_flow.queries.legacy import legacy_decision, legacy_number
from migration_flow.queries.moves import (
    MODELS,
    attach_legacy,
    chose_local_idp,
    count_known,
    known,
    move_of,
    summary,
    todo,
)

__all__ = ["MODELS", "attach_legacy", "chose_local_idp", "count_known", "known", "legacy_decision", "legacy_number", "move_of",
           "must_move_first", "summary", "todo"]  # fmt: skip
