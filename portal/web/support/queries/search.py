"""Finding the organisation at national size: organisation, number and hits, nothing about a person."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q

from identities.models import Identity, Invoice
from identities.queries.search import nearest
from identities.rules.search import fold
from mandates.models import Mandate
from migration_flow.models import LegacyCompany, LegacyEmployee
from portal.agreements.models import Connection, Organisation, RegisterCompany
from portal.web.cases.models import Case
from portal.web.support.models import SupportAccess
from portal.web.support.terms import Term

WHY = "support desk: in which organisation is it?"
MOST = 500
SHOWN = 50


@dataclass(frozen=True)
class Hit:
    """An organisation and how often the words were found there; never where or in whom."""

    number: str
    name: str
    hits: int


@dataclass
class Found:
    """`more`: there were more than are counted here."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    more: bool = False


def search(term: Term) -> Found:
    """The organisations a term leads to, most hits first; at most MOST places are looked at."""
    numbers = list(_BY_KIND[term.kind](term))
    counted = Counter(numbers[:MOST])
    ranked = sorted(counted.items(), key=lambda each: -each[1])
    names = _names([number for number, _hits in ranked[:SHOWN]])
    hits = [Hit(number, names[number], count) for number, count in ranked[:SHOWN] if number in names]
    return Found(hits, total=len(numbers[:MOST]), more=len(numbers) > MOST or len(ranked) > SHOWN)


def _names(numbers: list[str]) -> dict[str, str]:
    """Of the portal, else of the register, else of the legacy system."""
    legacy = LegacyCompany.objects.across_organisations(WHY).filter(cvr__in=numbers)
    register = RegisterCompany.objects.filter(pk__in=numbers)
    ours = Organisation.objects.across_organisations(WHY).filter(cvr__in=numbers)
    return {
        **dict(legacy.values_list("cvr", "name")),
        **dict(register.values_list("pk", "name")),
        **dict(ours.values_list("cvr", "name")),
    }


def _people(wanted: Q) -> list[str]:
    return _numbers(Identity.objects.across_organisations(WHY).filter(wanted))


def _numbers(people: Any) -> list[str]:
    return list(people.values_list("organisation__cvr", flat=True)[: MOST + 1])


def _number(term: Term) -> Iterable[str]:
    """Eight digits are a CVR number, a portal number or a RID."""
    return [term.text, *_rid(term)] if _names([term.text]) else _rid(term)


def _rid(term: Term) -> list[str]:
    rows = Identity.objects.across_organisations(WHY).filter(rid=term.text)
    legacy = LegacyEmployee.objects.across_organisations(WHY).filter(rid=term.text)
    if term.cvr:
        rows, legacy = rows.filter(organisation__cvr=term.cvr), legacy.filter(cvr=term.cvr)
    moved = set(rows.values_list("organisation__cvr", flat=True)[: MOST + 1])
    return sorted(moved | set(legacy.values_list("cvr", flat=True)[: MOST + 1]))


def _uuid(term: Term) -> list[str]:
    ours = Organisation.objects.across_organisations(WHY).filter(pk=term.text)
    return [*ours.values_list("cvr", flat=True), *_people(Q(pk=term.text))]


def _email(term: Term) -> list[str]:
    return _people(Q(email=term.text))


def _case(term: Term) -> list[str]:
    cases = Connection.objects.across_organisations(WHY).filter(case_number=term.text)
    accesses = SupportAccess.objects.across_organisations(WHY).filter(case_number=term.text)
    invoices = Invoice.objects.across_organisations(WHY).filter(number=term.text)
    mandate = Mandate.objects.across_organisations(WHY).filter(number=term.text)
    ours = Case.objects.across_organisations(WHY).filter(number=term.text, organisation__isnull=False)
    found: list[Any] = [
        *ours.values_list("organisation__cvr", flat=True),
        *cases.values_list("cvr", flat=True),
        *accesses.values_list("organisation__cvr", flat=True)[:MOST],
        *invoices.values_list("organisation__cvr", flat=True),
    ]
    for grantor, grantee in mandate.values_list("grantor__cvr", "grantee__cvr"):
        found += [grantor, grantee]
    return found


def _name(term: Term) -> list[str]:
    """Companies and people with every word of the search; else with words that begin so; else spelt nearly so.

    Whole words first: of those the index joins two lists however long one is, of beginnings it reads all of both."""
    everybody = Identity.objects.across_organisations(WHY)
    for ending in ("", ":*"):
        companies = _companies(
            _with_words(RegisterCompany.objects.all(), "name", term.text.lower(), ending), term.text
        )
        people = _numbers(_with_words(everybody, "folded", fold(term.text), ending))
        if companies or people:
            return [*companies, *people]
    near = RegisterCompany.objects.filter(name__trigram_word_similar=term.text)
    return [
        *_companies(near, term.text),
        *_numbers(everybody.filter(pk__in=nearest(everybody, fold(term.text)))),
    ]


def _with_words(rows: Any, field: str, text: str, ending: str) -> Any:
    """Rows whose `field` has all the words of the text (`ending` ":*": words that begin so); none without words."""
    words = re.findall(r"\w+", text)
    if not words:
        return rows.none()
    wanted = SearchQuery(
        " & ".join(f"'{word}'{ending}" for word in words), search_type="raw", config="simple"
    )
    return rows.annotate(words=SearchVector(field, config="simple")).filter(words=wanted)


def _companies(register: Any, text: str) -> list[str]:
    ours = Organisation.objects.across_organisations(WHY)
    without_cvr = ours.filter(cvr__startswith="0", name__icontains=text)
    return [
        *register.values_list("pk", flat=True)[:SHOWN],
        *without_cvr.values_list("cvr", flat=True)[:SHOWN],
    ]


_BY_KIND = {"number": _number, "rid": _rid, "uuid": _uuid, "email": _email, "case": _case, "name": _name}
