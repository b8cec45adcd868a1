from django.db import models
from django.utils.translation import gettext_lazy as _


class HistoryEvent(models.TextChoices):
    EXPORTED = "web.history.exported", _("Historikken blev hentet som fil")
