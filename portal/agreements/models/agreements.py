import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.agreements.models.connections import Connection
from portal.agreements.models.organisations import Organisation
from portal.agreements.models.terms import Terms
from portal.core.models import Document
from portal.core.scoping import Scoped


class Agreement(Scoped):
    """The one agreement of an organisation, as concluded; termination and re-acceptance are later facts about it."""

    class State(models.TextChoices):
        ACTIVE = "active", _("I kraft")
        TERMINATING = "terminating", _("Opsagt")
        ENDED = "ended", _("Ophørt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    connection = models.ForeignKey(Connection, models.PROTECT, null=True, related_name="+")
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.ACTIVE)
    concluded_at = models.DateTimeField(db_default=Now())
    terminated_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation"],
                condition=~Q(state="ended"),
                name="one_living_agreement_per_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.terms_id}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class TermsChange(Scoped):
    """An agreement meets new terms: told three months before, accepted by an organisation administrator."""

    tenant_fields = ("agreement__organisation",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="changes")
    terms = models.ForeignKey(Terms, models.PROTECT, related_name="+")
    told_at = models.DateTimeField(db_default=Now())
    reminded_at = models.DateTimeField(null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_name = models.TextField(default="")
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["agreement", "terms"], name="one_change_per_terms"),)

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.terms_id}"

    def organisations(self) -> list[Organisation]:
        return [self.agreement.organisation]
