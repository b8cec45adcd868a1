"""The identities of one company: who holds an employee signature, with what, and for what."""

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from migration_flow.generator.chance import chance
from migration_flow.generator.company import EXTRACTED, VERY_LARGE, Company
from migration_flow.generator.country import Country
from migration_flow.generator.identity import STATES, Identity, draw_carrier, respelled
from migration_flow.generator.numbers import Rids
from migration_flow.generator.part import Staff
from migration_flow.generator.people import Person, mailbox
from migration_flow.generator.words import DEPARTMENTS, EMPLOYEE_GROUPS
from portal.core.identifiers import rid_form

SHARE_CPR_WHERE_LINKED: Final = 0.785
SHARE_CPR_IN_VERY_LARGE: Final = 0.22
SHARE_NO_MAIL: Final = 0.06
SHARE_MAIL_OF_THE_ONE_BEFORE: Final = 0.037
SHARE_MAIL_WITH_DANISH_LETTERS: Final = 0.002
SHARE_TWICE_SMALL, SHARE_TWICE_LARGE = 0.038, 0.08
LARGE: Final = 50
SHARE_UNUSED: Final = 0.06
NEMID_STARTED: Final = date(2010, 7, 1)
BEFORE_THEM: Final = 50  # how far back the earlier identity of the same person lies, at most


