import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.agreements.models.organisations import Organisation
from portal.agreements.models.terms import Terms
from portal.core.models import Ciphertext, Document
from portal.core.scoping import Scoped


class Connection(Scoped):
    """One way into the portal, from the first answer to the concluded agreement. Lives at /tilslutning/<uuid>/.

    `purpose` is "connect" or "recover" (appoint a new administrator when the last one is gone)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Kladde")
        SIGNING = "signing", _("Afventer underskrift")
        CASE_WORK = "case_work", _("Under sagsbehandling")
        ANSWER_NEEDED = "answer_needed", _("Afventer dit svar")
        CONCLUDED = "concluded", _("Indgået")
        REJECTED = "rejected", _("Afvist")
        WITHDRAWN = "withdrawn", _("Trukket tilbage")

    class Purpose(models.TextChoices):
        CONNECT = "connect", _("Tilslutning")
        RECOVER = "recover", _("Ny administrator")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_number = models.CharField(max_length=20, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.CONNECT)
    state = models.CharField(max_length=15, choices=State, default=State.DRAFT)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    cvr = models.CharField(max_length=8, default="")
    organisation_name = models.TextField(default="")
    organisation_facts = models.JSONField(default=dict)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starter_is_representative = models.BooleanField(null=True)
    # The administrator to be, appointed by name, e-mail and birth date or CPR.
    administrator_name = models.TextField(default="")
    administrator_email = models.TextField(default="")
    administrator_birth_date = models.DateField(null=True)
    administrator_cpr = Ciphertext(null=True, purpose="cpr")
    administrator_cpr_index = models.BinaryField(max_length=32, null=True)
    administrator_is_starter = models.BooleanField(default=False)
    # Where receipts and news of the case go; the administrator's address when that is the starter.
    applicant_email = models.TextField(default="")
    all_roles_in_one = models.BooleanField(default=True)
    terms = models.ForeignKey(Terms, models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    # What the register said when the document was made: signing rule, its reading, who is in management.
    register_snapshot = models.JSONField(default=dict)
    case_reason = models.TextField(default="")
    # What the applicant still has to give before a case worker can go on: codes of rules.cases.ASKS.
    asks = models.JSONField(default=list)
    submitted_at = models.DateTimeField(null=True)
    rejected_because = models.TextField(default="")
    goal_date = models.DateField(null=True)
    signing_since = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    concluded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["cvr", "purpose"],
                condition=Q(state__in=["signing", "case_work", "answer_needed"]) & ~Q(cvr=""),
                name="one_open_case_per_company",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_number} {self.organisation_name}"

    @property
    def is_open(self) -> bool:
        return self.state in ("draft", "signing", "case_work", "answer_needed")

    def organisations(self) -> list[Organisation]:
        return [self.organisation] if self.organisation else []


class Signature(Scoped):
    """One human's signature: a step-up login over the hash of the exact PDF, against a snapshot of the register."""

    tenant_fields = ("connection__organisation",)
    person_field = "user"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.TextField()
    functions = models.JSONField(default=list)
    cpr_index = models.BinaryField(max_length=32)
    document_sha256 = models.CharField(max_length=64)
    snapshot_sha256 = models.CharField(max_length=64)
    level = models.CharField(max_length=12)
    signed_at = models.DateTimeField(db_default=Now())
    lost_at = models.DateTimeField(null=True)
    lost_because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["connection", "cpr_index"],
                condition=Q(lost_at__isnull=True),
                name="one_human_signs_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.signed_at}"
