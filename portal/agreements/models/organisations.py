import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from portal.core.scoping import Scoped


class Organisation(Scoped):
    """A user organisation: the wall every other row stands behind.

    It exists once it is connected, moved, or named in a mandate. Without a CVR number it gets a portal number of
    eight digits that starts with 0."""

    tenant_fields = ("pk",)

    class State(models.TextChoices):
        NAMED = "named", _("Ikke tilsluttet")
        CONNECTED = "connected", _("Tilsluttet")
        TERMINATING = "terminating", _("Opsagt, ophører snart")
        CLOSED = "closed", _("Ophørt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cvr = models.CharField(max_length=8, unique=True)
    name = models.TextField()
    form_code = models.SmallIntegerField(default=0)
    is_public = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=State, default=State.NAMED)
    created_at = models.DateTimeField(db_default=Now())
    set_up_at = models.DateTimeField(null=True)
    # When it ceased or its agreement ended: its retention is counted from here.
    closed_at = models.DateTimeField(null=True)
    # What the register says that the pages must show: "bankruptcy", "liquidation", "compulsory_dissolution" …
    register_state = models.CharField(max_length=25, db_default="", default="")
    # Settings. The employer's half of the two-sided consent is `allows_private_mitid` (MitID-loven § 9, 3–4).
    allows_private_mitid = models.BooleanField(default=False)
    allowed_authenticators = models.JSONField(default=list)
    asks_for_cpr = models.BooleanField(default=False)
    cpr_purpose = models.TextField(default="")
    allows_pseudonyms = models.BooleanField(default=False)
    allows_self_request = models.BooleanField(default=False)
    four_eyes = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="organisation_number_is_eight_digits", condition=Q(cvr__regex=r"^\d{8}$")
            ),
            models.CheckConstraint(
                name="asking_for_cpr_has_a_purpose", condition=Q(asks_for_cpr=False) | ~Q(cpr_purpose="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.cvr})"

    def organisations(self) -> list["Organisation"]:
        return [self]


class OrganisationPermission(UserObjectPermissionBase):
    """django-guardian's direct key: what a member of staff may do for one organisation, within a support access."""

    content_object = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
