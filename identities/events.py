"""Everything that can happen to an identity, its authenticators, its roles and what it costs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class IdentityEvent(models.TextChoices):
    CREATED = "identities.identity.created", _("En bruger blev oprettet")
    MOVED = "identities.identity.moved", _("En bruger blev flyttet fra NemID Erhverv")
    MOVE_UNDONE = (
        "identities.identity.move_undone",
        _("Flytningen af en bruger fra NemID Erhverv blev fortrudt"),
    )
    APPOINTED = "identities.identity.appointed", _("En administrator blev udpeget i aftalen")
    EDITED = "identities.identity.edited", _("En brugers oplysninger blev rettet")
    SCHEDULED = "identities.identity.scheduled", _("Start- eller slutdato for en bruger blev sat")
    PSEUDONYM_CHANGED = "identities.identity.pseudonym_changed", _("En brugers navnebeskyttelse blev ændret")
    ORDERED = "identities.identity.ordered", _("Aktivering af en bruger blev bestilt")
    ACTIVATED = "identities.identity.activated", _("En bruger blev aktiveret")
    SUSPENDED = "identities.identity.suspended", _("En bruger blev spærret midlertidigt")
    RESUMED = "identities.identity.resumed", _("En midlertidig spærring blev ophævet")
    CLOSED = "identities.identity.closed", _("En bruger blev lukket")
    REOPENED = "identities.identity.reopened", _("En lukket bruger blev åbnet igen")
    MERGED = "identities.identity.merged", _("To brugere, der var samme person, blev lagt sammen")
    PSEUDONYMISED = "identities.identity.pseudonymised", _("En lukket brugers personoplysninger blev slettet")
    CPR_REVEALED = "identities.identity.cpr_revealed", _("Et CPR-nummer blev vist")
    EXPORTED = "identities.identity.exported", _("Listen over brugere blev hentet som fil")
    OWN_DATA_EXPORTED = "identities.identity.own_data_exported", _("En person hentede sine egne oplysninger")
    RECOGNISED = "identities.identity.recognised", _("En ejer fik adgang med MitID privat til erhverv")
    MADE_ORDINARY = (
        "identities.identity.made_ordinary",
        _("En automatisk identitet blev en almindelig bruger"),
    )


class ActivationEvent(models.TextChoices):
    SENT = "identities.activation.sent", _("Et aktiveringslink blev sendt")
    WITHDRAWN = "identities.activation.withdrawn", _("En aktivering blev trukket tilbage")
    LAPSED = "identities.activation.lapsed", _("Et aktiveringslink udløb")
    REMINDED = "identities.activation.reminded", _("Der blev mindet om en aktivering")
    CLAIMED = "identities.activation.claimed", _("En medarbejder meldte sig som en bruger")
    CONFIRMED = "identities.activation.confirmed", _("En medarbejder blev bekræftet som en bruger")
    REJECTED = "identities.activation.rejected", _("En medarbejder blev afvist som en bruger")
    WRONG_PERSON = (
        "identities.activation.wrong_person",
        _("En anden person blev stoppet ved et aktiveringslink"),
    )
    CODE_MADE = "identities.activation.code_made", _("En midlertidig kode blev lavet")
    WRONG_CODE = "identities.activation.wrong_code", _("En forkert midlertidig kode blev indtastet")
    PROOFED = "identities.activation.proofed", _("En bruger viste legitimation ved fremmøde")
    BIRTH_DATE_ADDED = (
        "identities.activation.birth_date_added",
        _("En brugers fødselsdato blev tilføjet fra fil"),
    )


class AccessRequestEvent(models.TextChoices):
    SENT = "identities.access_request.sent", _("En person ansøgte om at blive bruger")
    APPROVED = "identities.access_request.approved", _("En ansøgning om at blive bruger blev godkendt")
    REJECTED = "identities.access_request.rejected", _("En ansøgning om at blive bruger blev afvist")
    WITHDRAWN = (
        "identities.access_request.withdrawn",
        _("En ansøgning om at blive bruger blev trukket tilbage"),
    )


class ConsentEvent(models.TextChoices):
    ACCEPTED = "identities.consent.accepted", _("En medarbejder sagde ja til at bruge privat MitID")
    WITHDRAWN = (
        "identities.consent.withdrawn",
        _("En medarbejder skiftede fra privat MitID til særskilt MitID"),
    )
    ASKING_CHOSEN = (
        "identities.consent.asking_chosen",
        _("En medarbejder valgte, hvor tit portalen må spørge om privat MitID"),
    )
    ALLOWED = "identities.consent.allowed", _("Organisationen tillod privat MitID")
    DISALLOWED = "identities.consent.disallowed", _("Organisationen tillader ikke længere privat MitID")


class AuthenticatorEvent(models.TextChoices):
    ORDERED = "identities.authenticator.ordered", _("Et særskilt MitID blev bestilt")
    ENROLLED = "identities.authenticator.enrolled", _("Et særskilt MitID blev taget i brug")
    STOPPED = "identities.authenticator.stopped", _("Et særskilt MitID blev stoppet")
    REPORTED_LOST = (
        "identities.authenticator.reported_lost",
        _("Et særskilt MitID blev meldt mistet og stoppet"),
    )
    REPLACED = "identities.authenticator.replaced", _("Et særskilt MitID blev flyttet til ny telefon")


class RoleEvent(models.TextChoices):
    GIVEN = "identities.role.given", _("En administratorrolle blev givet")
    TAKEN = "identities.role.taken", _("En administratorrolle blev fjernet")
    RESIGNED = "identities.role.resigned", _("En administrator fratrådte sin rolle")
    REQUESTED = "identities.role.requested", _("En administratorrolle blev ønsket")
    PROPOSED = "identities.role.proposed", _("En administratorrolle blev foreslået og afventer en kollega")
    APPROVED = "identities.role.approved", _("Et ønske om en administratorrolle blev godkendt")
    REJECTED = "identities.role.rejected", _("Et ønske om en administratorrolle blev afvist")
    WITHDRAWN = "identities.role.withdrawn", _("Et ønske om en administratorrolle blev trukket tilbage")
    LAST_LEFT = "identities.role.last_left", _("Den sidste organisationsadministrator fratrådte")


class BillingEvent(models.TextChoices):
    CHARGED = "identities.billing.charged", _("En bruger ud over de gratis blev opkrævet")
    AUTHENTICATOR_CHARGED = "identities.billing.authenticator_charged", _("Et særskilt MitID blev opkrævet")
    CREDIT_PROPOSED = "identities.billing.credit_proposed", _("En kreditnota blev foreslået")
    CREDITED = "identities.billing.credited", _("En opkrævning blev krediteret")
    CREDIT_REJECTED = "identities.billing.credit_rejected", _("Et forslag om kreditnota blev afvist")
    CHANNEL_SET = "identities.billing.channel_set", _("Det blev ændret, hvor regninger sendes hen")
    HELD = "identities.billing.held", _("Nye bestillinger venter, til I har oplyst, hvor regningen skal hen")
    RELEASED = "identities.billing.released", _("Nye bestillinger kan igen gennemføres")
    INVOICE_CLOSED = "identities.billing.invoice_closed", _("En periodes forbrug blev opgjort")
    INVOICE_SENT = "identities.billing.invoice_sent", _("En regning blev sendt")
    RECOUNTED = "identities.billing.recounted", _("Alle organisationers forbrug blev talt efter")


class BulkEvent(models.TextChoices):
    UPLOADED = "identities.bulk.uploaded", _("En fil med brugere blev læst")
    TRIED = "identities.bulk.tried", _("En fil med brugere blev prøvet")
    STARTED = "identities.bulk.started", _("Brugerne i en fil bliver oprettet")
    CANCELLED = "identities.bulk.cancelled", _("En fil med brugere blev kasseret")


class LocalIdpEvent(models.TextChoices):
    SAVED = "identities.local_idp.saved", _("Opsætningen af lokal IdP blev gemt")
    TESTED = "identities.local_idp.tested", _("Lokal IdP blev prøvet med et login")
    STATEMENT_ADDED = (
        "identities.local_idp.statement_added",
        _("En revisorerklæring for lokal IdP blev lagt ind"),
    )
    PERSON_CONNECTED = "identities.local_idp.connected", _("En bruger blev knyttet til lokal IdP")
    SUBMITTED = "identities.local_idp.submitted", _("Lokal IdP blev sendt til godkendelse")
    APPROVED = "identities.local_idp.approved", _("Lokal IdP blev godkendt")
    REJECTED = "identities.local_idp.rejected", _("Lokal IdP blev afvist")
    LAPSED = "identities.local_idp.lapsed", _("Anmeldelsen af lokal IdP udløb")
    REMINDED = "identities.local_idp.reminded", _("Der blev mindet om, at lokal IdP snart udløber")
    RENEWED = "identities.local_idp.renewed", _("En ny erklæring for lokal IdP blev godkendt")
    REMOVED = "identities.local_idp.removed", _("Lokal IdP blev fjernet")


class SupportEvent(models.TextChoices):
    EMAIL_CORRECTED = (
        "identities.support.email_corrected",
        _("Support rettede en brugers e-mail før aktivering"),
    )
    RESTARTED = "identities.support.restarted", _("Support startede en aktivering forfra")
    PROPOSED = "identities.support.proposed", _("Support foreslog at spærre eller åbne en bruger")
    APPROVED = "identities.support.approved", _("En kollega i support godkendte forslaget")
    REJECTED = "identities.support.rejected", _("En kollega i support afviste forslaget")
