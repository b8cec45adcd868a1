"""The catalogue: search, one right with what may be done with it, and choosing one to give."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities.models import Identity
from portal.core.pages import DetailPage, ListPage
from portal.core.permissions import Permission
from rights.forms import CatalogueFilter
from rights.models import Group, ITSystem, Right
from rights.queries import catalogue
from rights.rules.delegation import delegation_check
from rights.rules.policy import policy_of
from rights.views.base import InRights

P = Permission


class Catalogue(InRights, ListPage):
    permission = P.CATALOGUE_SEE
    template_name = "rights/catalogue.html"
    title = _("Rettighedskatalog")
    tab = "catalogue"
    order_by = ("shown",)
    page_size = 15

    def get_queryset(self) -> QuerySet[ITSystem]:
        self.form = CatalogueFilter(self.request.GET or None)
        found = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        return catalogue.search(found.get("q", ""), found.get("category", ""))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "form": self.form,
            "chosen": set(self.request.GET.getlist("ret")),
            **self.receiver(),
        }

    def receiver(self) -> dict[str, Any]:
        """Nobody: the catalogue is only looked at."""
        return {}


class ChooseForPerson(Catalogue):
    """Which right shall this person have?"""

    permission = P.GRANT_GIVE
    tab = "overview"
    title = _("Vælg den rettighed, der skal tildeles")

    def receiver(self) -> dict[str, Any]:
        person = Identity.objects.for_actor(self.actor).filter(pk=self.kwargs["pk"]).first()
        if person is None:
            raise Http404
        cvr = self.organisation.cvr
        return {
            "receiver": person,
            "give_url": "rights:give",
            "back": reverse("rights:person", args=[cvr, person.pk]),
        }


class ChooseForGroup(Catalogue):
    """Which right shall this group have?"""

    permission = P.GROUP_MANAGE
    section = "groups"
    title = _("Vælg den rettighed, der skal tildeles")

    def receiver(self) -> dict[str, Any]:
        group = (
            Group.objects.for_actor(self.actor).filter(pk=self.kwargs["pk"], deleted_at__isnull=True).first()
        )
        if group is None:
            raise Http404
        cvr = self.organisation.cvr
        return {
            "receiver": group,
            "give_url": "rights:give_group",
            "back": reverse("rights:group", args=[cvr, group.pk]),
        }


class RightDetail(InRights, DetailPage):
    """One right: what it is for, who may pass it on and why not."""

    permission = P.CATALOGUE_SEE
    template_name = "rights/right.html"
    context_object_name = "right"
    tab = "catalogue"

    def get_queryset(self) -> QuerySet[Right]:
        return Right.objects.select_related("system")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checks = {check.way: check for check in delegation_check(self.actor, self.object)}
        return super().get_context_data(
            title=self.object.name,
            checks=checks,
            policy=policy_of(self.object),
            may_give=self.actor.may(P.GRANT_GIVE),
            **kwargs,
        )
