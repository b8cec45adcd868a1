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


class OrganisationEvent(models.TextChoices):
    CREATED = "agreements.organisation.created", _("Organisation oprettet i portalen")
    SETTINGS_CHANGED = "agreements.organisation.settings_changed", _("Indstillinger ændret")
