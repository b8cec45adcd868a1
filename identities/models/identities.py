import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower, Now, Replace
from django.utils.translation import gettext_lazy as _

from identities.models.folding import folded
from portal.agreements.models import Organisation
from portal.core.models import Ciphertext
from portal.core.scoping import Scoped


class _Translate(models.Func):
    function = "TRANSLATE"


def _text(value: str) -> Value:
    return Value(value, output_field=models.TextField())


def danish_order(expression: models.Func | str) -> models.Func:
    """A key that sorts as Danish does (… z æ ø å, aa as å), without a collation the server may lack."""
    folded = Replace(Lower(expression), _text("aa"), _text("å"))
    return _Translate(folded, _text("æäøöå"), _text("{{||}"), output_field=models.TextField())


_BEGINS = """
INSERT INTO identities_liveperiod (organisation_id, identity_id, started_at)
VALUES (NEW.organisation_id, NEW.id, clock_timestamp())
ON CONFLICT (identity_id) WHERE ended_at IS NULL DO NOTHING;
RETURN NULL;
"""
_ENDS = """
UPDATE identities_liveperiod SET ended_at = clock_timestamp() WHERE identity_id = NEW.id AND ended_at IS NULL;
RETURN NULL;
"""
_IS_LIVE = "NEW.state IN ('active', 'suspended') AND NEW.kind <> 'automatic'"


class Identity(Scoped):
    """A person as the organisation knows them (erhvervsidentitet)."""

    person_field = "user"

    class State(models.TextChoices):
        DRAFT = "draft", _("Kladde")
        PENDING = "pending", _("Afventer aktivering")
        ACTIVE = "active", _("Aktiv")
        SUSPENDED = "suspended", _("Spærret midlertidigt")
        CLOSED = "closed", _("Lukket")

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("Erhvervsidentitet")
        AUTOMATIC = "automatic", _("MitID privat til erhverv")
        LOCAL_IDP = "local_idp", _("Lokal IdP")

    class Source(models.TextChoices):
        CREATED = "created", _("Oprettet her")
        BULK = "bulk", _("Oprettet fra fil")
        MOVED = "moved", _("Flyttet fra NemID Erhverv")
        REGISTER = "register", _("Fra registeret")
        AGREEMENT = "agreement", _("Fra aftalen")
        REQUESTED = "requested", _("Ansøgte selv")

    class Asking(models.TextChoices):
        """How often somebody with a dedicated MitID wants to be asked about their private one."""

        HALF_YEARLY = "half_yearly", _("Hvert halve år")
        YEARLY = "yearly", _("En gang om året")
        NEVER = "never", _("Aldrig")

    LIVE = (State.ACTIVE, State.SUSPENDED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ORDINARY)
    source = models.CharField(max_length=10, choices=Source, default=Source.CREATED)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    given_name = models.TextField()
    surname = models.TextField(blank=True)
    name = models.GeneratedField(
        expression=Concat("given_name", _text(" "), "surname"),
        output_field=models.TextField(),
        db_persist=True,
    )
    sort_key = models.GeneratedField(
        expression=danish_order(Concat("given_name", _text(" "), "surname")),
        output_field=models.TextField(),
        db_persist=True,
    )
    # What the search compares: small letters, one spelling for what sounds alike.
    folded = models.GeneratedField(
        expression=folded("given_name", _text(" "), "surname"),
        output_field=models.TextField(),
        db_persist=True,
    )
    is_pseudonym = models.BooleanField(default=False)
    pseudonym = models.TextField(default="")
    email = models.TextField(blank=True)
    phone = models.TextField(blank=True)
    birth_date = models.DateField(null=True)
    cpr = Ciphertext(null=True, purpose="cpr")
    cpr_index = models.BinaryField(max_length=32, null=True)
    rid = models.TextField(null=True)
    p_number = models.CharField(max_length=10, default="", blank=True)
    se_number = models.CharField(max_length=8, default="", blank=True)
    department = models.TextField(default="", blank=True)
    language = models.CharField(max_length=2, default="da")
    may_sign = models.BooleanField(default=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    # The price shown when the identity was ordered; None while it is a draft.
    ordered_price = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    created_at = models.DateTimeField(db_default=Now())
    first_activated_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    last_used_month = models.DateField(null=True)
    # The assurance level of the newest login in that month; the employer may see it.
    last_level = models.CharField(max_length=12, default="", db_default="")
    # For the employee's eyes alone: how often to be asked about private MitID, and when that last happened.
    asking = models.CharField(max_length=12, choices=Asking, default=Asking.YEARLY, db_default="yearly")
    asked_on = models.DateField(null=True)
    pseudonymised_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged_here")
    version = models.IntegerField(default=1)

    class Meta:
        # Whoever writes it, and however many at once: what is counted (LivePeriod) follows the state.
        triggers = (
            pgtrigger.Trigger(
                name="live_begins",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                func=_BEGINS,
                condition=pgtrigger.Condition(_IS_LIVE),
            ),
            pgtrigger.Trigger(
                name="live_begins_later",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("state", "kind"),
                func=_BEGINS,
                condition=pgtrigger.Condition(_IS_LIVE),
            ),
            pgtrigger.Trigger(
                name="live_ends",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf("state", "kind"),
                func=_ENDS,
                condition=pgtrigger.Condition(f"NOT ({_IS_LIVE})"),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "user"],
                condition=Q(state__in=["active", "suspended"]),
                name="one_live_identity_per_person_and_organisation",
            ),
            models.UniqueConstraint(fields=["organisation", "rid"], name="one_identity_per_rid"),
            models.CheckConstraint(
                name="an_active_identity_has_its_person", condition=~Q(state="active") | Q(user__isnull=False)
            ),
            models.CheckConstraint(
                name="a_stored_cpr_has_its_index",
                condition=Q(cpr__isnull=True) | Q(cpr_index__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "sort_key", "id"], name="identity_list"),
            models.Index(fields=["organisation", "state", "sort_key", "id"], name="identity_by_state"),
            models.Index(fields=["organisation", "cpr_index"], name="identity_by_cpr"),
            models.Index(fields=["user"], name="identity_of_person"),
            GinIndex(
                fields=["folded", "email"],
                name="identity_trigrams",
                opclasses=["gin_trgm_ops", "gin_trgm_ops"],
            ),
            models.Index(fields=["ends_on"], name="identity_ending", condition=Q(ends_on__isnull=False)),
            models.Index(fields=["starts_on"], name="identity_starting", condition=Q(state="draft")),
        )

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        return self.pseudonym if self.is_pseudonym else f"{self.given_name} {self.surname}".strip()

    def organisations(self) -> list[Organisation]:
        return [self.organisation]


