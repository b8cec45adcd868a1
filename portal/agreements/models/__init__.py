from portal.agreements.models.cases import Attachment, CaseMessage
from portal.agreements.models.connections import Agreement, Connection, Signature, Terms
from portal.agreements.models.organisations import Organisation, OrganisationPermission
from portal.agreements.models.register import RegisterCompany, RegisterParticipant, RegisterUnit

__all__ = ["Agreement", "Attachment", "CaseMessage", "Connection", "Organisation", "OrganisationPermission",
           "RegisterCompany", "RegisterParticipant", "RegisterUnit", "Signature", "Terms"]  # fmt: skip
