from rights.queries.clients import living_client, service_actor
from rights.queries.decision import decide, decide_one
from rights.queries.todos import todo

__all__ = ["decide", "decide_one", "living_client", "service_actor", "todo"]
