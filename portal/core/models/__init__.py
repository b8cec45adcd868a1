from portal.core.models.audit import AuditEntry, AuditPayload, AuditSeal, AuditWatermark
from portal.core.models.documents import Document
from portal.core.models.fields import Ciphertext
from portal.core.models.jobs import Chunk, Job
from portal.core.models.mail import OutgoingMail
from portal.core.models.users import User

__all__ = [
    "AuditEntry",
    "AuditPayload",
    "AuditSeal",
    "AuditWatermark",
    "Chunk",
    "Ciphertext",
    "Document",
    "Job",
    "OutgoingMail",
    "User",
]
