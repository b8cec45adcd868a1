from django.db import models
from django.utils.translation import gettext_lazy as _


class LoginEvent(models.TextChoices):
    SUCCEEDED = "web.login.succeeded", _("Loggede ind")
    CONFIRMED = "web.login.confirmed", _("Bekræftede på ny, hvem det er")
    REFUSED = "web.login.refused", _("Login blev afvist")
    RELINKED = "web.login.relinked", _("Fik sit nye MitID-id knyttet til sin bruger")
    REFRESHED = "web.person.refreshed", _("Personoplysninger blev opdateret fra MitID")
    ENDED = "web.session.ended", _("Lukkede et login")
