from migration_flow.queries.moves import MODELS, attach_legacy, count_known, known, move_of, summary, todo

__all__ = ["MODELS", "attach_legacy", "count_known", "known", "move_of", "summary", "todo"]
