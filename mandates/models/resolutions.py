import uuid

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from mandates.models.mandates import Mandate
from portal.core.scoping import Scoped
from rights.models import Right


class MandateRight(Scoped):
    """A right the mandate gives."""

    tenant_fields = ("mandate__grantor", "mandate__grantee", "mandate__principal")

    id = models.BigAutoField(primary_key=True)
    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="rights")
    right = models.ForeignKey(Right, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mandate", "right"], name="a_right_once_per_mandate"),)

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.right_id}"


class Resolution(Scoped):
    """What a party (or the portal) resolved about a mandate; never overwritten."""

    tenant_fields = ("mandate__grantor", "mandate__grantee", "mandate__principal")

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
        SIGNED = "signed", _("Underskrevet af den første")
        APPROVED = "approved", _("Godkendt af fuldmagtsgiver")
        REPLACED = "replaced", _("Afløst")
        SUSPENDED = "suspended", _("Sat i bero")
        RESUMED = "resumed", _("Genoptaget")
        ENDED = "ended", _("Ophørt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="resolutions")
    kind = models.CharField(max_length=12, choices=Kind)
    by_party = models.CharField(max_length=10, default="portal")
    by_name = models.TextField(default="")
    text = models.TextField(default="")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        # A resolution is added to, never changed. (Undoing a company's move removes what it brought.)
        triggers = (pgtrigger.Protect(name="a_resolution_stands", operation=pgtrigger.Update),)
        indexes = (models.Index(fields=["mandate", "at"], name="resolutions_of_mandate"),)

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.kind}"
