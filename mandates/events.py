from django.db import models
from django.utils.translation import gettext_lazy as _


class MandateEvent(models.TextChoices):
    CARRIED_OVER = "mandates.mandate.carried_over", _("Fuldmagt videreført fra NemID Erhverv")
    CARRY_OVER_UNDONE = "mandates.mandate.carry_over_undone", _("Videreførelse af fuldmagt fortrudt")
    DRAFTED = "mandates.mandate.drafted", _("Kladde til fuldmagt gemt")
    DISCARDED = "mandates.mandate.discarded", _("Kladde til fuldmagt slettet")
    SIGNED = "mandates.mandate.signed", _("Fuldmagt underskrevet af den første af to")
    OFFERED = "mandates.mandate.offered", _("Fuldmagt tilbudt")
    REQUESTED = "mandates.mandate.requested", _("Fuldmagt anmodet")
    ACCEPTED = "mandates.mandate.accepted", _("Fuldmagt accepteret")
    APPROVED = "mandates.mandate.approved", _("Videregivelse af fuldmagt godkendt")
    DECLINED = "mandates.mandate.declined", _("Fuldmagt afvist")
    CONFIRMED = "mandates.mandate.confirmed", _("Videreført fuldmagt bekræftet")
    WITHDRAWN = "mandates.mandate.withdrawn", _("Fuldmagt trukket tilbage")
    WAIVED = "mandates.mandate.waived", _("Fuldmagt frasagt")
    SUSPENDED = "mandates.mandate.suspended", _("Fuldmagt sat i bero")
    RESUMED = "mandates.mandate.resumed", _("Fuldmagt genoptaget")
    REPLACED = "mandates.mandate.replaced", _("Fuldmagt afløst af en ny")
    LAPSED = "mandates.mandate.lapsed", _("Fuldmagt bortfaldet uden svar")
    EXPIRED = "mandates.mandate.expired", _("Fuldmagt udløbet")
    ENDED = "mandates.mandate.ended", _("Fuldmagt ophørt")
    REMINDED = "mandates.mandate.reminded", _("Der blev mindet om en fuldmagt")
    PERSON_CHANGED = "mandates.mandate.person_changed", _("Fuldmagtens person har fået en ny brugerprofil")
    BULK_ASSIGNED = "mandates.clients.assigned", _("Modtagne fuldmagter fordelt samlet")
    BULK_RENEWED = "mandates.mandates.renewed", _("Fuldmagter fornyet samlet")
    BULK_CANCELLED = "mandates.clients.cancelled", _("Samlet arbejde med fuldmagter afbrudt")
