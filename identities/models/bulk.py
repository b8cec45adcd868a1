import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.agreements.models import Organisation
from portal.core.models import Ciphertext
from portal.core.scoping import Scoped


class Upload(Scoped):
    """A file of employees (or of birth dates) on its way: read, tried, then carried out by one job."""

    class Kind(models.TextChoices):
        CREATE = "create", _("Opret brugere")
        BIRTH_DATES = "birth_dates", _("Tilføj fødselsdatoer")

    class State(models.TextChoices):
        READ = "read", _("Læst")
        TRIED = "tried", _("Prøvet")
        RUNNING = "running", _("I gang")
        DONE = "done", _("Færdig")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.CREATE)
    state = models.CharField(max_length=10, choices=State, default=State.READ)
    file_name = models.TextField()
    sha256 = models.CharField(max_length=64)
    # The bytes of the file, encrypted, until the rows are made of them.
    content = Ciphertext(null=True, purpose="upload")
    columns = models.JSONField(default=list)
    samples = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    rows_total = models.IntegerField(default=0)
    rows_bad = models.IntegerField(default=0)
    order_at_once = models.BooleanField(default=False)
    price_shown = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    job = models.UUIDField(null=True)
    uploaded_by = models.TextField(default="")
    uploaded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.file_name

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class UploadRow(Scoped):
    """One line of the file: what stood there, what is wrong with it, and what became of it."""

    tenant_fields = ("upload__organisation",)

    id = models.BigAutoField(primary_key=True)
    upload = models.ForeignKey(Upload, models.CASCADE, related_name="rows")
    number = models.IntegerField()
    cells = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    # CPR numbers never lie in `cells` or `values`: they are taken out while reading, encrypted.
    cpr = Ciphertext(null=True, purpose="cpr")
    cpr_index = models.BinaryField(null=True)
    problems = models.JSONField(default=list)
    identity = models.UUIDField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["upload", "number"], name="one_row_per_line"),)

    def __str__(self) -> str:
        return f"{self.upload_id}:{self.number}"


class IdempotencyKey(Scoped):
    """The answer to a request of the identity API, given again to the same request."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    client = models.TextField()
    key = models.CharField(max_length=200)
    request_hash = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    answer = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "client", "key"], name="one_answer_per_idempotency_key"
            ),
        )

    def __str__(self) -> str:
        return self.key
