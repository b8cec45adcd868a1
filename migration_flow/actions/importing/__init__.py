"""The import: receive → check → stage (read, hide CPR numbers, COPY) → merge (set-based) → findings → balance."""

from migration_flow.actions.importing.receive import receive
from migration_flow.actions.importing.rejected import hand_out_rejected
from migration_flow.actions.importing.work import import_chunk

__all__ = ["hand_out_rejected", "import_chunk", "receive"]
