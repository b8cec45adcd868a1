"""What happens here, by name, with the sentence the organisation's history shows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueEvent(models.TextChoices):
    SYSTEM_ADDED = "rights.system.added", _("Et it-system kom med i rettighedskataloget")
    SYSTEM_CHANGED = "rights.system.changed", _("Et it-systems oplysninger blev ændret")
    SYSTEM_RETIRED = "rights.system.retired", _("Et it-system blev taget ud af rettighedskataloget")
    RIGHT_ADDED = "rights.right.added", _("En rettighed kom med i kataloget")
    RIGHT_CHANGED = "rights.right.changed", _("En rettighed i kataloget blev ændret")
    RIGHT_RETIRED = "rights.right.retired", _("En rettighed blev taget ud af kataloget")
    CLIENT_OPENED = "rights.client.opened", _("En systemadgang (API) blev oprettet")
    CLIENT_CHANGED = "rights.client.changed", _("En systemadgang (API) fik en ny nøgle")
    CLIENT_CLOSED = "rights.client.closed", _("En systemadgang (API) blev lukket")
    SUBJECT_NAMED = "rights.subject.named", _("Et it-system knyttede sit eget navn til en bruger")


class GrantEvent(models.TextChoices):
    GIVEN = "rights.grant.given", _("En rettighed blev tildelt")
    WITHDRAWN = "rights.grant.withdrawn", _("En rettighed blev fjernet")
    RENEWED = "rights.grant.renewed", _("En rettighed blev fornyet")
    REMINDED = "rights.grant.reminded", _("Der blev mindet om en rettighed, der snart udløber")
    EXPIRED = "rights.grant.expired", _("En rettighed udløb")
    FOLLOWED = "rights.grant.followed", _("Rettigheder fulgte med, da to brugere blev lagt sammen")
    UNDONE = "rights.grant.undone", _("En tildeling blev rullet tilbage")


class GroupEvent(models.TextChoices):
    CREATED = "rights.group.created", _("En brugergruppe blev oprettet")
    CHANGED = "rights.group.changed", _("En brugergruppe blev ændret")
    DELETED = "rights.group.deleted", _("En brugergruppe blev slettet")
    MEMBER_ADDED = "rights.group.member_added", _("En bruger kom med i en brugergruppe")
    MEMBER_REMOVED = "rights.group.member_removed", _("En bruger blev taget ud af en brugergruppe")
    EXTERNAL_ADDED = (
        "rights.group.external_added",
        _("En bruger fra en anden organisation kom med i en brugergruppe"),
    )


class RequestEvent(models.TextChoices):
    SENT = "rights.request.sent", _("Der blev søgt om rettigheder")
    APPROVED = "rights.request.approved", _("En ansøgning om en rettighed blev godkendt")
    REJECTED = "rights.request.rejected", _("En ansøgning om en rettighed blev afvist")
    WITHDRAWN = "rights.request.withdrawn", _("En ansøgning om en rettighed blev trukket tilbage")


class PowerEvent(models.TextChoices):
    OPENED = "rights.power.opened", _("En fuldmagts rettigheder trådte i kraft")
    CLOSED = "rights.power.closed", _("En fuldmagts rettigheder ophørte")
    SUSPENDED = "rights.power.suspended", _("En fuldmagts rettigheder blev sat i bero")
    RESUMED = "rights.power.resumed", _("En fuldmagts rettigheder blev genoptaget")


class AssignmentEvent(models.TextChoices):
    GIVEN = "rights.assignment.given", _("En modtaget fuldmagt blev fordelt til medarbejdere")
    WITHDRAWN = "rights.assignment.withdrawn", _("En fordeling af en modtaget fuldmagt blev fjernet")
    CLIENTS_GROUPED = "rights.client_group.filled", _("Fuldmagtsgivere blev lagt i en kundegruppe")
    CLIENT_GROUP_CREATED = "rights.client_group.created", _("En kundegruppe blev oprettet")
    CLIENT_GROUP_RENAMED = "rights.client_group.renamed", _("En kundegruppe fik et nyt navn")
    CLIENT_GROUP_DELETED = "rights.client_group.deleted", _("En kundegruppe blev slettet")
    CLIENTS_UNGROUPED = "rights.client_group.emptied", _("Fuldmagtsgivere blev taget ud af en kundegruppe")
