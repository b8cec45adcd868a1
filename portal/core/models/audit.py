import pgtrigger
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from portal.core.scoping import ScopedQuerySet

_NO_TRUNCATE = pgtrigger.Trigger(
    name="no_truncate",
    level=pgtrigger.Statement,
    when=pgtrigger.Before,
    operation=pgtrigger.Truncate,
    func="RAISE EXCEPTION 'the trail is never emptied';",
)
_APPEND_ONLY = (
    pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
    _NO_TRUNCATE,
)


class AuditEntry(models.Model):
    """What happened. Written once, never changed, points at nothing by foreign key.

    The row holds no personal words: those are in its payload, to which `commitment` = sha256(salt ‖ payload) ties it.
    """

    tenant_fields = ("organisation",)
    person_field = None

    id = models.UUIDField(primary_key=True, editable=False)
    act = models.UUIDField()
    at = models.DateTimeField(db_default=Now())
    event = models.TextField()
    actor_kind = models.TextField()
    actor_id = models.TextField()
    subject_type = models.TextField()
    subject_id = models.TextField()
    organisation = models.UUIDField(null=True)
    request_id = models.TextField(default="")
    commitment = models.BinaryField(max_length=32)
    # The transaction that wrote the row: the sealer takes only rows no running transaction can still come before.
    xid = models.BigIntegerField(db_default=RawSQL("(pg_current_xact_id()::text)::bigint", []))

    objects = ScopedQuerySet.as_manager()

    class Meta:
        triggers = _APPEND_ONLY
        indexes = (
            models.Index(fields=["xid", "id"], name="audit_in_order_of_writing"),
            models.Index(fields=["organisation", "-at", "-id"], name="audit_of_organisation"),
            models.Index(fields=["subject_type", "subject_id", "-at"], name="audit_of_subject"),
            models.Index(fields=["actor_id", "-at"], name="audit_by_actor"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.subject_id}"


class AuditPayload(models.Model):
    """The words of an entry: who, what, why. Erased when its retention ends; the seal still verifies without it."""

    entry_id = models.UUIDField(primary_key=True)
    salt = models.BinaryField(max_length=16)
    data = models.JSONField(default=dict)

    class Meta:
        triggers = (pgtrigger.Protect(name="never_rewritten", operation=pgtrigger.Update), _NO_TRUNCATE)

    def __str__(self) -> str:
        return str(self.entry_id)


class AuditSeal(models.Model):
    """One link per entry in the chain of an organisation (null: acts without one).

    hash = sha256(previous hash ‖ canonical form of the entry, commitment included)."""

    entry_id = models.UUIDField(primary_key=True)
    chain = models.UUIDField()
    sequence = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        triggers = _APPEND_ONLY
        constraints = (
            models.UniqueConstraint(fields=["chain", "sequence"], name="one_seal_per_place_in_the_chain"),
        )

    def __str__(self) -> str:
        return f"{self.chain}:{self.sequence}"


class AuditWatermark(models.Model):
    """How far the sealer has come: every entry at or before (xid, entry) is sealed. One row."""

    xid = models.BigIntegerField(default=0)
    entry_id = models.UUIDField(null=True)

    def __str__(self) -> str:
        return str(self.xid)
