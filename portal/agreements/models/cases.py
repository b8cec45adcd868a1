import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from portal.agreements.models.connections import Connection
from portal.core.scoping import Scoped


class Attachment(Scoped):
    """An uploaded document of a case: sniffed, limited, under a generated name, never shown inline."""

    tenant_fields = ("connection__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="attachments")
    kind = models.TextField()
    media_type = models.TextField()
    name = models.TextField()
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class CaseMessage(Scoped):
    """What the applicant and the support desk write to each other in a case."""

    tenant_fields = ("connection__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_support = models.BooleanField()
    text = models.TextField()
    # What is asked for, when support asks: "document", "administrator", "organisation", "representative".
    asks_for = models.TextField(default="")
    written_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.id)
