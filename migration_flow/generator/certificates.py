"""The certificates of an identity: its signature, a second carrier, an earlier one that has expired."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Final

from migration_flow.generator.company import EXTRACTED, Company
from migration_flow.generator.identity import Identity
from migration_flow.generator.layout import quoted
from portal.core.identifiers import rid_form

POLICY: Final = "1.2.208.169.1.1.1.2.5"
ISSUERS: Final = ("TRUST2408 OCES CA II", "TRUST2408 OCES CA III", "TRUST2408 OCES CA IV")
SERIAL_LABELS: Final = ("SERIALNUMBER", "serialNumber", "OID.2.5.4.5")
NAME_LIMIT: Final = 48
YEARS, YEARS_FIRST_SYSTEM = 3, 2
SHARE_SECOND_CARRIER: Final = 0.12
SHARE_EARLIER: Final = 0.118  # of the active ones
OTHER_CARRIER: Final = {"NOEGLEKORT": "NOEGLEFIL"}


@lru_cache(maxsize=16_384)
def day(value: date) -> str:
    """`dd-mm-yyyy`."""
    return f"{value:%d-%m-%Y}"


def later(value: date, years: int) -> date:
    """The same day some years on; 29 February becomes the 28th."""
    try:
        return value.replace(year=value.year + years)
    except ValueError:
        return value.replace(year=value.year + years, day=28)


def subject(company: Company, identity: Identity, dice: Random) -> str:
    """The subject name. The serial number stands before or after the name, under one of three labels."""
    name = f"CN={identity.name[:NAME_LIMIT]}"
    roll = dice.random()
    label = SERIAL_LABELS[0] if roll < 0.9 else SERIAL_LABELS[1 + int(roll > 0.95)]
    serial = f"{label}=CVR:{company.cvr}-RID:{identity.rid}"
    first = f"{serial} + {name}" if 0.8 < roll < 0.93 else f"{name} + {serial}"
    unit = f", OU={identity.department}" if identity.department and roll < 0.5 else ""
    return quoted(f"{first}{unit}, O={company.name.upper()} // CVR:{company.cvr}, C=DK")


def certificates(company: Company, identity: Identity, dice: Random) -> Iterator[list[str]]:
    """The rows of an identity, without the CVR and RID in front."""
    shown = identity.mail if dice.random() < 0.6 else ""
    if shown and dice.random() < 0.003:
        shown = "null"
    common = ("J" if shown and dice.random() < 0.3 else "N", shown, subject(company, identity, dice))
    years = YEARS_FIRST_SYSTEM if rid_form(identity.rid) == "oces1" else YEARS
    yield _row(identity.carrier, identity.state, _period(identity.state, years, dice), common, dice)
    if identity.staff is None and identity.state == "AKTIV":
        yield from _more(identity, years, common, dice)


def _more(identity: Identity, years: int, common: tuple[str, ...], dice: Random) -> Iterator[list[str]]:
    if identity.carrier != "LSS" and dice.random() < SHARE_SECOND_CARRIER / 0.86:
        other = OTHER_CARRIER.get(identity.carrier, "NOEGLEKORT")
        yield _row(other, "AKTIV", _period("AKTIV", years, dice), common, dice)
    if dice.random() < SHARE_EARLIER:
        ended = EXTRACTED - timedelta(days=int(30 + dice.random() * 900))
        yield _row(identity.carrier, "UDLOEBET", (later(ended, -years), ended, None), common, dice)


Period = tuple[date | None, date | None, date | None]


def _period(state: str, years: int, dice: Random) -> Period:
    """(valid from, valid to, revoked on) as its state asks for, on the day of the extract."""
    roll, days = dice.random(), 365 * years - 5
    if state == "BESTILT":
        return None, None, None
    if state == "UDLOEBET":
        ended = EXTRACTED - timedelta(days=int(1 + roll * 700))
        return later(ended, -years), ended, None
    if state == "UDSTEDT":
        days = 400
    issued = EXTRACTED - timedelta(days=int(2 + roll * days))
    revoked = issued + (EXTRACTED - issued) * dice.random() if state == "SPAERRET" else None
    return issued, later(issued, years), revoked


def _row(carrier: str, state: str, period: Period, common: tuple[str, ...], dice: Random) -> list[str]:
    dates = ["" if value is None else day(value) for value in period]
    visible, mail, name = common
    if state == "BESTILT":
        return [carrier, state, "", "", "", "", mail, visible, *dates]
    issuer = ISSUERS[int(dice.random() * len(ISSUERS))]
    return [carrier, state, f"{dice.getrandbits(32):08X}", POLICY, name, issuer, mail, visible, *dates]
