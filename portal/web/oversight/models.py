import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.agreements.models import Organisation
from portal.core.scoping import Scoped


class LookUpReview(Scoped):
    """One look-up of the month's random sample, and what a supervisor found when asking why it was made."""

    class Verdict(models.TextChoices):
        OPEN = "open", _("Skal kontrolleres")
        FINE = "fine", _("I orden")
        WRONG = "wrong", _("Ikke i orden")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # The entry of the trail; its words may be erased before this row is.
    entry_id = models.UUIDField(unique=True)
    month = models.DateField()
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=5, choices=Verdict, default=Verdict.OPEN)
    note = models.TextField(default="")
    drawn_at = models.DateTimeField(db_default=Now())
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "web"
        constraints = (
            models.CheckConstraint(
                name="nobody_reviews_their_own_look_ups",
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("agent")),
            ),
            models.CheckConstraint(
                name="a_verdict_has_its_reviewer", condition=Q(verdict="open") | Q(reviewed_by__isnull=False)
            ),
        )
        indexes = (models.Index(fields=["verdict", "-month", "id"], name="look_up_reviews"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.verdict}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation] if self.organisation else []
