"""What a login with an organisation's own provider leaves behind."""

from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.models import User
from portal.core.permissions import Permission
from portal.web.login.claims import Proof
from portal.web.login.events import LoginEvent


@action(Permission.OWN_SESSIONS)
def log_in_locally(*, actor: Actor, user: User, proof: Proof, again: bool) -> User:
    """Nothing of the person changes: neither name nor anything else is taken from what the provider says."""
    event = LoginEvent.CONFIRMED if again else LoginEvent.SUCCEEDED
    audit.record(event, user, actor=Actor.person(user, proof.auth), organisations=[],
                 population=proof.auth.population, level=proof.auth.level.name)  # fmt: skip
    return user
