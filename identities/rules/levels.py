"""Assurance levels (NSIS): what each combination of authenticators gives, today and in the 2019 plan; LoA
= min of identity, authenticator and federation."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.core.permissions import Level

L = Level
WORDS = {L.NONE: "", L.LOW: _("Lav"), L.SUBSTANTIAL: _("Betydelig"), L.HIGH: _("Høj")}

# Combination → level of the authenticators (AAL). Today: the brokers' documentation of 2026 (Idura,
# Signicat).
TODAY: dict[frozenset[str], Level] = {
    frozenset({"password"}): L.LOW,
    frozenset({"chip"}): L.LOW,
    frozenset({"app"}): L.SUBSTANTIAL,
    frozenset({"password", "code_display"}): L.SUBSTANTIAL,
    frozenset({"password", "audio_reader"}): L.SUBSTANTIAL,
    frozenset({"app_high"}): L.HIGH,
    frozenset({"password", "chip"}): L.HIGH,
    frozenset({"app_high", "chip"}): L.HIGH,
    frozenset({"app", "chip"}): L.HIGH,
}
# As the plan of 2019 had it: code tokens alone were Low, the app with its secure element High.
PLAN_2019: dict[frozenset[str], Level] = {
    frozenset({"password"}): L.LOW,
    frozenset({"code_display"}): L.LOW,
    frozenset({"audio_reader"}): L.LOW,
    frozenset({"chip"}): L.LOW,
    frozenset({"app"}): L.SUBSTANTIAL,
    frozenset({"password", "code_display"}): L.SUBSTANTIAL,
    frozenset({"password", "audio_reader"}): L.SUBSTANTIAL,
    frozenset({"app_high"}): L.HIGH,
    frozenset({"password", "chip"}): L.HIGH,
    frozenset({"app", "chip"}): L.HIGH,
}
TABLES = {"today": TODAY, "2019": PLAN_2019}


def authenticator_level(used: Iterable[str], table: str = "today") -> Level:
    """The highest level any combination among the used authenticators gives; NONE for none that counts."""
    have = frozenset(used)
    return max((level for needed, level in TABLES[table].items() if needed <= have), default=L.NONE)


def assurance(identity: Level, authenticators: Level, federation: Level) -> Level:
    """LoA: the lowest of the three."""
    return min(identity, authenticators, federation)


# What a login with each kind of dedicated MitID uses; physical ones come with a password.
USED_WITH: dict[str, tuple[str, ...]] = {
    "app": ("app",),
    "code_display": ("password", "code_display"),
    "audio_reader": ("password", "audio_reader"),
    "chip": ("password", "chip"),
}


def level_of(kind: str) -> Level:
    """What a dedicated MitID of this kind gives at most."""
    return authenticator_level(USED_WITH.get(kind, ()))


def level_of_identity(identity: Any) -> Level | None:
    """The level the person of an identity was proven at: that of its last login, else of its activation
    (which asks for Substantial or higher); None before it."""
    if identity.first_activated_at is None:
        return None
    return Level[identity.last_level.upper()] if identity.last_level else L.SUBSTANTIAL


def level_label(identity: Any) -> str:
    """The level the employer sees, in words."""
    level = level_of_identity(identity)
    return str(WORDS[level]) if level else ""
