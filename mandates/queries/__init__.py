from mandates.queries.acting import clients_of
from mandates.queries.todos import todo

__all__ = ["clients_of", "todo"]
