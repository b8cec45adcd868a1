from django.db import models
from django.utils.translation import gettext_lazy as _


class ConnectionEvent(models.TextChoices):
    STARTED = "agreements.connection.started", _("Tilslutning påbegyndt")
    ADMINISTRATOR_NAMED = "agreements.connection.administrator_named", _("Administrator udpeget")
    SENT_TO_SIGNING = "agreements.connection.sent_to_signing", _("Aftale lagt frem til underskrift")
    SIGNED = "agreements.connection.signed", _("Aftale underskrevet")
    SIGNATURE_LOST = "agreements.connection.signature_lost", _("Underskrift bortfaldet")
    SENT_TO_CASE_WORK = "agreements.connection.sent_to_case_work", _("Sag sendt til sagsbehandling")
    CONCLUDED = "agreements.connection.concluded", _("Aftale indgået")
    REJECTED = "agreements.connection.rejected", _("Tilslutning afvist")
    WITHDRAWN = "agreements.connection.withdrawn", _("Tilslutning trukket tilbage")
    REOPENED = "agreements.connection.reopened", _("Tilslutning åbnet for rettelse")
    CORRECTED = "agreements.connection.corrected", _("Oplysninger om organisationen rettet i sagen")
    INVITED = "agreements.connection.invited", _("Link til sagen sendt")
    JOINED = "agreements.connection.joined", _("Link til sagen åbnet")
    DOCUMENT_ADDED = "agreements.connection.document_added", _("Dokument lagt i sagen")
    MESSAGE_WRITTEN = "agreements.connection.message_written", _("Besked skrevet i sagen")
    SUBMITTED = "agreements.connection.submitted", _("Sag sendt ind")
    ASKED = "agreements.connection.asked", _("Sagsbehandler bad om mere")
    APPROVED = "agreements.connection.approved", _("Sag godkendt af sagsbehandler")
    RESUMED = "agreements.connection.resumed", _("Sag genoptaget, fordi registeret er ændret")
    TAKEN_UP = "agreements.connection.taken_up", _("Afvist sag taget op igen")
    LAPSED = "agreements.connection.lapsed", _("Underskrifter bortfaldet efter 30 dage")


class OrganisationEvent(models.TextChoices):
    CREATED = "agreements.organisation.created", _("Organisation oprettet i portalen")
    SETTINGS_CHANGED = "agreements.organisation.settings_changed", _("Indstillinger ændret")
