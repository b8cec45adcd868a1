from migration_flow.rules.proposals import PROPOSALS, REASONS, Proposal, case_sql
from migration_flow.rules.roles import ROLES_OF

__all__ = ["PROPOSALS", "REASONS", "ROLES_OF", "Proposal", "case_sql"]
