"""Both sides decide about private MitID at work; either withdraws at once. Two stored facts, no third
flag."""

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from identities import mails
from identities.actions.activate import CONSENT_VERSION, private_is_allowed
from identities.actions.guarding import lock_identity, lock_organisation
from identities.events import ConsentEvent
from identities.models import AdministratorRole, Authenticator, Consent, Identity
from identities.queries.local_idp import usable_authenticator
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.OWN_CONSENT)
def accept_consent(*, actor: Actor, identity: Identity) -> Consent:
    """The employee's half: yes to using private MitID for this organisation."""
    current = _own(actor, identity)
    if not private_is_allowed(current):
        raise RuleBroken(_("Organisationen tillader ikke privat MitID. Intet er ændret."))
    if _standing(current).exists():
        raise RuleBroken(_("Du bruger allerede privat MitID i denne organisation."))
    assert current.user is not None  # an active identity has its person (constraint)
    consent = Consent.objects.create(identity=current, user=current.user, text_version=CONSENT_VERSION)
    audit.record(
        ConsentEvent.ACCEPTED,
        current,
        actor=actor,
        organisations=[current.organisation],
        text_version=CONSENT_VERSION,
    )
    return consent


@action(Permission.OWN_CONSENT)
def withdraw_consent(*, actor: Actor, identity: Identity) -> Identity:
    """The employee withdraws: holds from the next request on. Both sides are told what happens next."""
    current = _own(actor, identity)
    if not _standing(current).update(withdrawn_at=timezone.now()):
        raise RuleBroken(_("Du bruger ikke privat MitID i denne organisation. Intet er ændret."))
    current.asked_on = timezone.localdate()
    current.save(update_fields=["asked_on"])
    mails.consent_withdrawn(current)
    mails.uses_dedicated(current)
    audit.record(ConsentEvent.WITHDRAWN, current, actor=actor, organisations=[current.organisation])
    return current


@action(Permission.SETTINGS_CHANGE)
def allow_private_mitid(*, actor: Actor, organisation: Organisation) -> Organisation:
    """The employer's half: employees may choose private MitID."""
    return _decide(actor, organisation, True)


@action(Permission.SETTINGS_CHANGE)
def disallow_private_mitid(*, actor: Actor, organisation: Organisation) -> Organisation:
    """The employer withdraws its half: private logins stop at the next request; consents stay as they are.

    Raises RuleBroken where no organisation administrator could come in afterwards."""
    return _decide(actor, organisation, False)


def _decide(actor: Actor, organisation: Organisation, allowed: bool) -> Organisation:
    if actor.organisation is not None and actor.organisation.pk != organisation.pk:
        raise RuleBroken(_("Du kan kun ændre din egen organisation."))
    current = lock_organisation(organisation)
    if current.allows_private_mitid == allowed:
        raise RuleBroken(_("Det er allerede sådan. Intet er ændret."))
    if not allowed and not _somebody_still_comes_in(current):
        raise RuleBroken(
            _(
                "Ingen organisationsadministrator har et særskilt MitID, så ingen af jer kunne logge ind bagefter. "
                "Bestil først et til en administrator. Intet er ændret."
            )
        )
    current.allows_private_mitid = allowed
    current.save(update_fields=["allows_private_mitid"])
    event = ConsentEvent.ALLOWED if allowed else ConsentEvent.DISALLOWED
    audit.record(event, current, actor=actor, organisations=[current])
    if not allowed:
        _tell_users(current)
    return current


def _somebody_still_comes_in(organisation: Organisation) -> bool:
    """Whether an organisation administrator logs in with something else than private MitID. Until the organisation is
    set up, the one its agreement appoints comes in whatever it decides."""
    if organisation.set_up_at is None:
        return True
    dedicated = Authenticator.objects.across_organisations("of the organisation the action works in").filter(
        usable_authenticator(), identity__organisation=organisation, state=Authenticator.State.ACTIVE
    )
    live = Identity.objects.across_organisations("of the organisation the action works in").filter(
        organisation=organisation,
        state=Identity.State.ACTIVE,
        role_assignments__role=AdministratorRole.ORGANISATION_ADMINISTRATOR,
        role_assignments__ended_at__isnull=True,
    )
    return live.filter(Q(kind=Identity.Kind.AUTOMATIC) | Q(pk__in=dedicated.values("identity"))).exists()


def _tell_users(organisation: Organisation) -> None:
    rows = Identity.objects.across_organisations("of the organisation the action works in")
    using = rows.filter(
        organisation=organisation,
        state=Identity.State.ACTIVE,
        consents__withdrawn_at__isnull=True,
        consents__isnull=False,
    ).exclude(email="")
    for identity in using.select_related("organisation").iterator(2000):
        mails.private_disallowed(identity)


def _own(actor: Actor, identity: Identity) -> Identity:
    current = lock_identity(identity)
    if actor.user is None or current.user_id != actor.user.pk or current.kind == Identity.Kind.AUTOMATIC:
        raise RuleBroken(_("Du kan kun bestemme over dit eget MitID. Intet er ændret."))
    return current


def _standing(identity: Identity) -> QuerySet[Consent]:
    rows = Consent.objects.across_organisations("of an identity already found through its scope")
    return rows.filter(identity=identity, withdrawn_at__isnull=True)
