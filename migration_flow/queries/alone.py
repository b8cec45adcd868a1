"""A person's companies as the move sees them: which go on one page, which need the agreement, which are under way."""

from dataclasses import dataclass
from typing import Any

from identities.queries import memberships
from migration_flow.models import LegacyCompany, LegacyEmployee, Move
from migration_flow.queries.segments import segment_of
from migration_flow.queries.timing import OPEN
from migration_flow.rules.segments import OWNER_ONLY
from portal.agreements import rules
from portal.agreements.queries import companies_of, snapshot_of
from portal.core.actors import Actor, Kind
from portal.core.permissions import Role

WHY = "the person's own companies"
MOST = 50  # companies on the page


@dataclass(frozen=True)
class Way:
    """How the owner's company can move. `rid`: the one legacy signature, "" where there is none."""

    cvr: str
    name: str
    segment: str
    one_page: bool
    rid: str = ""
    rid_name: str = ""
    same_cpr: bool = False
    same_name: bool = False


def way_of(user: Any, cvr: str) -> Way | None:
    """None where the register does not let this person act alone, or the company has already begun."""
    facts = snapshot_of(cvr)
    if facts is None or user.cpr_index is None or not _alone(facts, user):
        return None
    begun = Move.objects.across_organisations(WHY).filter(cvr=cvr).exclude(state__in=OPEN).exists()
    if begun:
        return None
    if not LegacyCompany.objects.across_organisations(WHY).filter(cvr=cvr, gone_since__isnull=True).exists():
        return Way(cvr, facts["name"], OWNER_ONLY, one_page=True)
    return _with_legacy(user, cvr, facts["name"])


def _alone(facts: dict[str, Any], user: Any) -> bool:
    return not rules.needs_case_work(facts) and rules.is_enough(facts, {bytes(user.cpr_index).hex()})


def _with_legacy(user: Any, cvr: str, name: str) -> Way:
    people = list(
        LegacyEmployee.objects.across_organisations(WHY).filter(cvr=cvr, gone_since__isnull=True)[:2]
    )
    active = [each for each in people if each.status == "AKTIV"]
    if len(people) > 1 or len(active) != 1:
        return Way(cvr, name, segment_of(cvr), one_page=not people)
    [person] = active
    known = person.cpr_index is not None
    same_cpr = known and bytes(person.cpr_index or b"") == bytes(user.cpr_index)
    same_name = not known and person.name.casefold().split() == user.name.casefold().split()
    return Way(
        cvr, name, segment_of(cvr), same_cpr or same_name, person.rid, person.name, same_cpr, same_name
    )


def mine(actor: Any) -> list[dict[str, Any]]:
    """{"cvr", "name", "move", "way", "member"} of each company the person administers or manages, by name."""
    members = {each.organisation.cvr: each for each in memberships(actor.user)}
    names = {cvr: each.organisation.name for cvr, each in members.items() if _administers(each)}
    names |= {each.cvr: each.name for each in companies_of(actor.user)[:MOST]}
    moves = {each.cvr: each for each in Move.objects.across_organisations(WHY).filter(cvr__in=list(names))}
    legacy = set(
        LegacyCompany.objects.across_organisations(WHY)
        .filter(cvr__in=list(names))
        .values_list("cvr", flat=True)
    )
    return [
        {"cvr": cvr, "name": name, "move": moves.get(cvr), "way": way_of(actor.user, cvr), "in_legacy": cvr in legacy,
         "member": cvr in members and _administers(members[cvr])}
        for cvr, name in sorted(names.items(), key=lambda pair: (pair[1], pair[0]))
    ]  # fmt: skip


def _administers(membership: Any) -> bool:
    return Role.ORGANISATION_ADMINISTRATOR in membership.roles


def actors_in(actor: Actor, cvrs: list[str]) -> list[Actor]:
    """The same person as an administrator of each of these organisations; those they do not administer are left out."""
    found = memberships(actor.user)
    ids = frozenset(each.organisation.pk for each in found)
    return [
        Actor(kind=Kind.PERSON, label=each.identity.shown_name, user=actor.user, organisation=each.organisation,
              identity_id=each.identity.pk, roles=each.roles, memberships=ids, auth=actor.auth)
        for each in found if each.organisation.cvr in cvrs and _administers(each)
    ]  # fmt: skip
