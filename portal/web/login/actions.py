"""What a login changes, each with its trace: the person's row, and the note of what was proven or refused."""

import uuid
from typing import Any

from django.utils import timezone

from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.models import User
from portal.core.permissions import Permission
from portal.web.login import people
from portal.web.login.claims import PSEUDONYM, Proof
from portal.web.login.errors import Reason
from portal.web.login.events import LoginEvent
from portal.web.login.models import LastLogin

LOGIN = Actor.system("login")
NOBODY = User(pk=uuid.UUID(int=0), name="")


@action(Permission.OWN_SESSIONS)
def log_in(*, actor: Actor, proof: Proof, again: bool = False) -> User:
    """The person behind a verified proof, made at the first login, refreshed at each. `again`: a step-up.

    Somebody the portal does not know may log in: they belong to no organisation and see none."""
    auth = proof.auth
    user, _created = User.objects.get_or_create(
        issuer=auth.issuer, subject=auth.subject,
        defaults={"name": proof.name or PSEUDONYM, "password": _no_password()},
    )  # fmt: skip
    refresh(user, proof)
    event = LoginEvent.CONFIRMED if again else LoginEvent.SUCCEEDED
    audit.record(event, user, actor=Actor.person(user, auth), organisations=[], **_told(proof))
    return user


@action(Permission.OWN_SESSIONS)
def relink(*, actor: Actor, user: User, proof: Proof) -> User:
    """Give a known person the new subject that a fresh login has proven to be theirs. Identities, roles and
    rights hang on the person and stay; the old subject is forgotten and its sessions are ended by the
    caller."""
    before = user.subject
    user.subject = proof.auth.subject
    user.save(update_fields=["subject"])
    person = Actor.person(user, proof.auth)
    told = {"before": before, "after": user.subject, **_told(proof)}
    audit.record(LoginEvent.RELINKED, user, actor=person, organisations=[], **told)
    refresh(user, proof)
    return user


@action(Permission.OWN_SESSIONS)
def note_refusal(*, actor: Actor, reason: Reason, user: User | None = None) -> None:
    """Note a login that was not accepted: why, and who it was if that is known."""
    audit.record(LoginEvent.REFUSED, user or NOBODY, actor=actor, organisations=[], why=reason.value)


def refresh(user: User, proof: Proof) -> None:
    """Name, birth date and CPR index as the provider has them now; what it leaves out stays. Runs in an
    action."""
    proven = {"name": proof.name, "birth_date": proof.birth_date, "cpr_index": people.cpr_index(proof.cpr)}
    changed = [name for name, value in proven.items() if value and _plain(getattr(user, name)) != value]
    if changed:
        known = {name for name in changed if getattr(user, name)}
        for name in changed:
            setattr(user, name, proven[name])
        user.save(update_fields=changed)
        if known:
            audit.record(LoginEvent.REFRESHED, user, actor=LOGIN, organisations=[], fields=sorted(known))
    auth = proof.auth
    LastLogin.objects.update_or_create(
        user=user,
        defaults={
            "population": auth.population,
            "cvr": auth.organisation_cvr,
            "rid": auth.rid,
            "at": timezone.now(),
        },
    )


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def _told(proof: Proof) -> dict[str, Any]:
    """For the trail: how it was proven. Never a CPR number, a name or a token."""
    auth = proof.auth
    return {
        "population": auth.population,
        "level": auth.level.name,
        "authenticators": list(auth.authenticators),
        "cvr": auth.organisation_cvr,
    }


def _no_password() -> str:
    user = User()
    user.set_unusable_password()
    return str(user.password)
