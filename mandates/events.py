from django.db import models
from django.utils.translation import gettext_lazy as _


class MandateEvent(models.TextChoices):
    CARRIED_OVER = "mandates.mandate.carried_over", _("Fuldmagt videreført fra NemID Erhverv")
    OFFERED = "mandates.mandate.offered", _("Fuldmagt tilbudt")
    REQUESTED = "mandates.mandate.requested", _("Fuldmagt anmodet")
    ACCEPTED = "mandates.mandate.accepted", _("Fuldmagt accepteret")
    DECLINED = "mandates.mandate.declined", _("Fuldmagt afvist")
    WITHDRAWN = "mandates.mandate.withdrawn", _("Fuldmagt trukket tilbage")
    WAIVED = "mandates.mandate.waived", _("Fuldmagt frasagt")
    ENDED = "mandates.mandate.ended", _("Fuldmagt ophørt")
