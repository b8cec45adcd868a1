from django.db import models
from django.db.models import Q


class OutgoingMail(models.Model):
    """A mail written in the same transaction as the change it tells about."""

    id = models.UUIDField(primary_key=True, editable=False)
    template = models.TextField()
    recipient = models.TextField()
    language = models.CharField(max_length=2)
    subject = models.TextField()
    body = models.TextField()
    secret = models.BinaryField(null=True)
    organisation = models.UUIDField(null=True)
    # The user identity it is written to, where it is: an address may be shared. Null: whoever reads the address.
    reader = models.UUIDField(null=True)
    message_id = models.TextField(unique=True)
    created_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    failed_because = models.TextField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["created_at"], name="mail_waiting", condition=Q(sent_at__isnull=True)),
            models.Index(fields=["organisation", "-created_at"], name="mail_of_organisation"),
        )

    def __str__(self) -> str:
        return f"{self.template} → {self.id}"
