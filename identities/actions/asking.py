"""How often somebody is asked whether they want to use their private MitID. The employer never learns of it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.guarding import lock_identity
from identities.events import ConsentEvent
from identities.models import Identity
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.OWN_CONSENT)
def choose_asking(*, actor: Actor, identity: Identity, asking: str) -> Identity:
    """Not now; ask again as often as `asking` (Identity.Asking) says. The trail names no organisation."""
    current = lock_identity(identity)
    if actor.user is None or current.user_id != actor.user.pk:
        raise RuleBroken(_("Du kan kun bestemme over dit eget MitID. Intet er ændret."))
    current.asking, current.asked_on = Identity.Asking(asking), timezone.localdate()
    current.save(update_fields=["asking", "asked_on"])
    audit.record(ConsentEvent.ASKING_CHOSEN, actor.user, actor=actor, organisations=[], asking=asking)
    return current
