"""Raw claims in, one normalised proof out; nothing else in the portal reads a claim.

The names are those of the Danish brokers (NemLog-in through FoxIDs and Signaturgruppen/Nets, Idura):
another broker, or a SAML bridge, is another column here.
"""

import datetime
import re
import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone

from portal.core.actors import AuthContext
from portal.core.identifiers import is_cvr, is_rid, parse_cpr
from portal.core.permissions import Level
from portal.web.login.errors import Reason, Refused

ACR_PREFIX = "https://data.gov.dk/concept/core/nsis/loa/"
_WORDS = {"Low": Level.LOW, "Substantial": Level.SUBSTANTIAL, "High": Level.HIGH}
_SPELLINGS = (
    ACR_PREFIX,
    "https://data.gov.dk/concept/core/nsis/",
    "https://data.gov.dk/concept/core/loa/",
    "",
)
# OIOSAML 3, Nets/Signaturgruppen, OIOSAML 4, the bare word, and Signicat's capitals. Compared whole, never
# in part.
LEVELS: dict[str, Level] = {f"{form}{word}": level for form in _SPELLINGS for word, level in _WORDS.items()}
LEVELS |= {word.upper(): level for word, level in _WORDS.items()}

NAMES: dict[str, tuple[str, ...]] = {
    "type": ("identity_type",),
    "name": ("name", "mitid.identity_name", "nemlogin.name"),
    "given_name": ("given_name", "nemlogin.given_name"),
    "family_name": ("family_name", "nemlogin.family_name"),
    "alias": ("alias", "nemlogin.alias"),
    "birth_date": ("birthdate", "mitid.date_of_birth", "nemlogin.date_of_birth"),
    "cpr": ("cpr", "dk.cpr", "nemlogin.cpr", "cprNumberIdentifier"),
    "cvr": ("cvr", "nemlogin.cvr", "cvrNumberIdentifier"),
    "rid": ("rid", "nemlogin.nemid.rid", "ridNumberIdentifier"),
}
POPULATIONS = ("private", "professional")
PSEUDONYM = "Pseudonym"
MOST_AUTHENTICATORS, LONGEST_NAME = 10, 200
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_METHOD = re.compile(r"(?:mitid[:.])?([a-z0-9_]{1,40})", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What a login proved. `cpr` lives as long as the request: it becomes an index and is forgotten."""

    auth: AuthContext
    auth_time: int
    name: str = ""
    birth_date: datetime.date | None = None
    cpr: str = field(default="", repr=False)


def acr(level: Level) -> str:
    """The level as it is asked for."""
    return f"{ACR_PREFIX}{level.name.capitalize()}"


def level_of(value: Any) -> Level | None:
    """The level behind one of the known spellings; None for anything else."""
    return LEVELS.get(value) if isinstance(value, str) else None


def normalise(claims: dict[str, Any], userinfo: dict[str, Any]) -> Proof:
    """Verified claims of the ID token and of the userinfo answer → proof. Raises Refused."""
    auth_time = _auth_time(claims)
    population = _population(claims, userinfo)
    cvr, rid = _profession(userinfo | claims) if population == "professional" else ("", "")
    found = {name: _text(userinfo, name) or _text(claims, name) for name in NAMES}
    auth = AuthContext(
        population=population, issuer=claims["iss"], subject=claims["sub"], level=_level(claims),
        at=min(timezone.now(), datetime.datetime.fromtimestamp(auth_time, datetime.UTC)),
        authenticators=_authenticators(claims.get("amr")), organisation_cvr=cvr, rid=rid,
    )  # fmt: skip
    return Proof(auth=auth, auth_time=auth_time, name=_name(found), birth_date=_date(found["birth_date"]),
                 cpr=_cpr(found["cpr"]))  # fmt: skip


def carries_cpr(claims: dict[str, Any]) -> bool:
    """Whether the token itself holds a CPR number: such a token is not kept for log-out."""
    return any(name in claims for name in NAMES["cpr"])


def _text(claims: dict[str, Any], name: str) -> str:
    """The first of the claims with one of the names of `name` that is a non-empty text."""
    values = (claims.get(each) for each in NAMES[name])
    return next((value.strip() for value in values if isinstance(value, str) and value.strip()), "")


def _level(claims: dict[str, Any]) -> Level:
    """Of the one claim that decides; where both are there they must agree. Never from amr, ial or aal."""
    level = level_of(claims.get(settings.OIDC_LEVEL_CLAIM))
    if level is None or any(level_of(claims[name]) is not level for name in ("acr", "loa") if name in claims):
        raise Refused(Reason.LEVEL, "unknown, missing or contradictory")
    return level


def _auth_time(claims: dict[str, Any]) -> int:
    value = claims.get("auth_time")
    if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
        raise Refused(Reason.TOKEN, "auth_time")
    if value > time.time() + settings.OIDC_DRIFT_SECONDS:
        raise Refused(Reason.TOKEN, "auth_time in the future")
    return value


def _population(claims: dict[str, Any], userinfo: dict[str, Any]) -> str:
    told = {each["identity_type"] for each in (claims, userinfo) if "identity_type" in each}
    population = told.pop() if len(told) == 1 else None
    if population not in POPULATIONS:
        raise Refused(Reason.IDENTITY_TYPE)
    return str(population)


def _profession(claims: dict[str, Any]) -> tuple[str, str]:
    """Exactly one organisation per login, and the number of the person in it where there is one."""
    cvr, rid = _text(claims, "cvr"), _text(claims, "rid")
    if not is_cvr(cvr):
        raise Refused(Reason.IDENTITY_TYPE, "no organisation")
    return cvr, rid if is_rid(rid) and len(rid) <= LONGEST_NAME else ""


def _name(found: dict[str, str]) -> str:
    """The name; the pseudonym of somebody whose name is protected; "" where nothing is told."""
    full = found["name"] or f"{found['given_name']} {found['family_name']}".strip() or found["alias"]
    return "".join(character for character in full if character.isprintable())[:LONGEST_NAME]


def _date(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _cpr(text: str) -> str:
    parsed = parse_cpr(text, allow_substitute=settings.ALLOW_SUBSTITUTE_CPR)
    return parsed.digits if parsed else ""


def _authenticators(methods: Any) -> tuple[str, ...]:
    """For the trail and the page; no level is ever read from them."""
    listed = [methods] if isinstance(methods, str) else methods if isinstance(methods, list) else []
    matches = (_METHOD.fullmatch(each) for each in listed[:MOST_AUTHENTICATORS] if isinstance(each, str))
    return tuple(match[1] for match in matches if match)
