from migration_flow.rules.codes import CODES, DECIDES, REJECTS, STOPS, WARNS, sentence
from migration_flow.rules.kinds import HEADINGS
from migration_flow.rules.proposals import ONLY, PROPOSALS, REASONS, Proposal, case_sql
from migration_flow.rules.roles import ROLES_OF

__all__ = ["CODES", "DECIDES", "HEADINGS", "ONLY", "PROPOSALS", "REASONS", "REJECTS", "ROLES_OF", "STOPS", "WARNS", "Proposal",
           "case_sql", "sentence"]  # fmt: skip
