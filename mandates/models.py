import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core.models import Document
from portal.core.scoping import Scoped
from rights.models import Right
from rights.models.catalogue import LimitType


class Mandate(Scoped):
    """Power of attorney (erhvervsfuldmagt) from one organisation (grantor) to another, or to a named person in one."""

    tenant_fields = ("grantor", "grantee")

    class State(models.TextChoices):
        DRAFT = "draft", _("Kladde")
        OFFERED = "offered", _("Tilbudt, afventer svar")
        REQUESTED = "requested", _("Anmodet, afventer svar")
        ACTIVE = "active", _("I kraft")
        SUSPENDED = "suspended", _("Sat i bero")
        WITHDRAWN = "withdrawn", _("Trukket tilbage")
        WAIVED = "waived", _("Frasagt")
        DECLINED = "declined", _("Afvist")
        LAPSED = "lapsed", _("Bortfaldet uden svar")
        EXPIRED = "expired", _("Udløbet")
        REPLACED = "replaced", _("Afløst af en ny")
        ENDED = "ended", _("Ophørt")

    class Basis(models.TextChoices):
        CONSENTS = "consents", _("Begge parter har sagt ja")
        CARRIED_OVER = "carried_over", _("Videreført fra NemID Erhverv")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=20, unique=True)
    grantor = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    grantee = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    grantee_identity = models.ForeignKey(Identity, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    basis = models.CharField(max_length=12, choices=Basis, default="", blank=True)
    message = models.TextField(default="", blank=True)
    limit_type = models.CharField(max_length=2, choices=LimitType, default=LimitType.WHOLE, blank=True)
    limit_value = models.CharField(max_length=10, default="", blank=True)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by_grantor = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True)
    answer_before = models.DateTimeField(null=True)
    grantor_consented_at = models.DateTimeField(null=True)
    grantor_consented_by = models.TextField(default="")
    grantee_consented_at = models.DateTimeField(null=True)
    grantee_consented_by = models.TextField(default="")
    carried_over_at = models.DateTimeField(null=True)
    legacy_key = models.TextField(null=True, unique=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="sub_mandates")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")
    reminded_days = models.SmallIntegerField(null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    version = models.IntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="nobody_gives_a_mandate_to_themselves", condition=~Q(grantor=F("grantee"))
            ),
            models.CheckConstraint(
                name="an_active_mandate_has_its_lawful_basis",
                condition=~Q(state__in=["active", "suspended"])
                | Q(basis="consents", grantor_consented_at__isnull=False, grantee_consented_at__isnull=False)
                | Q(basis="carried_over", carried_over_at__isnull=False, legacy_key__isnull=False),
            ),
            models.CheckConstraint(
                name="a_mandate_ends_after_it_starts",
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
            ),
        )
        indexes = (
            models.Index(fields=["grantor", "state", "-created_at"], name="mandate_given"),
            models.Index(fields=["grantee", "state", "-created_at"], name="mandate_received"),
            models.Index(fields=["ends_at"], name="mandate_ending", condition=Q(state="active")),
        )

    def __str__(self) -> str:
        return self.number

    def organisations(self) -> list[Organisation]:
        return [self.grantor, self.grantee]


class MandateRight(Scoped):
    """A right the mandate gives."""

    tenant_fields = ("mandate__grantor", "mandate__grantee")

    id = models.BigAutoField(primary_key=True)
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="rights")
    right = models.ForeignKey(Right, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mandate", "right"], name="a_right_once_per_mandate"),)

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.right_id}"


class Resolution(Scoped):
    """What a party (or the portal) resolved about a mandate; never overwritten."""

    tenant_fields = ("mandate__grantor", "mandate__grantee")

    class Kind(models.TextChoices):
        OFFERED = "offered", _("Tilbudt")
        REQUESTED = "requested", _("Anmodet")
        ACCEPTED = "accepted", _("Accepteret")
        DECLINED = "declined", _("Afvist")
        CARRIED_OVER = "carried_over", _("Videreført")
        CONFIRMED = "confirmed", _("Bekræftet")
        WITHDRAWN = "withdrawn", _("Trukket tilbage")
        WAIVED = "waived", _("Frasagt")
        LAPSED = "lapsed", _("Bortfaldet")
        EXPIRED = "expired", _("Udløbet")
        RENEWED = "renewed", _("Fornyet")
        SUSPENDED = "suspended", _("Sat i bero")
        RESUMED = "resumed", _("Genoptaget")
        ENDED = "ended", _("Ophørt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="resolutions")
    kind = models.CharField(max_length=12, choices=Kind)
    by_party = models.CharField(max_length=8, default="portal")
    by_name = models.TextField(default="")
    text = models.TextField(default="")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.kind}"
