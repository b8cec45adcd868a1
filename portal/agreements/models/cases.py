import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.agreements.models.connections import Connection
from portal.core.scoping import Scoped


class Attachment(Scoped):
    """An uploaded document of a case: sniffed, limited, under a generated name, never shown inline."""

    class Kind(models.TextChoices):
        AFFILIATION = "affiliation", _("Viser jeres tilknytning (fx referat, ansættelseskontrakt, lønseddel)")
        IDENTITY = "identity", _("Viser, hvem underskriveren er (fx pas eller kørekort)")
        SIGNED_PAPER = "signed_paper", _("Aftalen, underskrevet på papir og scannet")
        OTHER = "other", _("Andet")

    tenant_fields = ("connection__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=20, choices=Kind)
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
    # The one thing support asks for (a code of rules.cases.ASKS); "" for a plain message.
    asks_for = models.TextField(default="")
    written_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.id)


class Invitation(Scoped):
    """A single-use link to a case, mailed to somebody who is to sign, or to go on with, it."""

    tenant_fields = ("connection__organisation",)
    person_field = "taken_by"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="invitations")
    email = models.TextField()
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_taken_invitation_has_its_person",
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
