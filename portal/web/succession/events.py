from django.db import models
from django.utils.translation import gettext_lazy as _


class SuccessionEvent(models.TextChoices):
    PERSON_CARRIED = "web.succession.person_carried", _("Bruger taget med fra det tidligere CVR-nummer")
    MANDATE_ASKED = "web.succession.mandate_asked", _("Fuldmagt søgt på ny efter det tidligere CVR-nummer")
    LEFT = "web.succession.left", _("Ikke taget med fra det tidligere CVR-nummer")
    CLOSED = "web.succession.closed", _("Overtagelse afsluttet")
