"""What people may do: rights of identities, and mandates from one company to another's employee."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import log
from random import Random
from typing import Final

from migration_flow.generator.certificates import day
from migration_flow.generator.chance import chance
from migration_flow.generator.company import EXTRACTED, Company
from migration_flow.generator.country import ACCOUNTANT_AT, ACCOUNTANT_EVERY, Country
from migration_flow.generator.identity import Identity
from migration_flow.generator.numbers import Rids, se_number
from migration_flow.generator.services import CVR, SERVICES, P

SHARE_WITHOUT_RIGHTS: Final = 0.35
MEAN_DRAWN: Final = 2.56  # of which 2.4 are different rights
MOST_RIGHTS: Final = 12
SHARE_UNIT, SHARE_SE = 0.085, 0.085  # of the rights that can be narrowed so
SHARE_ENDING: Final = 0.05
SHARE_GIVERS: Final = 0.06
SHARE_FIRST_ACCOUNTANT, SHARE_CEASED_TAKER = 0.15, 0.01

# (service, right, limits), the most used services several times.
_POPULAR: Final = tuple(
    (service.code, right.code, right.limits)
    for rank, service in enumerate(SERVICES)
    for right in service.rights
    for _ in range(max(1, 6 - rank))
)
_MANDATED: Final = tuple(
    (service.code, right.code) for service in SERVICES[:8] if service.mandates for right in service.rights
)


def scope(company: Company, identity: Identity, kind: str) -> tuple[str, str]:
    """(type, value) of a right's limit."""
    if kind == CVR:
        return CVR, company.cvr
    if kind == P:
        return P, identity.unit or company.unit_numbers[0]
    return kind, se_number(company.cvr, None if company.neighbour else company.spare)


def rights(company: Company, identity: Identity, dice: Random, *, lively: bool) -> Iterator[list[str]]:
    """The rights of an identity, without the CVR and RID in front."""
    if identity.staff is not None:
        for right in identity.staff.rights:
            service, code, kind = right.split("/")
            yield [service, code, *scope(company, identity, kind), day(date(2017, 3, 1)), ""]
        return
    for service, code, limits in _drawn(dice, lively):
        given = identity.created + timedelta(days=int(dice.random() * (EXTRACTED - identity.created).days))
        ends = day(later_day(dice)) if dice.random() < SHARE_ENDING else ""
        yield [service, code, *scope(company, identity, _kind(limits, dice)), day(given), ends]


def _drawn(dice: Random, lively: bool) -> list[tuple[str, str, tuple[str, ...]]]:
    if dice.random() < SHARE_WITHOUT_RIGHTS and not lively:
        return []
    wanted = 1 + int(log(1 - dice.random()) / log(1 - 1 / MEAN_DRAWN))
    chosen: list[tuple[str, str, tuple[str, ...]]] = []
    for _ in range(min(wanted, MOST_RIGHTS)):
        right = _POPULAR[int(dice.random() * len(_POPULAR))]
        if right not in chosen:
            chosen.append(right)
    return chosen


def _kind(limits: tuple[str, ...], dice: Random) -> str:
    roll = dice.random()
    if roll < SHARE_UNIT and P in limits:
        return P
    return "SE" if roll > 1 - SHARE_SE and "SE" in limits else CVR


def later_day(dice: Random) -> date:
    """A day in the two years after the extract."""
    return EXTRACTED + timedelta(days=int(1 + dice.random() * 730))


def mandates(country: Country, company: Company) -> Iterator[list[str]]:
    """The mandates a company has given: whole rows. A mandate names one employee of its taker."""
    if company.part:
        yield from _planned_mandates(country, company)
        return
    dice = chance(country.seed, "mandates", company.index)
    taker = pick_taker(country, dice) if dice.random() < SHARE_GIVERS else None
    if taker is None or taker == company.index:
        return
    first = int(dice.random() * len(_MANDATED))
    for step in range(1 + int(dice.random() * 5)):
        service, right = _MANDATED[(first + step * 5) % len(_MANDATED)]
        given = EXTRACTED - timedelta(days=int(30 + dice.random() * 2_000))
        until = later_day(dice) if dice.random() < SHARE_ENDING else None
        yield _mandate(country, company, taker, service, right, given, until)


def _planned_mandates(country: Country, company: Company) -> Iterator[list[str]]:
    given = EXTRACTED - timedelta(days=700)
    for role, service, right in company.part.mandates if company.part else ():
        taker = country.index_of(role)
        if taker is not None:
            yield _mandate(country, company, taker, service, right, given, None)


def _mandate(
    country: Country, giver: Company, taker: int, service: str, right: str, given: date, until: date | None
) -> list[str]:
    cvr = country.cvr[taker]
    rid = Rids(country.seed, cvr, country.company(taker).chosen_rids)[0]
    return [giver.cvr, cvr, rid, service, right, day(given), day(until) if until else ""]


def pick_taker(country: Country, dice: Random) -> int | None:
    """An accountant: a few have most of the clients. None where the country has none."""
    roll = dice.random()
    if roll < SHARE_CEASED_TAKER:
        return country.index_of("ceased")
    known = country.index_of("accountant")
    accountants = (country.ordinary - ACCOUNTANT_AT - 1) // ACCOUNTANT_EVERY + 1
    if accountants < 1 or roll < SHARE_FIRST_ACCOUNTANT:
        return known
    spread = (roll - SHARE_FIRST_ACCOUNTANT) / (1 - SHARE_FIRST_ACCOUNTANT)
    return int(accountants * spread**3) * ACCOUNTANT_EVERY + ACCOUNTANT_AT
