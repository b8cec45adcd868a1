import uuid

from django.contrib.postgres.indexes import GistIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models import Identity
from identities.models.identities import danish_order
from portal.agreements.models import Organisation
from portal.core.models import Document
from portal.core.scoping import Scoped
from rights.models.catalogue import LimitType

_LIVE = Q(state__in=["active", "suspended"])


class Mandate(Scoped):
    """Power of attorney (erhvervsfuldmagt) from one organisation (grantor) to another, or to a named person in one.

    A sub-mandate gives on, within `parent`, what its grantor holds for `principal`: three parties then."""

    tenant_fields = ("grantor", "grantee", "principal")

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
    principal = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    # The names when the mandate was made; lists of many clients are sorted and searched by them.
    grantor_name = models.TextField(db_default="")
    grantee_name = models.TextField(db_default="")
    grantor_key = models.GeneratedField(
        expression=danish_order("grantor_name"),
        output_field=models.TextField(),
        db_persist=True,  # type: ignore[arg-type]
    )
    grantee_key = models.GeneratedField(
        expression=danish_order("grantee_name"),
        output_field=models.TextField(),
        db_persist=True,  # type: ignore[arg-type]
    )
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
    principal_consented_at = models.DateTimeField(null=True)
    principal_consented_by = models.TextField(db_default="")
    # Where the policy asks for two signatories of the grantor: the first one's user, name and time.
    first_signed_at = models.DateTimeField(null=True)
    first_signed_by = models.TextField(db_default="")
    first_signed_user = models.UUIDField(null=True)
    # The policy of a sub-mandate's rights says that the principal is asked each time.
    asks_principal = models.BooleanField(db_default=False)
    carried_over_at = models.DateTimeField(null=True)
    legacy_key = models.TextField(null=True, unique=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="renewals")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="sub_mandates")
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(default="")
    reminded_days = models.SmallIntegerField(null=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="+")
    version = models.IntegerField(default=1)

    # Not stored: the party (its id) that gets no mail about this one, because it is told of many at once.
    silent_for = ""

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
                name="a_sub_mandate_in_force_has_its_principals_word",
                condition=~Q(state__in=["active", "suspended"])
                | Q(asks_principal=False)
                | Q(principal_consented_at__isnull=False),
            ),
            models.CheckConstraint(
                name="a_sub_mandate_has_its_principal",
                condition=Q(parent__isnull=True, principal__isnull=True)
                | Q(parent__isnull=False, principal__isnull=False, basis__in=["", "consents"]),
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=Q(state__in=["draft", "offered", "requested", "active", "suspended"]),
                name="one_renewal_at_a_time",
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
            models.Index(fields=["grantor", "ends_at", "id"], name="mandate_given_ending", condition=_LIVE),
            models.Index(
                fields=["grantee", "ends_at", "id"], name="mandate_received_ending", condition=_LIVE
            ),
            models.Index(
                fields=["answer_before"], name="mandate_waiting", condition=Q(answer_before__isnull=False)
            ),
            models.Index(fields=["grantor", "grantee_key", "id"], name="mandate_given_by_name"),
            models.Index(fields=["grantee", "grantor_key", "id"], name="mandate_received_by_name"),
            # btree_gist: one party's mandates and a part of the other's name in one look-up.
            GistIndex(
                F("grantee"), OpClass("grantor_key", name="gist_trgm_ops"), name="mandate_received_search"
            ),
            GistIndex(
                F("grantor"), OpClass("grantee_key", name="gist_trgm_ops"), name="mandate_given_search"
            ),
        )

    def __str__(self) -> str:
        return self.number

    def organisations(self) -> list[Organisation]:
        return [self.grantor, self.grantee, *([self.principal] if self.principal else [])]

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def affairs_of(self) -> Organisation:
        """Whose affairs the mandate is about: the grantor's, in a sub-mandate the principal's."""
        return self.principal or self.grantor


WAITING = (Mandate.State.OFFERED, Mandate.State.REQUESTED)
LIVE = (Mandate.State.ACTIVE, Mandate.State.SUSPENDED)
