from django.db import models
from django.utils.translation import gettext_lazy as _


class MoveEvent(models.TextChoices):
    INVITED = "migration_flow.move.invited", _("Inviteret til at flytte fra NemID Erhverv")
    STARTED = "migration_flow.move.started", _("Flytning fra NemID Erhverv påbegyndt")
    DECIDED = "migration_flow.move.decided", _("Beslutninger om flytning truffet")
    PROPOSALS_ACCEPTED = "migration_flow.move.proposals_accepted", _("Forslag til flytning accepteret")
    EXECUTION_ORDERED = "migration_flow.move.execution_ordered", _("Flytning sat i gang")
    MOVED = "migration_flow.move.moved", _("Virksomheden er flyttet")
    FAILED = "migration_flow.move.failed", _("Flytning stoppet uden ændringer")
    CONFIRMED = "migration_flow.move.confirmed", _("Flytning bekræftet")
    UNDO_ORDERED = "migration_flow.move.undo_ordered", _("Fortrydelse af flytning bestilt")
    UNDONE = "migration_flow.move.undone", _("Flytning fortrudt")
    UNDO_REFUSED = "migration_flow.move.undo_refused", _("Flytningen kunne ikke fortrydes")
    REHEARSED = "migration_flow.move.rehearsed", _("Flytning prøvet uden at gemme noget")
    RECEIPT = "migration_flow.move.receipt", _("Adgangskvittering skrevet")
    MERGED = "migration_flow.move.merged", _("RID-numre lagt sammen før flytning")
    ANSWERS_READ = "migration_flow.move.answers_read", _("Beslutninger om flytning læst fra fil")
    PAUSED = "migration_flow.move.paused", _("Flytning sat på pause")
    RESUMED = "migration_flow.move.resumed", _("Flytning genoptaget")
    OTHER_PATH = "migration_flow.move.other_path", _("Flytning går en anden vej")
    PLANNED = "migration_flow.move.planned", _("Virksomhed lagt i planen")
    DATE_CHOSEN = "migration_flow.move.date_chosen", _("Dato for flytning valgt")
    POSTPONED = "migration_flow.move.postponed", _("Flytning udsat")
    EMPLOYEES_INVITED = "migration_flow.move.employees_invited", _("Medarbejdere inviteret til at flytte")
    EMPLOYEE_POSTPONED = "migration_flow.move.employee_postponed", _("Medarbejder udsatte at flytte")
    EMPLOYEE_CONFIRMED = "migration_flow.move.employee_confirmed", _("Medarbejder bekræftede flytningen")
    PATH_CHANGED = "migration_flow.move.path_changed", _("Medarbejders måde at aktivere på ændret")
    TROUBLE_TOLD = "migration_flow.move.trouble_told", _("Medarbejder meldte, at noget er galt")
    BATCH_CHANGED = "migration_flow.move.batch_changed", _("Medarbejdere flyttet til et andet hold")


class DeliveryEvent(models.TextChoices):
    RECEIVED = "migration_flow.delivery.received", _("Levering modtaget")
    LOADED = "migration_flow.delivery.loaded", _("Levering indlæst")
    REFUSED = "migration_flow.delivery.refused", _("Levering afvist")
    STOPPED = "migration_flow.delivery.stopped", _("Levering stoppet efter gentagne fejl")
    HANDED_OUT = "migration_flow.delivery.handed_out", _("Afviste rækker hentet til rettelse")
