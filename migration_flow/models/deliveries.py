import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.core.models import Ciphertext, Job


class Delivery(models.Model):
    """One package from the legacy system, and how far it has come. Counts only once it balances."""

    class State(models.TextChoices):
        LOADING = "loading", _("Indlæses")
        LOADED = "loaded", _("Indlæst")
        REFUSED = "refused", _("Afvist")
        WAITING = "waiting", _("Venter på en tidligere levering")
        STOPPED = "stopped", _("Stoppet, ikke indlæst")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery_id = models.TextField(unique=True)
    sequence = models.IntegerField()
    kind = models.CharField(max_length=5)
    environment = models.CharField(max_length=4)
    made_at = models.DateTimeField()
    path = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.LOADING)
    refused_code = models.CharField(max_length=3, default="")
    refused_because = models.JSONField(default=dict)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(db_default=Now())
    loaded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["sequence"], name="one_delivery_per_place_in_the_row",
                condition=Q(state__in=("loading", "waiting", "loaded")),
            ),
            models.UniqueConstraint(fields=["state"], name="one_delivery_is_loaded_at_a_time", condition=Q(state="loading")),
            models.CheckConstraint(
                name="a_refused_delivery_has_its_reason", condition=~Q(state="refused") | ~Q(refused_code="")
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.delivery_id


class DeliveryFile(models.Model):
    """One file of a delivery; `accepted + rejected = total` is a constraint once it is counted."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="files")
    name = models.TextField()
    bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    encoding = models.TextField()
    total = models.BigIntegerField()
    accepted = models.BigIntegerField(null=True)
    rejected = models.BigIntegerField(null=True)
    # Found while it is checked: the header's columns, (first byte, line number) of each part, where the trailer begins.
    columns = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    ends_at = models.BigIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["delivery", "name"], name="a_file_once_per_delivery"),
            models.CheckConstraint(
                name="accepted_and_rejected_are_the_total",
                condition=Q(accepted__isnull=True) | Q(total=models.F("accepted") + models.F("rejected")),
            ),
        )

    def __str__(self) -> str:
        return self.name


class RejectedRow(models.Model):
    """A row that was not accepted: where it stood, why, and its text (encrypted: it may hold a CPR number)."""

    id = models.BigAutoField(primary_key=True)
    file = models.ForeignKey(DeliveryFile, models.CASCADE, related_name="rejected_rows")
    line = models.BigIntegerField()
    codes = models.JSONField(default=list)
    cvr = models.TextField(default="")
    raw = Ciphertext(purpose="rejected_row")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["file", "line"], name="a_line_is_rejected_once"),)

    def __str__(self) -> str:
        return f"{self.file_id}:{self.line}"
