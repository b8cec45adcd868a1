"""What guides people through a move: its employees' way, their and the company's "later", and letters."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models import Identity
from migration_flow.models.moves import Move
from portal.core.scoping import Scoped


class Postponement(Scoped):
    """A company (or employee) said "later": counted against what the plan allows."""

    tenant_fields = ("move__cvr",)
    tenant_key = "cvr"

    id = models.BigAutoField(primary_key=True)
    move = models.ForeignKey(Move, models.CASCADE, related_name="postponements")
    identity = models.ForeignKey(Identity, models.CASCADE, null=True, related_name="+")
    until = models.DateField()
    by = models.TextField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.move_id} {self.until}"


class EmployeeMove(Scoped):
    """The way of one employee from a RID to an active identity, with the path chosen for them."""

    tenant_fields = ("move__cvr",)
    tenant_key = "cvr"

    id = models.BigAutoField(primary_key=True)
    move = models.ForeignKey(Move, models.CASCADE, related_name="employees")
    legacy_employee_id = models.BigIntegerField()
    identity = models.OneToOneField(Identity, models.CASCADE, related_name="+")
    batch = models.IntegerField(default=1)
    path = models.CharField(max_length=10)
    invited_at = models.DateTimeField(null=True)
    activated_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    postponed_until = models.DateField(null=True)
    postponements = models.SmallIntegerField(default=0)
    trouble = models.TextField(default="")

    class Meta:
        indexes = (models.Index(fields=["move", "batch", "id"], name="employee_moves"),)

    def __str__(self) -> str:
        return str(self.id)


class Letter(Scoped):
    """A letter about the move, kept as a record. Its PDF is made when somebody asks for it, from these facts."""

    tenant_fields = ("move__cvr",)
    tenant_key = "cvr"

    class Audience(models.TextChoices):
        OWNER = "owner", _("Ejer")
        ADMINISTRATOR = "administrator", _("Administrator")
        EMPLOYEES = "employees", _("Medarbejdere")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    move = models.ForeignKey(Move, models.CASCADE, related_name="letters")
    audience = models.CharField(max_length=13, choices=Audience)
    template_version = models.CharField(max_length=10)
    # What the letter says: name, address, dates; never a personal number.
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = (models.Index(fields=["move", "made_at"], name="letters_of_move"),)

    def __str__(self) -> str:
        return f"{self.audience} {self.move_id}"
