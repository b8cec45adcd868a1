from django.db import models
from django.utils.translation import gettext_lazy as _


class NotificationEvent(models.TextChoices):
    READ = "web.notifications.read", _("Læste sine beskeder i portalen")
    CHOSEN = "web.notifications.chosen", _("Valgte, hvilke beskeder der også sendes som mail")
