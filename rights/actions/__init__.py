from rights.actions.assignments import assign, assign_in_bulk, unassign, unassign_in_bulk
from rights.actions.bulk import (
    GrantRow,
    Outcome,
    grant_in_bulk,
    insert_grants,
    undo_grants,
    withdraw_in_bulk,
)
from rights.actions.client_groups import (
    create_client_group,
    delete_client_group,
    empty_client_group,
    fill_client_group,
    rename_client_group,
)
from rights.actions.grants import grant_right, grant_to_group, renew_grant, withdraw_grant
from rights.actions.powers import (
    PowerRow,
    close_powers,
    delete_powers,
    insert_powers,
    open_powers,
    prolong_powers,
    resume_powers,
    suspend_powers,
)

__all__ = [
    "GrantRow",
    "Outcome",
    "PowerRow",
    "assign",
    "assign_in_bulk",
    "close_powers",
    "create_client_group",
    "delete_client_group",
    "delete_powers",
    "empty_client_group",
    "fill_client_group",
    "grant_in_bulk",
    "grant_right",
    "grant_to_group",
    "insert_grants",
    "insert_powers",
    "open_powers",
    "prolong_powers",
    "rename_client_group",
    "renew_grant",
    "resume_powers",
    "suspend_powers",
    "unassign",
    "unassign_in_bulk",
    "undo_grants",
    "withdraw_grant",
    "withdraw_in_bulk",
]
