import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models.identities import Identity
from portal.agreements.models import Organisation
from portal.core.scoping import Scoped


class AccessRequest(Scoped):
    """Somebody logged in as themselves asks an organisation to become its user. Name as MitID showed it."""

    person_field = "user"

    class State(models.TextChoices):
        OPEN = "open", _("Afventer svar")
        APPROVED = "approved", _("Godkendt")
        REJECTED = "rejected", _("Afvist")
        WITHDRAWN = "withdrawn", _("Trukket tilbage")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    # None once the answer has been forgotten.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    name = models.TextField()
    email = models.TextField()
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(default="")
    # The identity that came of it.
    identity = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(state="open"),
                name="one_open_access_request_per_person",
            ),
        )
        indexes = (
            models.Index(fields=["user"], name="access_request_of_person"),
            models.Index(fields=["answered_at"], name="access_request_answered"),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]
