from portal.agreements.models.agreements import Agreement, TermsChange
from portal.agreements.models.cases import Attachment, CaseMessage, Invitation
from portal.agreements.models.connections import Connection, Signature
from portal.agreements.models.organisations import Organisation, OrganisationPermission
from portal.agreements.models.register import (
    RegisterChange,
    RegisterCompany,
    RegisterDelta,
    RegisterParticipant,
    RegisterUnit,
)
from portal.agreements.models.successions import Succession, SuccessionItem
from portal.agreements.models.terms import Terms

__all__ = ["Agreement", "Attachment", "CaseMessage", "Connection", "Invitation", "Organisation",
           "OrganisationPermission", "RegisterChange", "RegisterCompany", "RegisterDelta", "RegisterParticipant",
           "RegisterUnit", "Signature", "Succession", "SuccessionItem", "Terms", "TermsChange"]  # fmt: skip
