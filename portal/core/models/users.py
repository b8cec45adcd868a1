import uuid
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who can log in: a person known by (issuer, subject), or a member of staff, never both."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    issuer = models.CharField(max_length=200, null=True, blank=True)
    subject = models.CharField(max_length=255, null=True, blank=True)
    username = models.CharField(_("Brugernavn"), max_length=150, null=True, blank=True, unique=True)
    email = models.EmailField(_("E-mailadresse"), blank=True)
    name = models.CharField(_("Navn"), max_length=200)
    birth_date = models.DateField(null=True, blank=True)
    # HMAC of the CPR number (crypto.blind_index): recognises the person, tells nothing.
    cpr_index = models.BinaryField(max_length=32, null=True, blank=True)
    language = models.CharField(max_length=2, default="da")
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now())

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_user_per_issuer_and_subject"),
            models.CheckConstraint(
                name="staff_are_never_mitid_users",
                condition=Q(is_staff=True, username__isnull=False, issuer__isnull=True, subject__isnull=True)
                | Q(is_staff=False, is_superuser=False, issuer__isnull=False, subject__isnull=False)
                & Q(username__isnull=True, password__startswith="!"),  # noqa: S106 - the mark of "no password"
            ),
        )
        indexes = (models.Index(fields=["cpr_index"], name="user_by_cpr_index"),)

    def __str__(self) -> str:
        return self.name
