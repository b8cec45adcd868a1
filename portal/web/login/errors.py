"""Why a login did not happen. The reason is for the trail and the page; details never leave the log."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    STATE = "state", _("Login var udløbet eller allerede brugt")
    ISSUER = "issuer", _("Svaret kom fra en anden udbyder")
    CANCELLED = "cancelled", _("Afbrudt af brugeren")
    PROVIDER_ERROR = "provider_error", _("Udbyderen meldte en fejl")
    PROVIDER_DOWN = "provider_down", _("Udbyderen svarede ikke")
    CODE = "code", _("Engangskoden var brugt eller udløbet")
    TOKEN = "token", _("Beviset kunne ikke godkendes")
    USERINFO = "userinfo", _("Oplysningerne om personen kunne ikke godkendes")
    LEVEL = "level", _("Sikringsniveauet var for lavt")
    STALE = "stale", _("Personen blev ikke bedt om at bekræfte på ny")
    OTHER_PERSON = "other_person", _("En anden person bekræftede")
    IDENTITY_TYPE = "identity_type", _("Identitetstypen er ukendt eller mangler oplysninger")
    INACTIVE = "inactive", _("Brugeren er lukket")


class LoginProblem(Exception):
    """`reason` is told; `detail` is for the log of the operator and holds no value of a claim or token."""

    def __init__(self, reason: Reason, detail: str = ""):
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason, self.detail = reason, detail


class Refused(LoginProblem):
    """What came back is not what was asked for, or cannot be trusted."""


class ProviderDown(LoginProblem):
    """The provider did not answer, too late, or with an error of its own."""

    def __init__(self, detail: str = ""):
        super().__init__(Reason.PROVIDER_DOWN, detail)
