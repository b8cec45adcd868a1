from mandates.queries.todos import todo

__all__ = ["todo"]
