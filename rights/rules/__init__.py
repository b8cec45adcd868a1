from rights.rules.levels import level_named
from rights.rules.policy import MandatePolicy, policy_of

__all__ = ["MandatePolicy", "level_named", "policy_of"]
