from identities.api.activations import ActivationOrder, ActivationOrders
from identities.api.authenticators import OneAuthenticator, TheAuthenticators, TheRoles
from identities.api.people import Identities, OneIdentity
from identities.api.states import Reactivate, Reopen, Suspend

__all__ = [
    "ActivationOrder",
    "ActivationOrders",
    "Identities",
    "OneAuthenticator",
    "OneIdentity",
    "Reactivate",
    "Reopen",
    "Suspend",
    "TheAuthenticators",
    "TheRoles",
]
