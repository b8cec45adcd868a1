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
    SET_UP = "agreements.organisation.set_up", _("Organisation sat op")
    CLOSED = "agreements.organisation.closed", _("Organisation lukket i portalen")
    RECOVERY_OPEN = "agreements.organisation.recovery_open", _("Organisationen har ingen administrator")
    SUCCESSION_OFFERED = (
        "agreements.organisation.succession_offered",
        _("Overtagelse tilbudt det fortsættende CVR-nummer"),
    )


class AgreementEvent(models.TextChoices):
    TERMINATED = "agreements.agreement.terminated", _("Aftale opsagt")
    TERMINATION_UNDONE = "agreements.agreement.termination_undone", _("Opsigelse fortrudt")
    ENDED = "agreements.agreement.ended", _("Aftale ophørt")
    TERMS_TOLD = "agreements.agreement.terms_told", _("Nye vilkår varslet")
    TERMS_REMINDED = "agreements.agreement.terms_reminded", _("Mindet om nye vilkår")
    TERMS_ACCEPTED = "agreements.agreement.terms_accepted", _("Nye vilkår accepteret")


class RegisterEvent(models.TextChoices):
    """One for each models.RegisterChange, of the same name."""

    BANKRUPTCY = "agreements.register.bankruptcy", _("CVR: konkurs")
    COMPULSORY_DISSOLUTION = "agreements.register.compulsory_dissolution", _("CVR: under tvangsopløsning")
    LIQUIDATION = "agreements.register.liquidation", _("CVR: under frivillig likvidation")
    RECONSTRUCTION = "agreements.register.reconstruction", _("CVR: under rekonstruktion")
    BACK_TO_NORMAL = "agreements.register.back_to_normal", _("CVR: normal drift igen")
    CEASED = "agreements.register.ceased", _("CVR: ophørt")
    OWNER_DEATH = "agreements.register.owner_death", _("CVR: indehaveren er død")
    MERGER = "agreements.register.merger", _("CVR: gået op i et andet CVR-nummer ved fusion")
    CONVERSION = "agreements.register.conversion", _("CVR: omdannet til et nyt CVR-nummer")
    NEW_SIGNING_RULE = "agreements.register.new_signing_rule", _("CVR: ny tegningsregel")
    NEW_SIGNATORIES = "agreements.register.new_signatories", _("CVR: ny ledelse")
