"""What a signing rule says: alternatives, each a set of signatures by people who hold certain roles."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """A place in the register from which somebody may sign."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    MANAGING_DIRECTOR = "managing_director"
    DIRECTOR = "director"
    BOARD_MEMBER = "board_member"
    PARTNER = "partner"
    GENERAL_PARTNER = "general_partner"
    OWNER = "owner"
    TREASURER = "treasurer"
    BRANCH_MANAGER = "branch_manager"
    LIQUIDATOR = "liquidator"
    TRUSTEE = "trustee"
    ASSOCIATION_REPRESENTATIVE = "association_representative"


IMPLIES = {
    Role.CHAIR: Role.BOARD_MEMBER,
    Role.VICE_CHAIR: Role.BOARD_MEMBER,
    Role.MANAGING_DIRECTOR: Role.DIRECTOR,
}
"""Who holds the key also holds the value: a chairman is a member of the board."""


@dataclass(frozen=True)
class Require:
    """Signatures of `count` different people who hold `role`."""

    role: Role
    count: int = 1


@dataclass(frozen=True)
class Whole:
    """Signatures of everybody who holds `role`, and of at least `least` people. `Whole(BOARD_MEMBER)` is
    the whole board, `Whole(PARTNER)` all partners."""

    role: Role
    least: int = 1


@dataclass(frozen=True)
class Corporate:
    """Another company signs, by its own rule: never satisfied by people here, always case work."""

    role: Role = Role.GENERAL_PARTNER


Part = Require | Whole | Corporate


@dataclass(frozen=True)
class AllOf:
    """One way to sign: every part, all of them by different people. Built by `of`, which orders the parts."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, *parts: Part) -> "AllOf":
        """Parts in one order, equal roles added up, and people inside a whole body not asked for twice."""
        wholes = {part.role: part for part in parts if isinstance(part, Whole)}
        counts: dict[Role, int] = {}
        for part in parts:
            if isinstance(part, Require) and not _inside(part.role, wholes):
                counts[part.role] = counts.get(part.role, 0) + part.count
        corporate = {part for part in parts if isinstance(part, Corporate)}
        required = [Require(role, count) for role, count in counts.items()]
        return cls(tuple(sorted([*required, *wholes.values(), *corporate], key=_place)))


@dataclass(frozen=True)
class SigningRule:
    """Who must sign: any one of the alternatives, in the order of the text."""

    alternatives: tuple[AllOf, ...]

    @classmethod
    def of(cls, *alternatives: AllOf) -> "SigningRule":
        return cls(tuple(dict.fromkeys(alternatives)))

    @property
    def needs_company(self) -> bool:
        """Whether every way to sign goes through another company, so that only case work can help."""
        return all(any(isinstance(part, Corporate) for part in way.parts) for way in self.alternatives)


class Reason(StrEnum):
    """Why a text goes to case work."""

    EMPTY = "empty"
    WORDS = "words"
    STRUCTURE = "structure"


@dataclass(frozen=True)
class NotUnderstood:
    """The text was not understood to its last word: a human judges it. `detail` is the place where the
    reading stopped; it may hold a person's name and is for the case worker alone."""

    reason: Reason
    detail: str = ""


def _place(part: Part) -> int:
    return list(Role).index(part.role)


def _inside(role: Role, wholes: dict[Role, Whole]) -> bool:
    return role in wholes or IMPLIES.get(role) in wholes
