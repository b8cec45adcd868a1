from identities.models.authenticators import Authenticator, AuthenticatorOrder, LocalIdp
from identities.models.billing import Charge, CreditNote, Invoice, InvoiceChannel, Price
from identities.models.identities import Activation, Consent, Identity
from identities.models.roles import RoleAssignment, RoleRequest

__all__ = ["Activation", "Authenticator", "AuthenticatorOrder", "Charge", "Consent", "CreditNote", "Identity",
           "Invoice", "InvoiceChannel", "LocalIdp", "Price", "RoleAssignment", "RoleRequest"]  # fmt: skip
