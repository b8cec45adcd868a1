import uuid

from django.db import models
from django.db.models.functions import Now

from portal.core.scoping import ScopedQuerySet


class Document(models.Model):
    """A document as it was read and signed: its text, its tagged PDF and the hash of exactly those bytes."""

    tenant_fields = ("organisation",)
    person_field = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.TextField()
    title = models.TextField()
    organisation = models.UUIDField(null=True)
    template = models.TextField()
    template_version = models.TextField()
    language = models.CharField(max_length=2)
    html = models.TextField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=["organisation", "-created_at"], name="document_of_organisation"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
