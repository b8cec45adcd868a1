import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from identities.models.identities import Identity
from portal.agreements.models import Organisation
from portal.core.scoping import Scoped


class AuthenticatorKind(models.TextChoices):
    APP = "app", _("MitID app kun til erhverv")
    CODE_DISPLAY = "code_display", _("MitID kodeviser")
    AUDIO_READER = "audio_reader", _("MitID kodeoplæser")
    CHIP = "chip", _("MitID chip")
    LOCAL_IDP = "local_idp", _("Lokal IdP")


class Authenticator(Scoped):
    """A dedicated MitID (særskilt) of an identity, or its local IdP subject. Private MitID is a Consent,
    not a row here."""

    Kind = AuthenticatorKind
    tenant_fields = ("identity__organisation",)
    person_field = "user"

    class State(models.TextChoices):
        ORDERED = "ordered", _("Bestilt")
        ACTIVE = "active", _("I brug")
        STOPPED = "stopped", _("Stoppet")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    identity = models.ForeignKey(Identity, models.CASCADE, related_name="authenticators")
    kind = models.CharField(max_length=15, choices=AuthenticatorKind)
    state = models.CharField(max_length=10, choices=State, default=State.ORDERED)
    # Who logs in with it, known from the first login; a dedicated MitID is another subject than the private
    # one.
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    # The link that ties it to the identity at that first login; stored as a hash, single use.
    enrol_hash = models.CharField(max_length=64, default="")
    enrol_expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    activated_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    stopped_because = models.TextField(default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["identity", "user"],
                condition=Q(state="active"),
                name="one_active_authenticator_per_login",
            ),
            models.CheckConstraint(
                name="an_active_authenticator_has_its_login",
                condition=~Q(state="active") | Q(user__isnull=False),
            ),
        )
        indexes = (
            models.Index(fields=["enrol_hash"], name="authenticator_by_link", condition=~Q(enrol_hash="")),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    def organisations(self) -> list[Organisation]:
        return [self.identity.organisation]


class AuthenticatorOrder(Scoped):
    """A physical authenticator on its way: what, to whom, at which price shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    authenticator = models.OneToOneField(Authenticator, models.PROTECT, related_name="order")
    price = models.DecimalField(max_digits=8, decimal_places=2)
    ordered_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.id)

    def organisations(self) -> list[Organisation]:
        return [self.organisation]
