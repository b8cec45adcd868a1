"""Logins: how one begins, which one a code belongs to, how one ends."""

import hashlib
from datetime import timedelta

from allauth.idp.oidc.models import Token
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.signals import user_logged_out
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from .levels import AAL, AUTHENTICATORS, LOCAL, Authenticator, Level, lowest
from .models import IssuedCode, Login, Persona, ProfessionalRole, SigningKey

BACKEND = "django.contrib.auth.backends.ModelBackend"
KEPT = timedelta(days=1)


def loa(persona: Persona, key: str) -> Level:
    """What this person reaches with it: the lowest of IAL, AAL and what the broker passes on."""
    return lowest(Level(persona.ial), AAL[settings.BROKER.aal_table][key], Level(settings.BROKER.fal))


def held_by(persona: Persona) -> list[Authenticator]:
    """The authenticators a person can use here, in the order held; `local` only with a workplace."""
    unusable = set() if persona.roles.all() else {LOCAL}
    usable = AAL[settings.BROKER.aal_table].keys() - unusable
    return [AUTHENTICATORS[key] for key in persona.authenticators if key in usable]


def begin(request: HttpRequest, persona: Persona, key: str, role: ProfessionalRole | None) -> Login:
    """Log in with an authenticator the person holds. The browser gets a new session.

    A login that stood there before stays valid for a code another tab may be exchanging just now.
    """
    login = Login.objects.create(
        persona=persona,
        role=role,
        authenticator=key,
        ial=persona.ial,
        aal=AAL[settings.BROKER.aal_table][key],
        loa=loa(persona, key),
    )
    auth.login(request, login, backend=BACKEND)
    return login


@receiver(user_logged_out)
def end(sender: type, user: Login | None, **_: object) -> None:
    """A login that was left no longer vouches for anything: its tokens stop at once."""
    if user is not None:
        Login.objects.filter(pk=user.pk, ended_at=None).update(ended_at=timezone.now())


def digest(code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(code.encode()).hexdigest()


def remember_code(code: str, login: Login) -> None:
    """Note which login a code was issued for."""
    IssuedCode.objects.create(digest=digest(code), login=login)


def spend_code(code: str) -> Login | None:
    """The login of a code, the first time it is asked for; None ever after, and in the race for it."""
    row = IssuedCode.objects.filter(digest=digest(code))
    if not row.filter(used_at=None).update(used_at=timezone.now()):
        return None
    return row.select_related("login__persona", "login__role").get().login


def sweep() -> None:
    """Forget what nobody can use any more."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    Token.objects.expired().delete()
    Login.objects.filter(auth_time__lt=now - KEPT).delete()
    SigningKey.objects.filter(retired_at__lt=now - KEPT).delete()
