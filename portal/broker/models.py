"""Who can log in (Persona, ProfessionalRole), who did (Login, IssuedCode), and what signs (SigningKey)."""

from typing import ClassVar
from uuid import UUID, uuid4

from django.db import models
from django.utils import timezone

from .levels import AUTHENTICATORS, Level


class Persona(models.Model):
    """A fictitious person, with what MitID knows about one."""

    uuid = models.UUIDField(primary_key=True)
    position = models.BigIntegerField()
    key = models.CharField(max_length=100, unique=True)
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    birth_date = models.DateField()
    cpr = models.CharField(max_length=10, null=True, unique=True)
    mitid_uuid = models.UUIDField(unique=True)
    ial = models.CharField(max_length=11, choices=Level.choices)
    authenticators = models.JSONField()
    name_protected = models.BooleanField(default=False)
    authorized_to_represent = models.JSONField(default=list)
    description_da = models.TextField(blank=True)
    description_en = models.TextField(blank=True)

    class Meta:
        ordering = ("position", "key")

    def __str__(self) -> str:
        return self.key

    @property
    def full_name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


class ProfessionalRole(models.Model):
    """A person's professional identity in one organisation, as NemLog-in knows it."""

    persona = models.ForeignKey(Persona, on_delete=models.CASCADE, related_name="roles")
    professional_uuid = models.UUIDField(unique=True)
    cvr = models.CharField(max_length=8)
    org_name = models.CharField(max_length=200)
    rid = models.CharField(max_length=20, blank=True)
    p_number = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ("org_name", "cvr")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["persona", "cvr"], name="role_once_per_persona_and_cvr"),
        ]

    def __str__(self) -> str:
        return f"{self.persona_id} in {self.cvr}"


class Login(models.Model):
    """One person, proven with one authenticator at one time, in one capacity: the "user" of a session.

    Levels are kept as they were at that time. `role` is None for somebody who logs in as a private person.
    The primary key is the session identifier (`sid`) relying parties see.
    """

    uuid = models.UUIDField(primary_key=True, default=uuid4)
    persona = models.ForeignKey(Persona, on_delete=models.CASCADE)
    role = models.ForeignKey(ProfessionalRole, on_delete=models.CASCADE, null=True)
    authenticator = models.CharField(max_length=20)
    ial = models.CharField(max_length=11, choices=Level.choices)
    aal = models.CharField(max_length=11, choices=Level.choices)
    loa = models.CharField(max_length=11, choices=Level.choices)
    auth_time = models.DateTimeField(default=timezone.now, db_index=True)
    ended_at = models.DateTimeField(null=True)

    # What django.contrib.auth asks of a user model.
    USERNAME_FIELD = "uuid"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_anonymous = False
    is_authenticated = True

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_active(self) -> bool:
        """Whether the login still counts; sessions and tokens of an ended one do not."""
        return self.ended_at is None

    @property
    def level(self) -> Level:
        """The level of assurance (LoA) of this login."""
        return Level(self.loa)

    @property
    def subject_uuid(self) -> UUID:
        """What the pairwise subject is made of: the person, or the person in one organisation; never both."""
        return self.role.professional_uuid if self.role else self.persona.mitid_uuid

    @property
    def amr(self) -> list[str]:
        """The authentication methods that were used."""
        return list(AUTHENTICATORS[self.authenticator].amr)


class IssuedCode(models.Model):
    """Which login an authorization code was issued for; used once, whatever happens at once."""

    digest = models.CharField(primary_key=True, max_length=64)
    login = models.ForeignKey(Login, on_delete=models.CASCADE)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"for {self.login_id}"


class SigningKey(models.Model):
    """A key that signs ID tokens; the one with the highest generation does. Published until it is retired."""

    generation = models.PositiveIntegerField(unique=True)
    pem = models.TextField()
    issued_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"generation {self.generation}"

    def __repr__(self) -> str:
        return f"<SigningKey {self.generation}>"
