from identities.models.access_requests import AccessRequest
from identities.models.authenticators import Authenticator, AuthenticatorKind, AuthenticatorOrder
from identities.models.billing import Charge, CreditNote, Invoice, InvoiceChannel, InvoiceLine, Price
from identities.models.bulk import IdempotencyKey, Upload, UploadRow
from identities.models.consents import Consent
from identities.models.identities import Activation, Identity, LivePeriod
from identities.models.local_idp import LocalIdp
from identities.models.roles import AdministratorRole, RoleAssignment, RoleRequest
from identities.models.support import SupportProposal

__all__ = [
    "AccessRequest",
    "Activation",
    "AdministratorRole",
    "Authenticator",
    "AuthenticatorKind",
    "AuthenticatorOrder",
    "Charge",
    "Consent",
    "CreditNote",
    "IdempotencyKey",
    "Identity",
    "Invoice",
    "InvoiceChannel",
    "InvoiceLine",
    "LivePeriod",
    "LocalIdp",
    "Price",
    "RoleAssignment",
    "RoleRequest",
    "SupportProposal",
    "Upload",
    "UploadRow",
]
