"""Who logs in with the organisation's own provider: tied by an administrator, never by an address or a name."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.activate import activate_by_local_idp
from identities.actions.guarding import lock_identity, lock_organisation, ours
from identities.actions.order import demand_channel
from identities.events import LocalIdpEvent
from identities.models import Authenticator, AuthenticatorKind, Identity, LocalIdp
from identities.queries.local_idp import of_organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import User
from portal.core.permissions import Permission

LONGEST = 255
WHY = "of an organisation already found through its scope"


@action(Permission.IDENTITY_MANAGE)
def connect_to_local_idp(*, actor: Actor, identity: Identity, subject: str) -> Authenticator:
    """`subject`: how the organisation's provider names the person (the `sub` of its tokens).

    A draft becomes active at once, and is counted: identities of a local IdP need no activation. An active one
    keeps its other ways to log in."""
    ours(actor, identity)
    home = lock_organisation(identity.organisation_id)
    idp, current = of_organisation(home), lock_identity(identity)
    if idp is None or idp.state != LocalIdp.State.ACTIVE:
        raise RuleBroken(_("Lokal IdP er ikke i brug hos jer. Intet er ændret."))
    if current.state not in (Identity.State.DRAFT, Identity.State.ACTIVE):
        raise RuleBroken(_("Brugeren skal være en kladde eller aktiv. Intet er ændret."))
    wanted = subject.strip()
    if not 0 < len(wanted) <= LONGEST or not wanted.isprintable():
        raise RuleBroken(_("Indtast brugerens navn hos jeres lokale IdP. Intet er ændret."))
    if current.state == Identity.State.DRAFT:
        demand_channel(home, 1)
    user = _person(idp, wanted, current)
    _refuse_taken(current, user)
    authenticator = Authenticator.objects.create(
        identity=current, kind=AuthenticatorKind.LOCAL_IDP, user=user, state=Authenticator.State.ACTIVE,
        activated_at=timezone.now(),
    )  # fmt: skip
    audit.record(
        LocalIdpEvent.PERSON_CONNECTED, current, actor=actor, organisations=[home], name_there=wanted
    )
    if current.state == Identity.State.DRAFT:
        current.kind, current.user = Identity.Kind.LOCAL_IDP, user
        current.save(update_fields=["kind", "user"])
        activate_by_local_idp(actor=actor, identity=current)
    return authenticator


def _person(idp: LocalIdp, subject: str, identity: Identity) -> User:
    """The login of this subject. Named as the organisation names its employee, whatever its tokens say."""
    unusable = User()
    unusable.set_unusable_password()
    user, _created = User.objects.get_or_create(
        issuer=idp.issuer_of_people, subject=subject,
        defaults={"name": identity.name[:200], "password": unusable.password},
    )  # fmt: skip
    return user


def _refuse_taken(identity: Identity, user: Any) -> None:
    rows = Authenticator.objects.across_organisations(WHY).filter(user=user, state=Authenticator.State.ACTIVE)
    if rows.exists():
        raise RuleBroken(_("Navnet hos lokal IdP er allerede knyttet til en bruger. Intet er ændret."))
    mine = Authenticator.objects.across_organisations(WHY).filter(
        identity=identity, kind=AuthenticatorKind.LOCAL_IDP, state=Authenticator.State.ACTIVE
    )
    if mine.exists():
        raise RuleBroken(
            _("Brugeren er allerede knyttet til lokal IdP. Stop det gamle først. Intet er ændret.")
        )
