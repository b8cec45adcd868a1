"""Review: the questions somebody responsible asks now and then, and their answers as files."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View

from identities.models import AdministratorRole, Identity
from identities.queries import people as administration
from portal.core import exports
from portal.core.pages import ListPage, Page, ShowPage
from portal.core.permissions import Permission
from rights.forms import ReviewFilter, end_of
from rights.models import Grant, Right
from rights.queries import review
from rights.queries.endings import ending
from rights.views.base import InRights

P = Permission
QUESTIONS = (
    ("review", gettext_lazy("Hvem har hvad")),
    ("review_expiring", gettext_lazy("Udløber snart")),
    ("review_without", gettext_lazy("Uden rettigheder")),
    ("review_unused", gettext_lazy("Ingen har")),
    ("review_alone", gettext_lazy("Kun én")),
)


class Review(InRights):
    """One question of the review; all of them stand above the answer."""

    permission: P | None = P.GRANT_SEE
    tab = "review"
    question = "review"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        cvr = context["organisation"].cvr
        asked = [
            {"label": label, "url": reverse(f"rights:{name}", args=[cvr]), "current": name == self.question}
            for name, label in QUESTIONS
        ]
        return {**context, "questions": asked}


class WhoHolds(Review, ListPage):
    model = Identity
    template_name = "rights/review_who.html"
    title = gettext_lazy("Hvem har hvad")
    order_by = ("sort_key",)

    def get_queryset(self) -> QuerySet[Identity]:
        self.form = ReviewFilter(self.request.GET or None)
        return asked_for(self.actor, self.form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "form": self.form, "query": self.request.GET.urlencode()}


def asked_for(actor: Any, form: ReviewFilter) -> QuerySet[Identity]:
    if not (form.is_bound and form.is_valid()):
        return review.who_holds(actor, [], timezone.now())
    found = form.cleaned_data
    last = end_of(found["on"])
    at = timezone.now() if last is None else last - datetime.timedelta(seconds=1)
    return review.who_holds(actor, list(found["ret"]), at, form.limit())


class Expiring(Review, ListPage):
    model = Grant
    template_name = "rights/review_expiring.html"
    title = gettext_lazy("Rettigheder, der udløber inden for 60 dage")
    question = "review_expiring"
    order_by = ("ends_at",)

    def get_queryset(self) -> QuerySet[Grant]:
        rows = ending(super().get_queryset(), timezone.now(), 60)
        return rows.select_related("right__system", "identity", "group")


class WithoutRights(Review, ListPage):
    model = Identity
    template_name = "rights/review_people.html"
    title = gettext_lazy("Aktive brugere uden rettigheder")
    question = "review_without"
    order_by = ("sort_key",)

    def get_queryset(self) -> QuerySet[Identity]:
        return review.without_rights(self.actor, timezone.now())


class HeldByNobody(Review, ListPage):
    template_name = "rights/review_rights.html"
    title = gettext_lazy("Rettigheder, ingen hos jer har")
    question = "review_unused"
    order_by = ("-in_basic_package", "-key")

    def get_queryset(self) -> QuerySet[Right]:
        return review.held_by_nobody(self.actor, timezone.now())


class HangsOnOne(Review, ShowPage):
    """Only one administrator, and rights that one person alone holds."""

    template_name = "rights/review_alone.html"
    title = gettext_lazy("Det hænger på én person")
    question = "review_alone"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roles = [
            (role.label, administration.administrators(self.organisation, role)) for role in AdministratorRole
        ]
        alone = [(label, found) for label, found in roles if len(found) < 2]
        rights = review.held_by_one(self.actor, timezone.now())
        return super().get_context_data(alone=alone, rights=rights, **kwargs)


Rows = Iterable[Sequence[Any]]


def _grants(actor: Any, request: HttpRequest) -> tuple[str, list[str], Rows]:
    header = [
        _("Modtager"),
        _("E-mail"),
        _("Type"),
        _("It-system"),
        _("Rettighed"),
        _("Nøgle"),
        _("Begrænsning"),
        _("Fra"),
        _("Til"),
        _("Oprindelse"),
        _("Tildelt af"),
    ]
    return _("rettigheder"), header, review.all_grants(actor, timezone.now())


_PEOPLE = (
    gettext_lazy("Navn"),
    gettext_lazy("E-mail"),
    gettext_lazy("Status"),
    gettext_lazy("P-nummer"),
    "RID",
)


def _who(actor: Any, request: HttpRequest) -> tuple[str, list[str], Rows]:
    rows = asked_for(actor, ReviewFilter(request.GET or None)).order_by("sort_key", "pk")
    return _("hvem-har-hvad"), [str(each) for each in _PEOPLE], review.people(rows.iterator(chunk_size=2000))


def _without(actor: Any, request: HttpRequest) -> tuple[str, list[str], Rows]:
    rows = review.without_rights(actor, timezone.now()).order_by("sort_key", "pk")
    return (
        _("uden-rettigheder"),
        [str(each) for each in _PEOPLE],
        review.people(rows.iterator(chunk_size=2000)),
    )


FILES: dict[str, Callable[[Any, HttpRequest], tuple[str, list[str], Rows]]] = {
    "tildelt": _grants,
    "hvem": _who,
    "uden": _without,
}


class Download(Page, View):
    """One of the lists as CSV or XLSX, safe against formulas (`core.exports`)."""

    permission = P.GRANT_SEE

    def get(self, request: HttpRequest, which: str, kind: str) -> HttpResponseBase:
        name, header, rows = FILES[which](self.actor, request)
        answer = exports.csv_response if kind == "csv" else exports.xlsx_response
        return answer(f"{name}-{self.organisation.cvr}", header, rows)
