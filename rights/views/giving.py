"""Giving, withdrawing and renewing, one and many."""

import datetime
import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from identities.models import Identity
from portal.core.pages import ActionOnObject, ActionPage, ConfirmPage
from portal.core.permissions import Permission
from rights import actions
from rights.forms import BecauseForm, PersonFilter, RenewForm, TermsForm, end_of
from rights.models import Grant, Group
from rights.queries import holdings as held
from rights.queries.catalogue import available
from rights.views.base import ChooseMany, InRights, is_uuid, own_units

P = Permission


class Give(InRights, ActionOnObject):
    """The right is chosen; now its limit and its period."""

    model: Any = Identity
    right: Any = None
    action = actions.grant_right
    form_class = TermsForm
    template_name = "rights/give.html"
    submit = gettext_lazy("Tildel rettigheden")
    done = gettext_lazy("Rettigheden er tildelt.")
    tab = "overview"
    subject_name = "identity"
    receivers = "rights:person"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        self.right = available().select_related("system").filter(pk=kwargs["right"]).first()
        if self.right is None:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "right": self.right, "units": own_units(self.organisation)}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        given = {self.subject_name: self.object, "right": self.right, **form.terms()}
        return {"organisation": self.organisation, **given}

    def get_success_url(self) -> str:
        return reverse(self.receivers, args=[self.organisation.cvr, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"right": self.right.name, "receiver": self.object}
        title = _("Tildel “%(right)s” til %(receiver)s") % told
        return super().get_context_data(title=title, right=self.right, back=self.get_success_url(), **kwargs)


class GiveToGroup(Give):
    model = Group
    action = actions.grant_to_group
    subject_name = "group"
    receivers = "rights:group"
    section = "groups"
    tab = ""

    def get_queryset(self) -> QuerySet[Group]:
        return super().get_queryset().filter(deleted_at__isnull=True)

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"group": self.object, "right": self.right, **form.terms()}


class OnGrant(InRights):
    """A page about one grant that still stands."""

    model = Grant
    subject_name = "grant"
    tab = "overview"
    actor: Any
    object: Any
    organisation: Any

    def get_queryset(self) -> QuerySet[Grant]:
        rows = super().get_queryset()  # type: ignore[misc]
        return rows.select_related("right__system", "identity", "group", "organisation")

    def get_success_url(self) -> str:
        grant, cvr = self.object, self.organisation.cvr
        if grant.identity_id:
            return reverse("rights:person", args=[cvr, grant.identity_id])
        return reverse("rights:group", args=[cvr, grant.group_id])


class Withdraw(OnGrant, ConfirmPage):
    action = actions.withdraw_grant
    form_class = BecauseForm
    submit = gettext_lazy("Fjern rettigheden")
    done = gettext_lazy("Rettigheden er fjernet.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grant = self.object
        told = {"right": grant.right.name, "receiver": grant.identity or grant.group}
        consequences = [
            _("“%(right)s” holder op med at virke for %(receiver)s med det samme.") % told,
            _("Har nogen den også på en anden måde, fx gennem en gruppe, beholder de den."),
            _("I kan tildele den igen når som helst."),
        ]
        question = _("Vil du fjerne “%(right)s” fra %(receiver)s?") % told
        return super().get_context_data(question=question, consequences=consequences, **kwargs)


class Renew(OnGrant, ActionOnObject):
    action = actions.renew_grant
    form_class = RenewForm
    submit = gettext_lazy("Forny")
    done = gettext_lazy("Rettigheden er fornyet.")
    title = gettext_lazy("Forny rettigheden")
    template_name = "rights/renew.html"

    def get_queryset(self) -> QuerySet[Grant]:
        return super().get_queryset().filter(ends_at__isnull=False)

    def get_initial(self) -> dict[str, Any]:
        grant = self.object
        begins = max(grant.ends_at, timezone.now())
        last = begins + (grant.ends_at - grant.starts_at) - datetime.timedelta(seconds=1)
        return {"ends_on": timezone.localdate(last)}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"grant": self.object, "ends_at": end_of(form.cleaned_data["ends_on"])}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class GiveMany(ChooseMany):
    """One right to many people at once: those who do not have it, by name."""

    model: Any = Identity
    right: Any = None
    permission = P.GRANT_GIVE
    template_name = "rights/give_many.html"
    order_by = ("sort_key",)
    tab = "catalogue"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.right = available().filter(pk=kwargs["pk"]).first()

    def get_queryset(self) -> QuerySet[Identity]:
        if self.right is None:
            raise Http404
        self.filter = PersonFilter(self.request.GET or None)
        people = super().get_queryset().exclude(state=Identity.State.CLOSED)
        has = Grant.objects.for_actor(self.actor).filter(held.standing(timezone.now()), right=self.right)
        people = people.exclude(pk__in=has.filter(limit_type="", identity__isnull=False).values("identity"))
        return people.filter(named(self.filter))

    def do(self, ids: list[uuid.UUID]) -> Any:
        if self.right is None:
            raise Http404
        return actions.grant_in_bulk(
            actor=self.actor, organisation=self.organisation, rights=[self.right], identities=ids
        )

    def back(self) -> str:
        return reverse("rights:overview", args=[self.organisation.cvr])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        title = _("Tildel “%(right)s” til flere") % {"right": self.right.name}
        return {**context, "title": title, "right": self.right, "form": self.filter}


class WithdrawMany(InRights, ActionPage):
    """The chosen grants, once more, before they end."""

    action = actions.withdraw_in_bulk
    form_class = BecauseForm
    template_name = "rights/withdraw_many.html"
    title = gettext_lazy("Vil du fjerne de valgte rettigheder?")
    tab = "overview"

    def chosen(self) -> QuerySet[Grant]:
        ids = [each for each in self.request.GET.getlist("ids") if is_uuid(each)][:200]
        rows = Grant.objects.for_actor(self.actor).filter(held.standing(timezone.now()), pk__in=ids)
        return rows.select_related("right", "identity", "group").order_by("given_at")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        grants = [grant.pk for grant in self.chosen()]
        return {"organisation": self.organisation, "grants": grants, **form.cleaned_data}

    def get_success_url(self) -> str:
        return reverse("rights:overview", args=[self.organisation.cvr])

    @property
    def done(self) -> str:  # type: ignore[override]
        return _("%(n)s rettigheder er fjernet.") % {"n": self.result.done}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(chosen=self.chosen(), back=self.get_success_url(), **kwargs)


def named(form: PersonFilter) -> Q:
    """People whose name or e-mail holds every word of the search."""
    wanted = Q()
    for word in form.cleaned_data["q"].split()[:6] if form.is_bound and form.is_valid() else []:
        wanted &= Q(name__icontains=word) | Q(email__icontains=word)
    return wanted
