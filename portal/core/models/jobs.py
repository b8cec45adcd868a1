import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.core.scoping import ScopedQuerySet


class Job(models.Model):
    """Work too long for a request: its truth, progress and result. Celery only carries the wake-up."""

    class State(models.TextChoices):
        RUNNING = "running", _("I gang")
        DONE = "done", _("Færdig")
        FAILED = "failed", _("Stoppet med fejl")
        CANCELLED = "cancelled", _("Afbrudt")

    tenant_fields = ("organisation",)
    person_field = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.TextField()
    title = models.TextField()
    organisation = models.UUIDField(null=True)
    requested_by = models.TextField()
    params = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    # Units are what the user counts (employees, rows); chunks are what workers take.
    total_units = models.BigIntegerField(default=0)
    ordered = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "-created_at"], name="job_of_organisation"),
            models.Index(fields=["created_at"], name="job_running", condition=Q(state="running")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Chunk(models.Model):
    """A piece of a job that one worker does in one transaction.

    While it is worked on, its worker's database session holds an advisory lock on it: a dead worker's session ends,
    the lock with it, and the next worker takes the chunk."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Venter")
        DONE = "done", _("Færdig")
        PARKED = "parked", _("Lagt til side efter gentagne fejl")

    id = models.BigAutoField(primary_key=True)
    job = models.ForeignKey(Job, models.CASCADE, related_name="chunks")
    number = models.IntegerField()
    params = models.JSONField(default=dict)
    units = models.BigIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.IntegerField(default=0)
    error = models.TextField(default="")
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["job", "number"], name="one_chunk_per_number"),)
        indexes = (
            models.Index(fields=["job", "number"], name="chunk_waiting", condition=Q(state="waiting")),
        )

    def __str__(self) -> str:
        return f"{self.job_id}:{self.number}"
