"""Finding somebody: by number or address exactly, by name also when it is misspelt."""

import uuid
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Case, IntegerField, Q, QuerySet, When

from identities.models import Identity
from identities.rules.search import farness, fold, patterns

CANDIDATES = 60
SHOWN = 50


def found(rows: QuerySet[Identity], text: str) -> QuerySet[Identity]:
    """The rows a search means. Exact hits if there are any, else the nearest names; a queryset in both
    cases."""
    exact = rows.filter(_exact(text))
    if exact.exists():
        return exact
    return rows.filter(pk__in=nearest(rows, fold(text)))


def best(rows: QuerySet[Identity], text: str) -> list[Identity]:
    """At most fifty, best first: what the list shows for a search."""
    exact = list(rows.filter(_exact(text)).order_by("sort_key", "pk")[:SHOWN])
    if exact:
        return exact
    ids = nearest(rows, fold(text))[:SHOWN]
    place = Case(*(When(pk=pk, then=n) for n, pk in enumerate(ids)), output_field=IntegerField())
    return list(rows.filter(pk__in=ids).order_by(place)) if ids else []


def nearest(rows: QuerySet[Identity], searched: str) -> list[Any]:
    """Ids of the candidates whose names are nearest to the searched words, nearest first."""
    tokens = searched.split()
    if not tokens:
        return []
    near = Q()
    for token in tokens:
        near &= _any_pattern(token)
    candidates = rows.filter(near).annotate(nearness=TrigramSimilarity("folded", searched))
    ranked = candidates.order_by("-nearness", "pk").values_list("pk", "folded", "nearness")[:CANDIDATES]
    scored = sorted((farness(searched, name), -nearness, pk) for pk, name, nearness in ranked)
    limit = max(2, len(searched) // 4)
    return [pk for far, _near, pk in scored if far <= limit]


def _any_pattern(token: str) -> Q:
    wanted = Q(folded__contains=token)
    for group in patterns(token):
        together = Q()
        for pattern in group:
            together &= Q(folded__like=pattern)
        wanted |= together
    return wanted


def _exact(text: str) -> Q:
    bare = text.replace(" ", "")
    if "@" in text:
        return Q(email__icontains=text)
    if bare.isdecimal():
        return Q(rid=bare) | Q(p_number=bare)
    wanted = Q(rid=text)
    try:
        wanted |= Q(pk=uuid.UUID(text))
    except ValueError:
        pass
    words = Q()
    for token in fold(text).split():
        words &= Q(folded__contains=f" {token}")
    return wanted | words
