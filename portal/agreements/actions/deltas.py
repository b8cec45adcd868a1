"""What a batch of the register changed, noted beside it for those companies the portal has anything to do with."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django.utils import timezone

from portal.agreements.models import (
    Connection,
    Organisation,
    RegisterChange,
    RegisterCompany,
    RegisterDelta,
    RegisterParticipant,
)
from portal.agreements.rules.changes import changes, state

OTHER_PART = {"ceasing": "continuing", "continuing": "ceasing"}
OPEN = ("signing", "case_work", "answer_needed")


@dataclass
class Before:
    """Companies as they were: CVR → state (rules.changes.state) and → the merger they were in."""

    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    mergers: dict[str, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, numbers: Iterable[str]) -> Self:
        wanted = list(numbers)
        people: dict[str, list[RegisterParticipant]] = defaultdict(list)
        for each in RegisterParticipant.objects.filter(company__in=wanted):
            people[each.company_id].append(each)
        companies = list(RegisterCompany.objects.filter(pk__in=wanted))
        return cls({each.pk: state(each, people[each.pk]) for each in companies},
                   {each.pk: each.merger_unit for each in companies})  # fmt: skip


def note(
    before: Before, changed: Mapping[str, tuple[RegisterCompany, list[RegisterParticipant], Any]]
) -> None:
    """Inside the batch's transaction: write its events, and when management last changed."""
    found: list[tuple[str, RegisterChange, dict[str, Any]]] = []
    for cvr, (company, people, _units) in changed.items():
        if cvr in before.states:
            found += [(cvr, *event) for event in changes(before.states[cvr], state(company, people))]
        if company.converted_from and cvr not in before.states:
            found.append((company.converted_from, RegisterChange.CONVERSION, {"successor": cvr}))
        if company.merger_unit and company.merger_unit != before.mergers.get(cvr):
            found += _merged(company)
    _mark_new_management({cvr for cvr, change, _facts in found if change in _OF_MANAGEMENT}, before, changed)
    concerned = _concerned({cvr for cvr, _change, _facts in found})
    RegisterDelta.objects.bulk_create(
        RegisterDelta(cvr=cvr, change=change, facts=facts) for cvr, change, facts in found if cvr in concerned
    )


_OF_MANAGEMENT = (RegisterChange.NEW_SIGNING_RULE, RegisterChange.NEW_SIGNATORIES, RegisterChange.OWNER_DEATH)


def _merged(company: RegisterCompany) -> list[tuple[str, RegisterChange, dict[str, Any]]]:
    """An event once both parts are here, whichever came last; it belongs to the company that ceases."""
    others = RegisterCompany.objects.filter(
        merger_unit=company.merger_unit, merger_part=OTHER_PART[company.merger_part]
    )
    other = others.values_list("pk", flat=True).first()
    if other is None:
        return []
    ceasing, continuing = (company.pk, other) if company.merger_part == "ceasing" else (other, company.pk)
    done = RegisterCompany.objects.filter(pk=ceasing).exclude(succeeded_by=continuing)
    if not done.update(succeeded_by=continuing):
        return []
    return [(ceasing, RegisterChange.MERGER, {"successor": continuing})]


def _mark_new_management(numbers: set[str], before: Before, changed: Mapping[str, Any]) -> None:
    """Today for a company whose management changed, however far back the register dates it; for a company not known
    before, the day the last of its management came in."""
    today = timezone.localdate()
    RegisterCompany.objects.filter(pk__in=numbers).update(management_changed_on=today)
    limit = today - datetime.timedelta(days=30)
    for cvr, (company, people, _units) in changed.items():
        entered = [each.since for each in people if each.since is not None and each.until is None]
        if cvr not in before.states and entered and max(entered) > limit:
            RegisterCompany.objects.filter(pk=company.pk).update(management_changed_on=max(entered))


def _concerned(numbers: set[str]) -> set[str]:
    """Those with an organisation or an open case; the rest of the country's news is nobody's here."""
    if not numbers:
        return set()
    named = Organisation.objects.across_organisations("which of a delta's companies are known here")
    cases = Connection.objects.across_organisations("which of a delta's companies have an open case")
    return {*named.filter(cvr__in=numbers).values_list("cvr", flat=True),
            *cases.filter(cvr__in=numbers, state__in=OPEN).values_list("cvr", flat=True)}  # fmt: skip
