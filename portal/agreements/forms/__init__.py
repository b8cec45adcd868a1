"""The questions of a connection and of its case."""

from portal.agreements.forms.agreement import AcceptTerms, Terminate
from portal.agreements.forms.cases import Attach, Invite, SignForCaseWork, Write
from portal.agreements.forms.connection import (
    ChooseCompany,
    NameAdministrator,
    Proceed,
    SetUp,
    Sign,
    WithoutRegister,
)
from portal.agreements.forms.need import Need

__all__ = ["AcceptTerms", "Attach", "ChooseCompany", "Invite", "NameAdministrator", "Need", "Proceed", "SetUp", "Sign",
           "SignForCaseWork", "Terminate", "WithoutRegister", "Write"]  # fmt: skip
