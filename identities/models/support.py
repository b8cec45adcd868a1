import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models.identities import Identity
from portal.agreements.models import Organisation
from portal.core.scoping import Scoped


class SupportProposal(Scoped):
    """One agent asks that a person be suspended or let in again; another one answers (four eyes)."""

    tenant_fields = ("identity__organisation",)

    class Act(models.TextChoices):
        SUSPEND = "suspend", _("Spær midlertidigt")
        RESUME = "resume", _("Ophæv spærring")

    class State(models.TextChoices):
        OPEN = "open", _("Afventer en kollega")
        APPROVED = "approved", _("Godkendt")
        REJECTED = "rejected", _("Afvist")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="support_proposals")
    act = models.CharField(max_length=10, choices=Act)
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    # The stable id of the agent (see Actor.stable_id), never a name.
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField(db_default=Now())
    answered_by = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["identity"], condition=Q(state="open"), name="one_open_support_proposal"
            ),
            models.CheckConstraint(
                name="four_eyes_are_two_people", condition=~Q(proposed_by=F("answered_by"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.state}"

    def organisations(self) -> list[Organisation]:
        return [self.identity.organisation]
