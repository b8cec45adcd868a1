"""What is given in the organisation, newest first; and one's own."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from identities.models import Identity
from portal.core.pages import DetailPage, ListPage, ShowPage
from portal.core.permissions import Permission
from rights.forms import GrantFilter
from rights.models import Grant, RightRequest
from rights.queries import holdings as held
from rights.views.base import InRights

P = Permission


class Overview(InRights, ListPage):
    model = Grant
    permission = P.GRANT_SEE
    template_name = "rights/overview.html"
    title = _("Rettigheder")
    tab = "overview"
    order_by = ("-given_at",)

    def get_queryset(self) -> QuerySet[Grant]:
        self.form = GrantFilter(self.request.GET or None)
        rows = super().get_queryset().filter(held.standing(timezone.now()))
        for word in self.words():
            rows = rows.filter(_mentions(word))
        return rows.select_related("right__system", "identity", "group")

    def words(self) -> list[str]:
        return self.form.cleaned_data["q"].split()[:6] if self.form.is_bound and self.form.is_valid() else []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        now = timezone.now()
        for row in context["rows"]:
            row.state = held.state_of(row, now)
        may = {"give": self.actor.may(P.GRANT_GIVE), "withdraw": self.actor.may(P.GRANT_WITHDRAW)}
        return {**context, "form": self.form, "may": may}


def _mentions(word: str) -> Q:
    return (
        Q(identity__name__icontains=word)
        | Q(group__name__icontains=word)
        | Q(right__name_da__icontains=word)
        | Q(right__name_en__icontains=word)
        | Q(right__system__name_da__icontains=word)
    )


class PersonRights(InRights, DetailPage):
    """One person: what they hold, how it reaches them, and where it ends."""

    model = Identity
    permission = P.GRANT_SEE
    template_name = "rights/person.html"
    context_object_name = "identity"
    tab = "overview"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = {"give": self.actor.may(P.GRANT_GIVE), "withdraw": self.actor.may(P.GRANT_WITHDRAW)}
        return super().get_context_data(
            title=_("Rettigheder for %(name)s") % {"name": self.object.shown_name},
            may=may,
            **_what_they_have(self.actor, self.object),
            **kwargs,
        )


class Mine(InRights, ShowPage):
    """My own rights, mandates and requests; every user of the organisation has this page."""

    permission = P.RIGHT_REQUEST
    template_name = "rights/mine.html"
    title = _("Mine rettigheder")
    tab = "mine"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        identity = Identity.objects.for_actor(self.actor).get(pk=self.actor.identity_id)
        requests = RightRequest.objects.for_actor(self.actor).filter(identity=identity)
        return super().get_context_data(
            identity=identity,
            requests=requests.prefetch_related("lines__right").order_by("-created_at")[:20],
            **_what_they_have(self.actor, identity),
            **kwargs,
        )


def _what_they_have(actor: Any, identity: Identity) -> dict[str, Any]:
    now = timezone.now()
    return {
        "holdings": held.holdings(actor, identity, now),
        "received": held.received(actor, identity, now),
        "groups": held.groups_of(actor, identity),
    }
