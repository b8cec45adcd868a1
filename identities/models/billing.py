import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models.identities import Identity
from portal.agreements.models import Organisation
from portal.core.models import Document
from portal.core.scoping import Scoped


class Price(models.Model):
    """What something costs from a day on, excluding VAT; prices and the number of free identities are
    dated data."""

    class Item(models.TextChoices):
        IDENTITY = "identity", _("Erhvervsidentitet ud over de gratis")
        FREE_IDENTITIES = "free_identities", _("Antal gratis identiteter")
        CODE_DISPLAY = "code_display", _("Kodeviser")
        AUDIO_READER = "audio_reader", _("Kodeoplæser")
        CHIP = "chip", _("Chip")

    item = models.CharField(max_length=20, choices=Item)
    valid_from = models.DateField()
    amount = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["item", "valid_from"], name="one_price_per_item_and_day"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.amount}"


class Charge(Scoped):
    """Money owed for one thing, once. Never updated; a mistake is put right by a credit note."""

    class Kind(models.TextChoices):
        IDENTITY = "identity", _("Erhvervsidentitet")
        AUTHENTICATOR = "authenticator", _("Identifikationsmiddel")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=15, choices=Kind)
    identity = models.ForeignKey(Identity, models.PROTECT, null=True, related_name="charges")
    amount = models.DecimalField(max_digits=8, decimal_places=2)
    # 1; 2 only where the first was credited and the identity was later re-opened beyond the free ones.
    occasion = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField()
    at = models.DateTimeField(db_default=Now())
    raised_by = models.TextField(default="activation")

    class Meta:
        triggers = (pgtrigger.Protect(name="never_updated", operation=pgtrigger.Update | pgtrigger.Delete),)
        constraints = (
            models.UniqueConstraint(
                fields=["identity", "occasion"],
                condition=Q(kind="identity"),
                name="an_identity_is_charged_once",
            ),
            models.CheckConstraint(name="a_charge_is_positive", condition=Q(amount__gt=0)),
        )
        indexes = (models.Index(fields=["organisation", "-at"], name="charge_of_organisation"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.amount}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class CreditNote(Scoped):
    """A charge taken back: proposed by the recount or a merge, in force when support has approved it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Foreslået")
        APPROVED = "approved", _("Godkendt")
        REJECTED = "rejected", _("Afvist")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    charge = models.OneToOneField(Charge, models.PROTECT, related_name="credit_note")
    reason = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    proposed_at = models.DateTimeField(db_default=Now())
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(default="")

    def __str__(self) -> str:
        return f"{self.charge_id} {self.state}"

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class InvoiceChannel(Scoped):
    """Where invoices go; beyond the free identities one must be on file. Public bodies: NemHandel always."""

    class Kind(models.TextChoices):
        DIGITAL_POST = "digital_post", _("Digital Post")
        EMAIL = "email", _("E-mail")
        NEMHANDEL = "nemhandel", _("NemHandel")

    organisation = models.OneToOneField(Organisation, models.PROTECT, primary_key=True, related_name="+")
    # Empty: none is on file, the row only carries the hold.
    kind = models.CharField(max_length=15, choices=Kind, default="", blank=True)
    email = models.TextField(default="")
    ean = models.CharField(max_length=13, default="")
    attention = models.TextField(default="")
    order_number = models.TextField(default="")
    set_at = models.DateTimeField(db_default=Now())
    # New orders wait while an organisation beyond the free ones has no channel; set by the nightly recount.
    hold_since = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.kind

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class Invoice(Scoped):
    """A period's charges and credit notes; VAT exists only here."""

    class State(models.TextChoices):
        CLOSED = "closed", _("Opgjort")
        SENT = "sent", _("Sendt")
        FAILED = "failed", _("Kunne ikke leveres")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    period_from = models.DateField()
    period_to = models.DateField()
    net = models.DecimalField(max_digits=10, decimal_places=2)
    vat = models.DecimalField(max_digits=10, decimal_places=2)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    state = models.CharField(max_length=10, choices=State, default=State.CLOSED)
    channel = models.JSONField(default=dict)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class InvoiceLine(Scoped):
    """One charge, or one credit note, on the one invoice that carries it."""

    tenant_fields = ("invoice__organisation",)

    id = models.BigAutoField(primary_key=True)
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="lines")
    charge = models.OneToOneField(Charge, models.PROTECT, null=True, related_name="line")
    credit_note = models.OneToOneField(CreditNote, models.PROTECT, null=True, related_name="line")
    amount = models.DecimalField(max_digits=10, decimal_places=2)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_line_is_a_charge_or_a_credit",
                condition=Q(charge__isnull=False, credit_note__isnull=True)
                | Q(charge__isnull=True, credit_note__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount}"
