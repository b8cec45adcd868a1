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
    UNDONE = "migration_flow.move.undone", _("Flytning fortrudt")


class DeliveryEvent(models.TextChoices):
    RECEIVED = "migration_flow.delivery.received", _("Levering modtaget")
    LOADED = "migration_flow.delivery.loaded", _("Levering indlæst")
    REFUSED = "migration_flow.delivery.refused", _("Levering afvist")
