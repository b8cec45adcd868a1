from migration_flow.models.deliveries import Delivery, DeliveryFile, RejectedRow
from migration_flow.models.guidance import EmployeeMove, Letter, Postponement
from migration_flow.models.legacy import (
    LegacyAdministrator,
    LegacyCompany,
    LegacyEmployee,
    LegacyMandate,
    LegacyOtherSignature,
    LegacyRight,
    LegacySignature,
    LegacyUnit,
)
from migration_flow.models.moves import Decision, Finding, Move, Wave

__all__ = ["Decision", "Delivery", "DeliveryFile", "EmployeeMove", "Finding", "LegacyAdministrator", "LegacyCompany",
           "LegacyEmployee", "LegacyMandate", "LegacyOtherSignature", "LegacyRight", "LegacySignature", "LegacyUnit",
           "Letter", "Move", "Postponement", "RejectedRow", "Wave"]  # fmt: skip
