"""One identity of the legacy system, and how the parts of it are drawn that stand alone."""

from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Final

from migration_flow.generator.company import VERY_LARGE, Company
from migration_flow.generator.part import Staff
from migration_flow.generator.people import Person


@dataclass(slots=True)
class Identity:
    """An identity. `state` is that of its main signature; `holder` differs in spelling from `person`."""

    place: int
    rid: str
    person: Person
    given: str
    family: str
    cpr: str
    mail: str
    unit: str
    status: str
    state: str
    carrier: str
    created: date
    last_used: date | None
    roles: tuple[str, ...]
    department: str = ""
    group: str = ""
    phone: str = ""
    staff: Staff | None = None
    twice: bool = False
    echoed: bool = False

    @property
    def name(self) -> str:
        """As it stands in the certificate."""
        return f"{self.given} {self.family}"


# Of those who administer nothing; together with administrators, second carriers and earlier certificates
# this gives 81 per cent active, 9 expired, 5 revoked, 4 issued but not activated, 1 ordered.
STATES: Final = (
    (0.045, "SPAERRET", "INAKTIV"),
    (0.102, "SPAERRET", "AKTIV"),
    (0.184, "UDSTEDT", "AKTIV"),
    (0.205, "BESTILT", "AKTIV"),
    (0.222, "UDLOEBET", "AKTIV"),
)
_CARRIERS: Final = (
    (0.025, "HARDWARE"),
    (0.405, "NOEGLEKORT"),
    (0.46, "NOEGLEFIL_STRAKS"),
    (1.0, "NOEGLEFIL"),
)


def draw_carrier(company: Company, dice: Random) -> str:
    """What the signature is kept on; a local signature server where the company runs one."""
    roll = dice.random()
    if company.lss and roll < (0.16 if company.size < VERY_LARGE else 0.08):
        return "LSS"
    roll = dice.random() if company.lss else roll
    return next(carrier for limit, carrier in _CARRIERS if roll <= limit)


def respelled(earlier: Identity, dice: Random) -> tuple[str, str]:
    """The same name as somebody else typed it: å as aa, without the middle name, or in capitals."""
    given, family = earlier.given, earlier.family
    if "å" in family or "Å" in family or "ø" in family:
        return given, family.replace("å", "aa").replace("Å", "Aa").replace("ø", "oe")
    if "aa" in family:
        return given, family.replace("aa", "å")
    if " " in family and dice.random() < 0.5:
        return given, family.rsplit(" ", 1)[-1]
    return (given.upper(), family.upper()) if dice.random() < 0.3 else (given, family)
