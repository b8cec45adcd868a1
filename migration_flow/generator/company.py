"""One company of the country: what the legacy system and the register know of it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from migration_flow.generator import forms
from migration_flow.generator.forms import Form, Style
from migration_flow.generator.part import Part

EXTRACTED: Final = date(2019, 5, 1)
VERY_LARGE: Final = 500
CEASED_STATUSES: Final = (
    "TVANGSOPLØST",
    "OPLØST EFTER KONKURS",
    "OPLØST EFTER FRIVILLIG LIKVIDATION",
    "OPLØST EFTER FUSION",
)
LIVE: Final = "NORMAL"


@dataclass(slots=True)
class Company:
    """A company. `first_person` and `first_official` begin its ranges of person numbers."""

    index: int
    cvr: str
    size: int
    form: Form
    name: str
    style: Style
    rule: str
    first_person: int
    first_official: int
    kind: str | None = None
    status: str = LIVE
    register_status: str = LIVE
    founded: date = date(1999, 4, 1)
    agreed: date = date(2012, 9, 3)
    street: str = ""
    house: str = ""
    town: tuple[str, ...] = ()
    domain: str = ""
    industry: str = "829900"
    units: int = 1
    ceased_units: int = 0
    large_rank: int | None = None
    pro: bool = False
    lra: bool = False
    cpr_link: bool = False
    chosen_rids: bool = False
    lss: bool = False
    without_admin: str = ""  # "", "none", "blocked"
    managers: int = 1
    board: int = 0
    manager_is_first: bool = True
    shared_person: int | None = None
    in_register: bool = True
    others: int = 0
    spare: str | None = None
    neighbour: bool = False
    part: Part | None = None
    unit_numbers: list[str] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """An authority: it has an EAN number and cannot go bankrupt."""
        return self.form.code in (forms.STA, forms.REG, forms.KOM)
