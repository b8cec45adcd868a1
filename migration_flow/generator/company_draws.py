"""What is drawn of a company: name, status, dates, address, management."""

from datetime import date, timedelta
from random import Random
from typing import Final, TypeVar

from migration_flow.generator import forms
from migration_flow.generator.company import CEASED_STATUSES, EXTRACTED, VERY_LARGE, Company
from migration_flow.generator.forms import Form
from migration_flow.generator.people import slug
from migration_flow.generator.words import (
    ASSOCIATIONS,
    LARGE_TRADES,
    PLACE_ENDS,
    PLACE_STARTS,
    STATE_BODIES,
    STREETS,
    TOWNS,
    TRADES,
)

T = TypeVar("T")
SHARE_CEASED_LATER: Final = 0.0235
# Capital companies stand in 38 of 100 places, so their own statuses are that much commoner among them.
STATUS_SHARES: Final = (
    ("UNDER KONKURS", 0.006, False),
    ("UNDER TVANGSOPLØSNING", 0.0184, True),
    ("UNDER FRIVILLIG LIKVIDATION", 0.0079, True),
    ("UNDER REKONSTRUKTION", 0.0013, True),
)


def place_name(dice: Random) -> str:
    """An invented place."""
    return _pick(PLACE_STARTS, dice) + _pick(PLACE_ENDS, dice)


def anchor_name(kind: str, rank: int) -> str:
    """The name of one of the largest: each kind has its own series."""
    place = (
        PLACE_STARTS[rank % len(PLACE_STARTS)]
        + PLACE_ENDS[(rank * 5 + rank // len(PLACE_STARTS)) % len(PLACE_ENDS)]
    )
    match kind:
        case "region":
            return f"Region {place}"
        case "municipality":
            return f"{place} Kommune"
        case "state":
            return f"{STATE_BODIES[rank % len(STATE_BODIES)]}styrelsen"
        case _:
            return f"{place} {LARGE_TRADES[rank % len(LARGE_TRADES)]} A/S"


ANCHOR_FORMS: Final = {"region": forms.REG, "municipality": forms.KOM, "state": forms.STA, "large": forms.AS}


def company_name(form: Form, owner_family: str, dice: Random) -> tuple[str, str]:
    """(name, industry code) of an ordinary company."""
    trade, industry = _pick(TRADES, dice).rsplit(" ", 1)
    if form.code in (forms.FOR, forms.FFO):
        return _pick(ASSOCIATIONS, dice).format(place_name(dice)), "949900"
    if form.code in (forms.FON, forms.EFO):
        return f"Fonden {place_name(dice)}", "949900"
    if form.code in (forms.ENK, forms.PMV):
        owner = owner_family.rsplit(" ", 1)[-1]
        return f"{owner}{'' if owner[-1] in 'sxz' else 's'} {trade}", industry
    if dice.random() < 0.02:
        return f'{trade} "{place_name(dice)}"{form.suffix}', industry
    return f"{place_name(dice)} {trade}{form.suffix}", industry


def draw_status(company: Company, dice: Random) -> None:
    """Status in the extract and in the register, which is younger."""
    roll, later = dice.random(), dice.random()
    if company.is_public:
        return
    for status, share, capital_only in STATUS_SHARES:
        if capital_only and not company.form.capital:
            continue
        if roll < share:
            company.status = company.register_status = status
            return
        roll -= share
    if later < SHARE_CEASED_LATER:
        company.register_status = _pick(CEASED_STATUSES, dice) if company.form.capital else "SLETTET"


def draw_traits(company: Company, dice: Random) -> None:
    """Dates, address and the switches of the agreement."""
    age = timedelta(days=int(9_000 * dice.random() ** 2) + 200)
    company.founded = EXTRACTED - age
    company.agreed = max(company.founded + timedelta(days=20), date(2006, 1, 1)) + timedelta(
        days=int(dice.random() * 150)
    )
    company.street, company.town = _pick(STREETS, dice), _pick(TOWNS, dice)
    company.house = (
        f"{1 + int(dice.random() ** 2 * 150)}{'ABC'[int(dice.random() * 3)] if dice.random() < 0.1 else ''}"
    )
    company.pro = company.size >= 4 and dice.random() < 0.15
    company.lra = company.size >= 10 and dice.random() < 0.15
    company.cpr_link = dice.random() < 0.28 or company.size >= VERY_LARGE
    company.chosen_rids = dice.random() < 0.08
    company.lss = company.size >= 100 and (dice.random() < 0.35 or company.size >= VERY_LARGE)
    if dice.random() < 0.025:
        company.without_admin = "none" if dice.random() < 0.5 else "blocked"
    company.others = int(1 + dice.random() * 5) if company.size >= 20 else int(dice.random() < 0.075)


def draw_management(company: Company, dice: Random) -> None:
    """Who stands in the register: how many managers and members of the board."""
    form, style = company.form.code, company.style
    with_board = "bestyrelse" in company.rule or form == forms.AS or style in ("members", "representative")
    company.board = 3 + int(dice.random() * 3) if with_board or style in ("chair", "foundation") else 0
    if style == "partners":
        company.managers = 2 + int(dice.random() * 2)
    elif style in ("authority", "general_partner", "members", "foundation"):
        company.managers = 0
    company.manager_is_first = style == "owner" or dice.random() < 0.7


def give_domain(company: Company) -> None:
    """The company's own mail domain under `.example`."""
    stem = slug(company.name.removesuffix(company.form.suffix))[:28].strip("-")
    company.domain = f"{stem}.example" if company.part else f"{stem}-{company.cvr[2:7]}.example"


def _pick(things: tuple[T, ...], dice: Random) -> T:
    return things[int(dice.random() * len(things))]
