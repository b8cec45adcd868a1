"""How a company with a fixed role is described."""

from dataclasses import dataclass

from migration_flow.generator.forms import Style


@dataclass(frozen=True, slots=True)
class Staff:
    """One identity of a fixed company; what is not said is the ordinary case.

    `rights` are "SERVICE/RIGHT/SCOPE"; `same_as` is the place of an earlier identity of the same
    person; `shares_mail` the place of somebody else whose mailbox this one has. `unused`: never
    used, long unused or used lately.
    """

    cpr: bool = False
    mail: bool = True
    roles: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    status: str = "AKTIV"
    signature: str = "AKTIV"
    carrier: str = "NOEGLEFIL"
    same_as: int | None = None
    shares_mail: int | None = None
    unused: bool = False
    at_ceased_unit: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A fixed company. `first_is_manager`: its first identity is the owner, partner or director too."""

    role: str
    form: int
    name: str
    staff: tuple[Staff, ...]
    style: Style | None = None
    rule: str | None = None
    status: str = "NORMAL"
    managers: int = 1
    board: int = 0
    first_is_manager: bool = True
    mandates: tuple[tuple[str, str, str], ...] = ()  # role of the taker, service, right
    units: int = 1
    ceased_units: int = 0
    pro: bool = False
    lss: bool = False
    cpr_link: bool = False
    chosen_rids: bool = False
    others: int = 0
    in_register: bool = True
    industry: str = "702200"
    event: str | None = None
