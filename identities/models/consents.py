import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from identities.models.identities import Identity
from portal.core.scoping import Scoped


class Consent(Scoped):
    """The employee's half of the two-sided consent to use private MitID at work. A withdrawal is a date,
    not a delete."""

    tenant_fields = ("identity__organisation",)
    person_field = "user"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="consents")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text_version = models.TextField()
    accepted_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["identity"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_consent_per_identity",
            ),
        )

    def __str__(self) -> str:
        return str(self.id)
