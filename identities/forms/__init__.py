from identities.forms.access import (
    AnswerForm,
    AuthenticatorForm,
    ChannelForm,
    CodeForm,
    MeansForm,
    PathForm,
    ProofingForm,
    ReasonForm,
    RevealForm,
    RoleRequestForm,
    RolesForm,
    ScheduleForm,
)
from identities.forms.local_idp import LocalIdpForm, StatementForm, SubjectForm
from identities.forms.people import SORTS, CreateForm, EditForm, IdentityFilter, PersonFields

__all__ = [
    "SORTS",
    "AnswerForm",
    "AuthenticatorForm",
    "ChannelForm",
    "CodeForm",
    "CreateForm",
    "EditForm",
    "IdentityFilter",
    "LocalIdpForm",
    "MeansForm",
    "PathForm",
    "PersonFields",
    "ProofingForm",
    "ReasonForm",
    "RevealForm",
    "RoleRequestForm",
    "RolesForm",
    "ScheduleForm",
    "StatementForm",
    "SubjectForm",
]
