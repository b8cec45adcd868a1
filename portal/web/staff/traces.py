"""What staff do with their own accounts, noted as the libraries announce it."""

import time
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.models.signals import pre_save
from django.dispatch import receiver

from portal.core.actors import Actor, Kind
from portal.core.models import User
from portal.core.permissions import Role
from portal.web.login.actions import NOBODY
from portal.web.staff import actions
from portal.web.staff.events import StaffEvent


def owner(user: User) -> Actor:
    """A member of staff as the owner of their account: may do with it what everybody may with their own."""
    return Actor(kind=Kind.STAFF, label=user.get_username(), user=user, roles=frozenset({Role.PERSON}))


def note(event: StaffEvent, user: User) -> None:
    actions.note(actor=owner(user), event=event, user=user)


@receiver(user_logged_in)
def logged_in(sender: Any, user: User, **kwargs: Any) -> None:
    if user.is_staff:
        note(StaffEvent.LOGGED_IN, user)


@receiver(user_login_failed)
def login_failed(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    username = credentials.get("username")
    user = User.objects.filter(username__iexact=username, is_staff=True).first() if username else None
    actions.note(actor=actions.STAFF, event=StaffEvent.LOGIN_FAILED, user=user or NOBODY)


@receiver([password_changed, password_set, password_reset])
def password_was_set(sender: Any, user: User, **kwargs: Any) -> None:
    note(StaffEvent.PASSWORD_SET, user)


@receiver([authenticator_added, authenticator_reset])
def passkey_added(sender: Any, user: User, **kwargs: Any) -> None:
    note(StaffEvent.PASSKEY_ADDED, user)


@receiver(authenticator_removed)
def passkey_removed(sender: Any, user: User, **kwargs: Any) -> None:
    note(StaffEvent.PASSKEY_REMOVED, user)


@receiver(pre_save, sender=Authenticator)
def codes_count_as_seen(sender: Any, instance: Authenticator, **kwargs: Any) -> None:
    """The library would note it while the page with the codes is shown, and showing a page never writes."""
    if instance.type == Authenticator.Type.RECOVERY_CODES:
        instance.data.setdefault("viewed_at", time.time())
