from migration_flow.rules.proposals import ONLY, PROPOSALS, REASONS, Proposal, case_sql
from migration_flow.rules.roles import ROLES_OF

__all__ = ["ONLY", "PROPOSALS", "REASONS", "ROLES_OF", "Proposal", "case_sql"]
