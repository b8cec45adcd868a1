from rights.api.acting_for import ActingFor
from rights.api.evaluation import Evaluation, Evaluations
from rights.api.grants import Grants, OneGrant
from rights.api.metadata import Metadata
from rights.api.privileges import Privileges
from rights.api.subjects import Subjects
from rights.api.token import Token

__all__ = [
    "ActingFor",
    "Evaluation",
    "Evaluations",
    "Grants",
    "Metadata",
    "OneGrant",
    "Privileges",
    "Subjects",
    "Token",
]
