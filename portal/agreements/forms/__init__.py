"""The questions of a connection and of its case."""

from portal.agreements.forms.agreement import AcceptTerms, Terminate
from portal.agreements.forms.cases import Attach, Invite, SignForCaseWork, Write
from portal.agreements.forms.connection import (
    ChooseCompany,
    ChooseConnected,
    NameAdministrator,
    Proceed,
    Sign,
    WithoutRegister,
)
from portal.agreements.forms.need import Need
from portal.agreements.forms.settings import Means, PrivateMitID, Settings

__all__ = ["AcceptTerms", "Attach", "ChooseCompany", "ChooseConnected", "Invite", "Means", "NameAdministrator",
           "Need", "PrivateMitID", "Proceed", "Settings", "Sign", "SignForCaseWork", "Terminate", "WithoutRegister",
           "Write"]  # fmt: skip
