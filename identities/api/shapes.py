"""The shapes of the identity API: what is read and what is written. No CPR number is ever told."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError as DjangoInvalid
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from identities.actions.order import Path
from identities.models import AdministratorRole, Authenticator, AuthenticatorKind, Identity
from identities.rules.levels import level_of_identity
from portal.core.forms.contact import AnyAlphabetEmailValidator, PhoneField
from portal.core.identifiers import is_p_number, is_se_number, parse_cpr

# What an organisation may look up: long enough for anybody alive.
OLDEST = datetime.date(1900, 1, 1)


class IdentityShape(serializers.Serializer[Identity]):
    """An identity as its organisation knows it."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(Identity.State.choices)
    kind = serializers.ChoiceField(Identity.Kind.choices)
    given_name = serializers.CharField()
    surname = serializers.CharField(allow_blank=True)
    shown_name = serializers.CharField()
    is_pseudonym = serializers.BooleanField()
    email = serializers.CharField(allow_blank=True)
    phone = serializers.CharField(allow_blank=True)
    department = serializers.CharField(allow_blank=True)
    p_number = serializers.CharField(allow_blank=True)
    se_number = serializers.CharField(allow_blank=True)
    rid = serializers.CharField(allow_null=True)
    birth_date = serializers.DateField(allow_null=True)
    has_cpr = serializers.SerializerMethodField()
    language = serializers.ChoiceField((("da", "da"), ("en", "en")))
    may_sign = serializers.BooleanField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    created_at = serializers.DateTimeField()
    first_activated_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    last_used_month = serializers.SerializerMethodField()
    level = serializers.SerializerMethodField()
    merged_into = serializers.UUIDField(source="merged_into_id", allow_null=True)
    version = serializers.IntegerField()

    def get_has_cpr(self, identity: Identity) -> bool:
        return identity.cpr_index is not None

    @extend_schema_field({"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}$"})
    def get_last_used_month(self, identity: Identity) -> str | None:
        return f"{identity.last_used_month:%Y-%m}" if identity.last_used_month else None

    @extend_schema_field({"type": ["string", "null"], "enum": ["Low", "Substantial", "High", None]})
    def get_level(self, identity: Identity) -> str | None:
        level = level_of_identity(identity)
        return level.name.capitalize() if level else None


class IdentityPage(serializers.Serializer[Any]):
    results = IdentityShape(many=True)
    next = serializers.CharField(allow_blank=True)


def _email(value: str) -> None:
    try:
        AnyAlphabetEmailValidator()(value)
    except DjangoInvalid as error:
        raise serializers.ValidationError("Not an e-mail address.") from error


def _p_number(value: str) -> None:
    if not is_p_number(value):
        raise serializers.ValidationError("Not a P-number of ten digits.")


def _se_number(value: str) -> None:
    if not is_se_number(value):
        raise serializers.ValidationError("Not an SE-number of eight digits.")


def _born(value: datetime.date) -> None:
    if not OLDEST <= value <= timezone.localdate():
        raise serializers.ValidationError("Not a birth date of anybody alive.")


def _cpr(value: str) -> None:
    from django.conf import settings

    if parse_cpr(value, allow_substitute=settings.ALLOW_SUBSTITUTE_CPR) is None:
        raise serializers.ValidationError("Not a CPR number of ten digits.")


class PersonShape(serializers.Serializer[Any]):
    """What create and change share; nothing is required, nothing has a default. `pseudonym`: shown to services
    instead of the name, "" for none. `rid`: the person's number in the legacy system, one person's only."""

    given_name = serializers.CharField(max_length=100, required=False)
    surname = serializers.CharField(max_length=100, required=False, allow_blank=True)
    email = serializers.CharField(max_length=254, required=False, allow_blank=True, validators=[_email])
    phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    department = serializers.CharField(max_length=100, required=False, allow_blank=True)
    p_number = serializers.RegexField(
        r"^(\d{10})?$", required=False, allow_blank=True, validators=[_p_number]
    )
    se_number = serializers.RegexField(
        r"^(\d{8})?$", required=False, allow_blank=True, validators=[_se_number]
    )
    language = serializers.ChoiceField((("da", "da"), ("en", "en")), required=False)
    may_sign = serializers.BooleanField(required=False)
    birth_date = serializers.DateField(required=False, validators=[_born])
    rid = serializers.RegexField(r"^[0-9A-Za-z:-]{1,40}$", required=False)
    pseudonym = serializers.CharField(max_length=100, required=False, allow_blank=True)

    def validate_phone(self, value: str) -> str:
        try:
            return PhoneField(required=False).clean(value)
        except DjangoInvalid as error:
            raise serializers.ValidationError("Not a telephone number.") from error


class NewIdentity(PersonShape):
    """A new identity. `max_price`: the most one more may cost, kroner excl. VAT; dearer is refused."""

    given_name = serializers.CharField(max_length=100)
    cpr = serializers.RegexField(r"^\d{6}-?\d{4}$", required=False, validators=[_cpr])
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False)
    order = serializers.BooleanField(default=True)
    path = serializers.ChoiceField([Path.CLAIM.value, Path.CODE.value, Path.PROOFING.value], required=False)
    max_price = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, min_value=0)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        starts, ends = attrs.get("starts_on"), attrs.get("ends_on")
        if ends and ends < max(starts or ends, timezone.localdate()):
            raise serializers.ValidationError({"ends_on": ["The end lies before the start or today."]})
        return attrs


class ChangedIdentity(PersonShape):
    """What shall be changed. `version`: the one you read; 409 when somebody was faster."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class Reopening(serializers.Serializer[Any]):
    max_price = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, min_value=0)


class Reason(serializers.Serializer[Any]):
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True)


class AuthenticatorShape(serializers.Serializer[Authenticator]):
    """A dedicated MitID. Private MitID is never listed: whether it is used is on the profile of its owner."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(AuthenticatorKind.choices)
    state = serializers.ChoiceField(Authenticator.State.choices)
    created_at = serializers.DateTimeField()
    activated_at = serializers.DateTimeField(allow_null=True)
    stopped_at = serializers.DateTimeField(allow_null=True)


class NewAuthenticator(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(
        [kind for kind in AuthenticatorKind.values if kind != AuthenticatorKind.LOCAL_IDP]
    )
    max_price = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, min_value=0)


class RoleShape(serializers.Serializer[Any]):
    role = serializers.ChoiceField(AdministratorRole.choices)
    given_at = serializers.DateTimeField()


class NewOrder(serializers.Serializer[Any]):
    """Drafts to activate; those that are none any more are left alone."""

    identities = serializers.ListField(child=serializers.UUIDField(), min_length=1, max_length=10_000)
    max_price = serializers.DecimalField(max_digits=8, decimal_places=2, required=False, min_value=0)


class OrderShape(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(("running", "done", "failed", "cancelled"))
    total = serializers.IntegerField()
    done = serializers.IntegerField()
    parked = serializers.IntegerField()
