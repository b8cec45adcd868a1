from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseEvent(models.TextChoices):
    OPENED = "web.case.opened", _("En sag blev oprettet hos support")
    TAKEN = "web.case.taken", _("Support tog en sag")
    READ = "web.case.read", _("Support læste en sag")
    WRITTEN = "web.case.written", _("Der blev skrevet i en sag hos support")
    NOTED = "web.case.noted", _("Support skrev et internt notat i en sag")
    ASKED = "web.case.asked", _("Support bad om svar i en sag")
    ANSWERED = "web.case.answered", _("Support fik svar i en sag")
    HANDED_OVER = "web.case.handed_over", _("En sag hos support gik videre til en kollega")
    HANDED_ON = "web.case.handed_on", _("En sag hos support gik videre til tredje niveau")
    TAKEN_BACK = "web.case.taken_back", _("En sag kom tilbage fra tredje niveau")
    SOLVED = "web.case.solved", _("En sag hos support blev løst")
    REOPENED = "web.case.reopened", _("En løst sag hos support blev åbnet igen")
