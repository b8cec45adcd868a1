from django.conf import settings
from django.db import models


class Seen(models.Model):
    """Until when a person has read their messages in the portal."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        app_label = "web"

    def __str__(self) -> str:
        return str(self.at)


class MailChoice(models.Model):
    """A kind of message that a person reads in the portal only. No row: it is mailed, too."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)

    class Meta:
        app_label = "web"
        constraints = (models.UniqueConstraint(fields=["user", "kind"], name="one_choice_per_kind"),)

    def __str__(self) -> str:
        return self.kind
