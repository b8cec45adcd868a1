"""The import: receive → check → stage (read, hide CPR numbers, COPY) → merge (set-based) → findings → balance."""

from migration_flow.actions.importing.receive import receive
from migration_flow.actions.importing.work import import_chunk

__all__ = ["import_chunk", "receive"]
