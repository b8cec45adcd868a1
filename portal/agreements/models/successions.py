import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.agreements.models.organisations import Organisation
from portal.core.scoping import Scoped


class Succession(Scoped):
    """What one organisation had is offered to the CVR number that goes on: item by item, nothing silently."""

    class Kind(models.TextChoices):
        MERGER = "merger", _("Fusion")
        CONVERSION = "conversion", _("Omdannelse")

    tenant_fields = ("predecessor", "successor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    predecessor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    successor_cvr = models.CharField(max_length=8)
    # Null until the continuing company is an organisation of the portal.
    successor = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    offered_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["predecessor", "successor_cvr"], name="one_succession_per_pair"),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_cvr}"

    def organisations(self) -> list[Organisation]:
        return [each for each in (self.predecessor, self.successor) if each is not None]


class SuccessionItem(Scoped):
    """One user or mandate of the predecessor, and what the successor decided about it; decided once."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Bruger")
        MANDATE = "mandate", _("Fuldmagt")

    class Decision(models.TextChoices):
        CARRIED = "carried", _("Taget med")
        LEFT = "left", _("Ikke taget med")

    tenant_fields = ("succession__predecessor", "succession__successor")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    succession = models.ForeignKey(Succession, models.CASCADE, related_name="items")
    kind = models.CharField(max_length=10, choices=Kind)
    # The predecessor's identity or mandate, and the successor's that came of it.
    subject = models.UUIDField()
    result = models.UUIDField(null=True)
    name = models.TextField()
    decision = models.CharField(max_length=10, choices=Decision)
    # Rights that could not be given here, by name: retired ones, and those limited to a unit that did not come along.
    without = models.JSONField(default=list)
    decided_by = models.TextField()
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["succession", "subject"], name="an_item_is_decided_once"),
        )
        indexes = (models.Index(fields=["succession", "-decided_at"], name="succession_items_by_time"),)

    def __str__(self) -> str:
        return f"{self.name}: {self.decision}"

    def organisations(self) -> list[Organisation]:
        return self.succession.organisations()
