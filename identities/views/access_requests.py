"""Asking to become a user of one's employer, and the administrator's answer."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from identities import actions, queries
from identities.forms import AccessRequestForm, AnswerForm, EmployerForm
from identities.models import AccessRequest
from identities.queries import access_requests
from identities.views.living import decimal_or_none
from portal.core.pages import ActionOnObject, ActionPage, ConfirmPage, ListPage, ShowPage
from portal.core.permissions import Permission
from portal.core.ratelimit import Limit, limited

# One person looks for their own employer, not through all of them.
SEARCHES = Limit("identities.find_employer", 60, 300)


def _person(request: HttpRequest) -> str:
    return str(request.user.pk or "")


@method_decorator(limited(SEARCHES, by=_person), name="dispatch")
class FindEmployer(ShowPage):
    """`/bliv-bruger/`: only organisations that have opened for it are found."""

    permission = Permission.OWN_IDENTITY
    template_name = "identities/find_employer.html"
    title = _("Ansøg om at blive bruger")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = EmployerForm(self.request.GET or None)
        text = form.cleaned_data.get("q", "") if form.is_bound and form.is_valid() else ""
        return super().get_context_data(
            form=form,
            q=text,
            found=access_requests.employers(text),
            mine=access_requests.my_requests(self.actor.user),
            **kwargs,
        )


class RequestAccess(ActionPage):
    action = actions.request_access
    form_class = AccessRequestForm
    template_name = "identities/request_access.html"
    submit = _("Send ansøgningen")
    done = _("Din ansøgning er sendt. Du får svar på den e-mail, du skrev.")

    @property
    def employer(self) -> Any:
        found = access_requests.open_for_requests().filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"organisation": self.employer, **form.cleaned_data}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        employer = self.employer
        title = _("Ansøg om at blive bruger hos %(name)s") % {"name": employer.name}
        told = {"employer": employer, "title": title, "back": self.get_success_url()}
        return super().get_context_data(**{**told, **kwargs})

    def get_success_url(self) -> str:
        return reverse("identities_public:find_employer")


class WithdrawAccessRequest(ConfirmPage):
    action = actions.withdraw_access_request
    model = AccessRequest
    subject_name = "access_request"
    question = _("Vil du trække din ansøgning tilbage?")
    consequences = (_("Administratoren kan ikke længere svare på den. Du kan ansøge igen."),)
    submit = _("Træk ansøgningen tilbage")
    done = _("Din ansøgning er trukket tilbage.")

    def get_queryset(self) -> Any:
        mine = AccessRequest.objects.for_person(self.actor.user)
        return mine.filter(state=AccessRequest.State.OPEN).select_related("organisation")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"request": self.object}

    def get_success_url(self) -> str:
        return reverse("identities_public:find_employer")


class AccessRequests(ListPage):
    model = AccessRequest
    permission = Permission.IDENTITY_MANAGE
    template_name = "identities/access_requests.html"
    title = _("Ansøgninger om at blive bruger")
    section = "identities"
    order_by = ("created_at",)

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(state=AccessRequest.State.OPEN)


class _Answer(ActionOnObject, ActionPage):
    model = AccessRequest
    subject_name = "access_request"
    section = "identities"

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(state=AccessRequest.State.OPEN)
        return rows.select_related("organisation", "user")

    def get_success_url(self) -> str:
        return reverse("identities:access_requests", args=[self.organisation.cvr])


class ApproveAccessRequest(_Answer, ConfirmPage):
    action = actions.approve_access_request
    template_name = "identities/approve_access_request.html"
    question = _("Vil du oprette personen som bruger?")
    consequences: Any = (
        _("Personen får et link, vælger selv, hvordan login skal ske, og er derefter aktiv."),
        _("Brugeren har ingen rettigheder, før I giver dem."),
    )
    danger = False
    submit = _("Opret brugeren")
    done = _("Brugeren er oprettet og har fået et link.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        shown = self.request.POST.get("price_shown") or None
        return {"request": self.object, "price_shown": decimal_or_none(shown)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(ceiling=queries.ceiling_for(self.organisation, 1), **kwargs)


class RejectAccessRequest(_Answer, ConfirmPage):
    action = actions.reject_access_request
    form_class: Any = AnswerForm
    question = _("Vil du afvise ansøgningen?")
    consequences: Any = (_("Personen får dit svar pr. mail."),)
    submit = _("Afvis ansøgningen")
    done = _("Ansøgningen er afvist.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"request": self.object, "answer": form.cleaned_data.get("answer", "")}
