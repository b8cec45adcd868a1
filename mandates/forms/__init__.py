"""What the pages of this app ask for."""

from mandates.forms.many import (
    BulkForm,
    ClientGroupForm,
    ClientSearch,
    MandateFilter,
    RenewFilter,
    RenewForm,
    StaffForm,
)
from mandates.forms.writing import (
    AnswerForm,
    OtherPartyForm,
    PeriodForm,
    ReasonForm,
    RightsForm,
    SubMandateForm,
)

__all__ = [
    "AnswerForm",
    "BulkForm",
    "ClientGroupForm",
    "ClientSearch",
    "MandateFilter",
    "OtherPartyForm",
    "PeriodForm",
    "ReasonForm",
    "RenewFilter",
    "RenewForm",
    "RightsForm",
    "StaffForm",
    "SubMandateForm",
]
