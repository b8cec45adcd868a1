"""Who has signed, who may sign alone, and whose signature is still missing."""

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass, field

from portal.agreements.signing_rule.rule import IMPLIES, AllOf, Corporate, Part, Require, Role, SigningRule


@dataclass(frozen=True)
class Person:
    """One participant of the register as it is now. `key` tells humans apart (the register's unit number);
    several entries of one human are made one by `people`."""

    key: Hashable
    roles: frozenset[Role]
    is_company: bool = False

    def holds(self, role: Role) -> bool:
        return role in self.roles or any(IMPLIES.get(held) is role for held in self.roles)


@dataclass(frozen=True)
class Missing:
    """The shortest ways to complete the signatures. `options` is empty when these people cannot do it at all
    (another company must sign, a role is not filled): case work. An option without parts: nothing is missing.
    """

    options: tuple[tuple[Require, ...], ...] = field(default=())

    @property
    def possible(self) -> bool:
        return bool(self.options)

    @property
    def nothing(self) -> bool:
        return () in self.options


def satisfied(rule: SigningRule, signers: Collection[Hashable], management: Iterable[Person]) -> bool:
    """Whether the signatures of `signers` (keys of humans) are enough, given `management` as it is now.

    A human counts once in each alternative whatever roles they hold; a key that `management` does not have
    (any more) counts for nothing; the whole of a body that has no members is never reached.
    """
    return missing(rule, signers, management).nothing


def missing(rule: SigningRule, signers: Collection[Hashable], management: Iterable[Person]) -> Missing:
    """The smallest sets of roles that still have to sign, only such as `management` can still fill."""
    everybody = people(management)
    signed = set(signers)
    humans = [person for person in everybody if not person.is_company]
    humans.sort(key=lambda person: person.key not in signed)
    open_places = [_open_places(way, signed, humans, everybody) for way in rule.alternatives]
    reachable = [places for places in open_places if places is not None]
    fewest = min(map(len, reachable), default=0)
    shortest = [_counted(places) for places in reachable if len(places) == fewest]
    return Missing(tuple(dict.fromkeys(shortest)))


def may_sign_alone(rule: SigningRule, person_roles: Iterable[Role]) -> bool:
    """Whether somebody with these roles is enough, whoever else there is. The whole of a body is never taken
    for one person here; ask `satisfied` with the management as it is."""
    person = Person("", frozenset(person_roles))
    return any(_alone(way.parts, person) for way in rule.alternatives)


def people(management: Iterable[Person]) -> list[Person]:
    """One entry for each human or company, with all their roles."""
    merged: dict[Hashable, Person] = {}
    for person in management:
        known = merged.get(person.key, person)
        roles = known.roles | person.roles
        merged[person.key] = Person(person.key, roles, known.is_company or person.is_company)
    return list(merged.values())


def _alone(parts: tuple[Part, ...], person: Person) -> bool:
    match parts:
        case (Require(role, 1),):
            return person.holds(role)
        case _:
            return False


def _open_places(
    way: AllOf, signed: set[Hashable], humans: list[Person], everybody: list[Person]
) -> list[Role] | None:
    """The places of one way that no signer fills, or None if these people cannot fill all of them.

    Signers come first in `humans`: who once has a place keeps one while others are added, so as many
    signatures as possible count.
    """
    places = _places(way, everybody)
    if places is None:
        return None
    holders: dict[int, Person] = {}
    for person in humans:
        _seat(person, places, holders, set())
    if len(holders) < len(places):
        return None
    return [places[place] for place, person in sorted(holders.items()) if person.key not in signed]


def _places(way: AllOf, everybody: list[Person]) -> list[Role] | None:
    places: list[Role] = []
    for part in way.parts:
        if isinstance(part, Corporate):
            return None
        members = sum(person.holds(part.role) for person in everybody)
        wanted = part.count if isinstance(part, Require) else max(part.least, members)
        places += [part.role] * wanted
    return places


def _seat(person: Person, places: list[Role], holders: dict[int, Person], tried: set[int]) -> bool:
    """Give `person` a place, moving others to another place of theirs where needed (bipartite matching)."""
    for place, role in enumerate(places):
        if place in tried or not person.holds(role):
            continue
        tried.add(place)
        if place not in holders or _seat(holders[place], places, holders, tried):
            holders[place] = person
            return True
    return False


def _counted(places: list[Role]) -> tuple[Require, ...]:
    counts = {role: places.count(role) for role in places}
    return tuple(Require(role, count) for role, count in counts.items())
