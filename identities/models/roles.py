import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models.identities import Identity
from portal.agreements.models import Organisation
from portal.core.scoping import Scoped


class AdministratorRole(models.TextChoices):
    ORGANISATION_ADMINISTRATOR = "organisation_administrator", _("Organisationsadministrator")
    USER_ADMINISTRATOR = "user_administrator", _("Brugeradministrator")
    RIGHTS_ADMINISTRATOR = "rights_administrator", _("Rettighedsadministrator i MitID Erhverv")


class RoleAssignment(Scoped):
    """An administrator role held by an identity, from one moment until another; never deleted."""

    Role = AdministratorRole

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="role_assignments")
    role = models.CharField(max_length=30, choices=AdministratorRole)
    given_at = models.DateTimeField(db_default=Now())
    given_by = models.TextField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["identity", "role"],
                condition=Q(ended_at__isnull=True),
                name="one_standing_assignment_per_role",
            ),
        )
        indexes = (
            models.Index(
                fields=["organisation", "role"], name="standing_roles", condition=Q(ended_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.identity_id}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class RoleRequest(Scoped):
    """A wish for a role (by the employee), or a proposal that needs a second pair of eyes (by an administrator)."""

    class State(models.TextChoices):
        OPEN = "open", _("Afventer svar")
        APPROVED = "approved", _("Godkendt")
        REJECTED = "rejected", _("Afvist")
        WITHDRAWN = "withdrawn", _("Trukket tilbage")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="role_requests")
    role = models.CharField(max_length=30, choices=AdministratorRole)
    reason = models.TextField()
    proposed_by = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Identity, models.SET_NULL, null=True, related_name="+")
    answer = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["identity", "role"], condition=Q(state="open"), name="one_open_request_per_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.state}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]
