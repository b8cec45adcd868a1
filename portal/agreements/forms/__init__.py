"""The questions of a connection and of its case."""

from portal.agreements.forms.cases import Attach, Invite, SignForCaseWork, Write
from portal.agreements.forms.connection import (
    ChooseCompany,
    NameAdministrator,
    Proceed,
    SetUp,
    Sign,
    WithoutRegister,
)

__all__ = ["Attach", "ChooseCompany", "Invite", "NameAdministrator", "Proceed", "SetUp", "Sign", "SignForCaseWork",
           "WithoutRegister", "Write"]  # fmt: skip
