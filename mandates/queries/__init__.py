from mandates.queries.acting import clients_of, naming
from mandates.queries.todos import todo

__all__ = ["clients_of", "naming", "todo"]
