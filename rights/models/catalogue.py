import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from portal.agreements.models import Organisation


class LimitType(models.TextChoices):
    """What a right is limited to; "" is the whole organisation (scope types of OIO BPP 1.2)."""

    WHOLE = "", _("Hele organisationen")
    P_NUMBER = "p", _("P-nummer")
    SE_NUMBER = "se", _("SE-nummer")


class ITSystem(models.Model):
    """A self-service or IT system whose rights are administered here; its owner maintains it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(unique=True, max_length=60)
    name_da = models.TextField()
    name_en = models.TextField()
    category_da = models.TextField(default="")
    category_en = models.TextField(default="")
    owner_name = models.TextField(default="")
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if translation.get_language() == "en" else self.name_da

    def organisations(self) -> list[Organisation]:
        return []


class ITSystemPermission(UserObjectPermissionBase):
    """django-guardian's direct key: which service owner maintains which system."""

    content_object = models.ForeignKey(ITSystem, models.CASCADE, related_name="+")


class Right(models.Model):
    """Access to, or one task in, a self-service. Its key is a URN, as OIO BPP carries it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    system = models.ForeignKey(ITSystem, models.PROTECT, related_name="rights")
    key = models.TextField(unique=True)
    name_da = models.TextField()
    name_en = models.TextField()
    description_da = models.TextField(default="")
    description_en = models.TextField(default="")
    allowed_limits = ArrayField(models.CharField(max_length=2), default=list)
    required_level = models.CharField(max_length=12, default="substantial")
    in_basic_package = models.BooleanField(default=False)
    # Names of constraints (amounts and the like) a service may send along; an unknown one denies.
    constraint_names = ArrayField(models.TextField(), default=list)
    # Policy for mandates, per right: who may give, request, withdraw, waive, sub-delegate (no, yes, ask) …
    mandate_policy = models.JSONField(default=dict)
    # How the legacy deliveries name it.
    legacy_service = models.TextField(default="")
    legacy_right = models.TextField(default="")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["legacy_service", "legacy_right"],
                condition=~Q(legacy_service=""),
                name="one_right_per_legacy_right",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_en if translation.get_language() == "en" else self.name_da

    @property
    def description(self) -> str:
        return self.description_en if translation.get_language() == "en" else self.description_da

    def organisations(self) -> list[Organisation]:
        return []


class ServiceClient(models.Model):
    """A machine that asks: for decisions about a system's rights, or for one organisation's identities."""

    class Kind(models.TextChoices):
        DECISIONS = "decisions", _("Beslutninger om et it-systems rettigheder")
        IDENTITIES = "identities", _("Brugere i én organisation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client_id = models.CharField(max_length=60, unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.TextField()
    secret_hash = models.CharField(max_length=64, default="")
    public_jwk = models.JSONField(null=True)
    system = models.ForeignKey(ITSystem, models.PROTECT, null=True, related_name="clients")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="a_client_serves_one_system_or_one_organisation",
                condition=Q(kind="decisions", system__isnull=False, organisation__isnull=True)
                | Q(kind="identities", system__isnull=True, organisation__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.client_id

    def organisations(self) -> list[Organisation]:
        return [self.organisation] if self.organisation else []
