from django.db import models
from django.utils.translation import gettext_lazy as _


class OversightEvent(models.TextChoices):
    SAMPLED = "web.oversight.sampled", _("Opslag blev udtrukket til kontrol")
    REVIEWED = "web.oversight.reviewed", _("Et udtrukket opslag blev kontrolleret")
    REMOVED = "web.oversight.removed", _("Oplysninger, hvis opbevaringsfrist var gået, blev slettet")
