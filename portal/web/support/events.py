from django.db import models
from django.utils.translation import gettext_lazy as _


class SupportEvent(models.TextChoices):
    SEARCHED = "web.support.searched", _("Søgte i supporten")
    ACCESS_OPENED = "web.support.access_opened", _("Support fik adgang til organisationen")
    ACCESS_EXTENDED = "web.support.access_extended", _("Supports adgang til organisationen blev forlænget")
    ACCESS_ENDED = "web.support.access_ended", _("Supports adgang til organisationen blev lukket")
    LOOKED_UP = "web.support.looked_up", _("Support så organisationens oplysninger")
    PERSON_LOOKED_UP = "web.support.person_looked_up", _("Support så en brugers oplysninger")
    SESSIONS_ENDED = "web.support.sessions_ended", _("Support lukkede en brugers logins")
    JOB_AGAIN = "web.support.job_again", _("Support satte en stoppet opgave i gang igen")
    AGREEMENT_CASE_READ = "web.support.agreement_case_read", _("Support læste en sag om aftalen")