class LivePeriod(Scoped):
    """A time in which an identity was live (active or suspended). What is charged is recounted from these
    rows; triggers write them.

    Automatic identities have none: they are never counted."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    identity = models.ForeignKey(Identity, models.PROTECT, related_name="live_periods")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["identity"], condition=Q(ended_at__isnull=True), name="an_identity_is_live_once"
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "started_at"], name="live_of_organisation"),
            models.Index(fields=["organisation"], name="live_now", condition=Q(ended_at__isnull=True)),
        )

    def __str__(self) -> str:
        return f"{self.identity_id} {self.started_at}"


class Activation(Scoped):
    """A way for one employee to become one identity: a link of 30 days, single use, its secret stored as a
    hash."""

    tenant_fields = ("identity__organisation",)

    class Path(models.TextChoices):
        CPR = "cpr", _("CPR-nummer")
        BIRTH_DATE = "birth_date", _("Fødselsdato")
        CLAIM = "claim", _("Medarbejderen melder sig, I bekræfter")
        CODE = "code", _("Midlertidig kode")
        PROOFING = "proofing", _("Fremmøde med legitimation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="activations")
    path = models.CharField(max_length=10, choices=Path)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, default="")
    wrong_codes = models.IntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField()
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    claimed_name = models.TextField(default="")
    claimed_at = models.DateTimeField(null=True)
    # How the employee wants to log in, chosen when claiming: "private" or "dedicated".
    claimed_means = models.CharField(max_length=10, default="")
    # Attended proofing: which two documents were seen, by whom ([{"kind", "last_four"}, …]).
    documents = models.JSONField(default=list)
    proofed_by = models.TextField(default="")
    reminded_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["identity"],
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_activation_per_identity",
            ),
        )
        indexes = (
            models.Index(fields=["code_hash"], name="activation_by_code", condition=~Q(code_hash="")),
            models.Index(
                fields=["expires_at"],
                name="activation_open",
                condition=Q(used_at__isnull=True, withdrawn_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.path} {self.id}"

    def organisations(self) -> list[Organisation]:
        return [self.identity.organisation]
