import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core.scoping import Scoped
from rights.models.catalogue import LimitType, Right
from rights.models.groups import Group


class Period(Func):
    """[from, to): the time a row is in force, open ends included."""

    function = "TSTZRANGE"


class Grant(Scoped):
    """A right given to an identity or a group, with its limit and period. Ended, never deleted."""

    class Source(models.TextChoices):
        GIVEN = "given", _("Tildelt")
        REQUESTED = "requested", _("Ansøgt og godkendt")
        MOVED = "moved", _("Flyttet fra NemID Erhverv")
        RENEWED = "renewed", _("Fornyet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    right = models.ForeignKey(Right, models.PROTECT, related_name="+")
    identity = models.ForeignKey(Identity, models.CASCADE, null=True, related_name="grants")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="grants")
    limit_type = models.CharField(max_length=2, choices=LimitType, default=LimitType.WHOLE, blank=True)
    limit_value = models.CharField(max_length=10, default="", blank=True)
    constraints = models.JSONField(default=dict)
    source = models.CharField(max_length=10, choices=Source, default=Source.GIVEN)
    given_at = models.DateTimeField(db_default=Now())
    given_by = models.TextField(default="")
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")
    # The last reminder's days before the end; 0: its end has been told.
    reminded_days = models.SmallIntegerField(null=True)
    # Identity or group, whichever it is: the decision looks up every grant by this one column.
    receiver = models.GeneratedField(
        expression=Coalesce("identity", "group"), output_field=models.UUIDField(), db_persist=True
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_grant_is_to_an_identity_or_a_group",
                condition=Q(identity__isnull=False, group__isnull=True)
                | Q(identity__isnull=True, group__isnull=False),
            ),
            models.CheckConstraint(
                name="a_limit_has_its_value",
                condition=Q(limit_type="", limit_value="") | ~Q(limit_type="") & ~Q(limit_value=""),
            ),
            models.CheckConstraint(
                name="a_grant_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=models.F("starts_at")),
            ),
            ExclusionConstraint(
                name="no_overlapping_grants",
                expressions=[
                    (Coalesce("identity", "group"), RangeOperators.EQUAL),
                    ("right", RangeOperators.EQUAL),
                    ("limit_type", RangeOperators.EQUAL),
                    ("limit_value", RangeOperators.EQUAL),
                    (Period("starts_at", "ends_at", Value("[)")), RangeOperators.OVERLAPS),
                ],
            ),
        )
        indexes = (
            models.Index(fields=["receiver", "right"], name="grant_of_receiver"),
            models.Index(fields=["organisation", "right"], name="grant_of_right"),
            models.Index(fields=["organisation", "-given_at", "-id"], name="grant_newest_first"),
            models.Index(fields=["ends_at"], name="grant_ending", condition=Q(ends_at__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.right_id} {self.identity_id or self.group_id}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class RightRequest(Scoped):
    """An employee's wish for one or more rights, with a reason; answered line by line, never by oneself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="right_requests")
    reason = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class RightRequestLine(Scoped):
    tenant_fields = ("request__organisation",)

    class State(models.TextChoices):
        OPEN = "open", _("Afventer svar")
        APPROVED = "approved", _("Godkendt")
        REJECTED = "rejected", _("Afvist")
        WITHDRAWN = "withdrawn", _("Trukket tilbage")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(RightRequest, models.CASCADE, related_name="lines")
    right = models.ForeignKey(Right, models.PROTECT, related_name="+")
    limit_type = models.CharField(max_length=2, choices=LimitType, default=LimitType.WHOLE, blank=True)
    limit_value = models.CharField(max_length=10, default="", blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")
    grant = models.ForeignKey(Grant, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.right_id} {self.state}"

    def organisations(self) -> list[Organisation]:
        return [self.request.organisation]
