"""What the support desk may see, for whom, why and for how long."""

import uuid

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now

from portal.agreements.models import Organisation
from portal.core.scoping import Scoped


class _Period(models.Func):
    """[from, to)."""

    function = "TSTZRANGE"


class SupportAccess(Scoped):
    """One agent's access to one organisation, for one case, from one moment to another.

    The period is asked at every use: nothing has to happen for an access to be over. Closed early, it ends now."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.TextField()
    case_number = models.CharField(max_length=40)
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField()
    extended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        app_label = "web"
        constraints = (
            models.CheckConstraint(
                name="an_access_has_a_reason_in_words", condition=Q(reason__regex=r"\w") & ~Q(case_number="")
            ),
            models.CheckConstraint(
                name="an_access_ends_after_it_starts", condition=Q(ends_at__gte=F("starts_at"))
            ),
            models.CheckConstraint(
                name="nobody_extends_their_own_access",
                condition=Q(extended_by__isnull=True) | ~Q(extended_by=F("agent")),
            ),
            ExclusionConstraint(
                name="one_access_at_a_time_per_agent_and_organisation",
                expressions=[
                    ("agent", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    (_Period("starts_at", "ends_at", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "-starts_at"], name="support_access_to"),
            models.Index(fields=["agent", "-ends_at"], name="support_access_of"),
            models.Index(fields=["case_number"], name="support_access_by_case"),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.organisation_id}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]
