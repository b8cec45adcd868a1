from portal.core.models.audit import AuditEntry, AuditPayload, AuditSeal, AuditWatermark
from portal.core.models.documents import Document
from portal.core.models.jobs import Chunk, Job
from portal.core.models.mail import OutgoingMail
from portal.core.models.users import User

__all__ = [
    "AuditEntry",
    "AuditPayload",
    "AuditSeal",
    "AuditWatermark",
    "Chunk",
    "Document",
    "Job",
    "OutgoingMail",
    "User",
]
