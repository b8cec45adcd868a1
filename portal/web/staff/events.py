from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffEvent(models.TextChoices):
    CREATED = "web.staff.created", _("Oprettede en supportkonto")
    LINK_MADE = "web.staff.link_made", _("Lavede et nyt engangslink til en supportkonto")
    CODE_CONFIRMED = "web.staff.code_confirmed", _("Bekræftede en supportkontos kodeapp")
    LOGGED_IN = "web.staff.logged_in", _("Loggede ind som support")
    LOGIN_FAILED = "web.staff.login_failed", _("Login som support mislykkedes")
    CODE_ACCEPTED = "web.staff.code_accepted", _("Åbnede supportområdet med engangskode")
    CODE_REFUSED = "web.staff.code_refused", _("En engangskode til supportområdet blev afvist")
    PASSWORD_SET = "web.staff.password_set", _("Valgte ny adgangskode til supportkontoen")
    PASSKEY_ADDED = "web.staff.passkey_added", _("Tilføjede en adgangsnøgle eller gendannelseskoder")
    PASSKEY_REMOVED = "web.staff.passkey_removed", _("Fjernede en adgangsnøgle eller gendannelseskoder")