class StaffOf:
    """The identities of a company, one after the other; memory does not grow with the company."""

    def __init__(self, country: Country, company: Company) -> None:
        self.country = country
        self.company = company
        self.rids = Rids(country.seed, company.cvr, company.chosen_rids)
        self.dice = chance(country.seed, "staff", company.index)
        self._before: deque[Identity] = deque(maxlen=BEFORE_THEM)
        self._twice = SHARE_TWICE_LARGE if company.size >= LARGE else SHARE_TWICE_SMALL
        self._plan = company.part.staff if company.part else ()

    def __iter__(self) -> Iterator[Identity]:
        for place in range(self.company.size):
            plan = self._plan[place] if place < len(self._plan) else None
            identity = self._planned(place, plan) if plan else self._drawn(place)
            self._before.append(identity)
            yield identity

    def person_at(self, place: int) -> Person:
        """Who an identity belongs to, before anybody is counted twice."""
        if place == 0 and self.company.shared_person is not None:
            return self.country.people[self.company.shared_person]
        return self.country.people[self.company.first_person + place]

    def _drawn(self, place: int) -> Identity:
        dice = self.dice
        if self._before and dice.random() < self._twice:
            identity = self._again(place, self._before[int(dice.random() * len(self._before))])
        else:
            identity = self._somebody(place, self.person_at(place))
        identity.roles = self._roles(place)
        identity.state, identity.status = self._state(identity.roles)
        identity.last_used = self._last_used(identity)
        self._details(identity)
        return identity

    def _somebody(self, place: int, person: Person) -> Identity:
        dice, company = self.dice, self.company
        rid = self.rids[place]
        created = self._created(rid)
        linked = company.cpr_link and dice.random() < (
            SHARE_CPR_WHERE_LINKED if company.size < VERY_LARGE else SHARE_CPR_IN_VERY_LARGE
        )
        unit = self._unit()
        return Identity(
            place, rid, person, person.given, person.family, person.cpr if linked else "", self._mail(person),
            unit, "AKTIV", "AKTIV", draw_carrier(company, dice), created, None, (),
        )  # fmt: skip

    def _again(self, place: int, earlier: Identity) -> Identity:
        """The same person once more: another RID, spelled differently, often without CPR."""
        dice = self.dice
        identity = self._somebody(place, earlier.person)
        identity.given, identity.family = respelled(earlier, dice)
        same_mail = earlier.mail.upper() if dice.random() < 0.5 else earlier.mail
        identity.mail = same_mail or identity.mail
        identity.twice = True
        if rid_form(earlier.rid) == "chosen" and not earlier.echoed:
            identity.rid = earlier.rid.upper()
        earlier.echoed = identity.echoed = True
        return identity

    def _planned(self, place: int, plan: Staff) -> Identity:
        """An identity of a fixed company."""
        company = self.company
        earlier = None if plan.same_as is None else self._before[plan.same_as]
        person = earlier.person if earlier else self.person_at(place)
        mail = f"{mailbox(person.given, person.family)}@{company.domain}" if plan.mail else ""
        if plan.shares_mail is not None:
            mail = self._before[plan.shares_mail].mail
        identity = self._somebody(place, person)
        if earlier and not plan.cpr:
            identity.given, identity.family = respelled(earlier, self.dice)
            mail = earlier.mail.upper()
            identity.rid = earlier.rid.upper() if rid_form(earlier.rid) == "chosen" else identity.rid
        open_units = company.units - company.ceased_units
        used = None if plan.signature in ("UDSTEDT", "BESTILT") else EXTRACTED - timedelta(days=3 + place * 5)
        return replace(
            identity, cpr=person.cpr if plan.cpr else "", mail=mail, status=plan.status, state=plan.signature,
            carrier=plan.carrier, roles=plan.roles,
            last_used=used and used - timedelta(days=900 * plan.unused),
            unit=company.unit_numbers[-1 if plan.at_ceased_unit else place % open_units], staff=plan,
            twice=earlier is not None, created=min(identity.created, EXTRACTED - timedelta(days=2_000)),
        )  # fmt: skip

    def _created(self, rid: str) -> date:
        """When the RID was issued; one of the first system tells it itself."""
        if rid_form(rid) == "oces1":
            return datetime.fromtimestamp(int(rid) / 1_000, UTC).date()
        first = max(self.company.agreed, NEMID_STARTED)
        return first + timedelta(days=int(self.dice.random() * max(1, (EXTRACTED - first).days - 30)))

    def _mail(self, person: Person) -> str:
        roll = self.dice.random()
        if roll < SHARE_NO_MAIL:
            return ""
        if self._before and roll < SHARE_NO_MAIL + SHARE_MAIL_OF_THE_ONE_BEFORE:
            return self._before[-1].mail
        if roll > 1 - SHARE_MAIL_WITH_DANISH_LETTERS:
            return f"bogholder.møller@{self.company.domain}"
        return f"{mailbox(person.given, person.family)}@{self.company.domain}"

    def _unit(self) -> str:
        company, roll = self.company, self.dice.random()
        if roll > 0.6:
            return ""
        # Now and then somebody is still at a unit that has ceased.
        open_units = company.units if roll < 0.03 else max(1, company.units - company.ceased_units)
        return company.unit_numbers[int(self.dice.random() * open_units)]

    def _roles(self, place: int) -> tuple[str, ...]:
        company, roll = self.company, self.dice.random()
        if place == 0:
            return () if company.without_admin == "none" else ("SUPERADMINISTRATOR",)
        if company.pro and place <= 4 and roll < 0.4:
            return ("NEMID_ADMINISTRATOR",)
        if company.size < 5 or roll > 0.03:
            return ()
        return ("LRA",) if company.lra and roll < 0.01 else ("RETTIGHEDSADMINISTRATOR",)

    def _state(self, roles: tuple[str, ...]) -> tuple[str, str]:
        """(state of the signature, status of the employee)."""
        roll = self.dice.random()
        if roles:
            if self.company.without_admin == "blocked":
                return ("SPAERRET" if roll < 0.5 else "UDLOEBET"), "AKTIV"
            return "AKTIV", "AKTIV"
        for limit, state, status in STATES:
            if roll < limit:
                return state, status
        return "AKTIV", "AKTIV"

    def _last_used(self, identity: Identity) -> date | None:
        if identity.state in ("UDSTEDT", "BESTILT"):
            return None
        roll = self.dice.random()
        days = 731 + roll / SHARE_UNUSED * 900 if roll < SHARE_UNUSED else roll**4 * 700
        return max(EXTRACTED - timedelta(days=1 + int(days)), identity.created)

    def _details(self, identity: Identity) -> None:
        dice = self.dice
        if self.company.size >= 10:
            identity.department = DEPARTMENTS[int(dice.random() * len(DEPARTMENTS))]
            if dice.random() < 0.3:
                identity.group = EMPLOYEE_GROUPS[int(dice.random() * len(EMPLOYEE_GROUPS))]
        if dice.random() < 0.15:
            identity.phone = f"{20_000_000 + int(dice.random() * 79_999_999)}"
