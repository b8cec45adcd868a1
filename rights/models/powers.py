import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core.scoping import Scoped
from rights.models.catalogue import LimitType, Right
from rights.models.groups import ClientGroup, Group


class Power(Scoped):
    """What one organisation (holder) may do for another (grantor): organisation × right, made by a mandate.

    Which of the holder's people may use it is an Assignment; nothing stores clients × staff."""

    tenant_fields = ("holder", "grantor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    grantor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    right = models.ForeignKey(Right, models.PROTECT, related_name="+")
    limit_type = models.CharField(max_length=2, choices=LimitType, default=LimitType.WHOLE, blank=True)
    limit_value = models.CharField(max_length=10, default="", blank=True)
    # The one person it is given to, when the mandate names one; nobody else may be assigned it.
    only_identity = models.ForeignKey(Identity, models.CASCADE, null=True, related_name="+")
    mandate = models.UUIDField()
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mandate", "right", "limit_type", "limit_value"],
                name="one_power_per_right_of_a_mandate",
            ),
            models.CheckConstraint(
                name="nobody_holds_a_power_over_themselves", condition=~Q(holder=models.F("grantor"))
            ),
        )
        indexes = (
            models.Index(fields=["grantor", "holder", "right"], name="power_of_grantor"),
            models.Index(fields=["holder", "grantor"], name="power_of_holder"),
            models.Index(fields=["mandate"], name="power_of_mandate"),
        )

    def __str__(self) -> str:
        return f"{self.holder_id} for {self.grantor_id}"


class Assignment(Scoped):
    """Who in the holder's organisation may use which received powers: staff (a person or a group) × clients
    (one, a group, or all) × one right or all."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    identity = models.ForeignKey(Identity, models.CASCADE, null=True, related_name="assignments")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="assignments")
    client = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    client_group = models.ForeignKey(ClientGroup, models.CASCADE, null=True, related_name="assignments")
    right = models.ForeignKey(Right, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(db_default=Now())
    given_by = models.TextField(default="")
    starts_at = models.DateTimeField(db_default=Now())
    ends_at = models.DateTimeField(null=True)
    # Whichever it is, in one column each; all clients are named by the organisation itself.
    staff = models.GeneratedField(
        expression=Coalesce("identity", "group"), output_field=models.UUIDField(), db_persist=True
    )
    clients = models.GeneratedField(
        expression=Coalesce("client", "client_group", "organisation"),
        output_field=models.UUIDField(),
        db_persist=True,
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="an_assignment_is_to_an_identity_or_a_group",
                condition=Q(identity__isnull=False, group__isnull=True)
                | Q(identity__isnull=True, group__isnull=False),
            ),
            models.CheckConstraint(
                name="an_assignment_names_clients_one_way",
                condition=Q(client__isnull=True) | Q(client_group__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["organisation", "identity", "group", "client", "client_group", "right"],
                condition=Q(ends_at__isnull=True),
                nulls_distinct=False,
                name="one_standing_assignment_of_a_kind",
            ),
        )
        indexes = (
            models.Index(fields=["staff", "clients"], name="assignment_of_staff"),
            models.Index(fields=["organisation", "clients"], name="assignment_of_clients"),
        )

    def __str__(self) -> str:
        return str(self.id)

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class DecisionLog(models.Model):
    """One answer of the decision API. Names both organisations: the employer's and the acted-for one's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()
    client_id = models.TextField()
    identity = models.UUIDField(null=True)
    employer_cvr = models.CharField(max_length=8, default="")
    acted_for_cvr = models.CharField(max_length=8, default="")
    right_key = models.TextField()
    decision = models.BooleanField()
    reason = models.TextField()
    request_id = models.TextField(default="")

    class Meta:
        indexes = (
            models.Index(fields=["acted_for_cvr", "-at"], name="decisions_for_cvr"),
            models.Index(fields=["identity", "-at"], name="decisions_of_identity"),
        )

    def __str__(self) -> str:
        return f"{self.right_key} {self.decision}"
