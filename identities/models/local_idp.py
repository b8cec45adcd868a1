import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.agreements.models import Organisation
from portal.core.scoping import Scoped


class LocalIdp(Scoped):
    """An organisation's own OpenID provider and the NSIS level it is notified for, until the notification
    lapses."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Under opsætning")
        SUBMITTED = "submitted", _("Afventer godkendelse")
        ACTIVE = "active", _("I brug")
        LAPSED = "lapsed", _("Anmeldelsen er udløbet")
        REMOVED = "removed", _("Fjernet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.TextField()
    issuer = models.TextField()
    client_id = models.TextField()
    client_secret = models.BinaryField(null=True)
    metadata = models.JSONField(default=dict)
    # The NSIS level it is notified for (Level.name); a login never counts for more.
    notified_level = models.CharField(max_length=12, default="")
    # The auditor's statement (PDF or picture), its hash, and the last day it holds.
    statement = models.BinaryField(null=True)
    statement_type = models.TextField(default="", db_default="")
    statement_sha256 = models.CharField(max_length=64, default="", db_default="")
    statement_expires_on = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    tested_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    # How many days before the lapse the last reminder was.
    reminded_days = models.PositiveSmallIntegerField(null=True)
    # The statement that shall follow the present one, while support looks at it.
    renewal = models.BinaryField(null=True)
    renewal_type = models.TextField(default="", db_default="")
    renewal_sha256 = models.CharField(max_length=64, default="", db_default="")
    renewal_level = models.CharField(max_length=12, default="", db_default="")
    renewal_expires_on = models.DateField(null=True)
    # Why support sent it back.
    answer = models.TextField(default="", db_default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation"],
                condition=~Q(state__in=["lapsed", "removed"]),
                name="one_living_local_idp_per_organisation",
            ),
            models.CheckConstraint(
                name="an_active_local_idp_is_notified_and_tested",
                condition=~Q(state="active")
                | Q(tested_at__isnull=False, statement_expires_on__isnull=False, statement__isnull=False)
                & Q(notified_level__in=["SUBSTANTIAL", "HIGH", "LOW"]),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def waits(self) -> bool:
        """Whether support has something to answer: the first statement, or the one that shall follow it."""
        return self.state == self.State.SUBMITTED or bool(self.renewal_sha256)

    @property
    def issuer_of_people(self) -> str:
        """The issuer its people are known by here: never one a provider could choose, MitID's least of all."""
        return f"local-idp:{self.pk}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]
