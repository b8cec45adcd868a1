"""The carry-over wizard of a continuing CVR number: users first, then mandates, then done."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities.models import Price
from identities.queries import ceiling_for
from identities.queries.prices import price
from portal.agreements.models import Succession
from portal.core.forms import ConfirmForm
from portal.core.pages import ActionPage
from portal.core.permissions import Permission
from portal.web.succession import actions, queries
from portal.web.succession.forms import Items

PAGE = 25
STEPS = (
    (_("Brugere"), "succession"),
    (_("Fuldmagter"), "succession_mandates"),
    (_("Afslut"), "succession_close"),
)


class _Step(ActionPage):
    number = 0
    section = "agreement"
    succession: Succession

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (refusal := self.refusal(request)) is not None:
            return refusal
        found = queries.offer(self.actor, kwargs["pk"])
        if found is None:
            raise Http404
        self.succession = found
        return super().dispatch(request, *args, **kwargs)

    def address(self, number: int) -> str:
        return reverse(f"web:{STEPS[number][1]}", args=[self.organisation.cvr, self.succession.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        drawn = [
            {"label": label, "url": self.address(place),
             "state": "current" if place == self.number else "done" if place < self.number else "todo"}
            for place, (label, _name) in enumerate(STEPS)
        ]  # fmt: skip
        following = self.address(self.number + 1) if self.number + 1 < len(STEPS) else ""
        told = {"steps": drawn, "succession": self.succession, "following": following}
        return super().get_context_data(**{**told, **kwargs})

    def get_success_url(self) -> str:
        return self.address(self.number)


class _Choose(_Step):
    """The first items nobody has decided about; the next ones come when these are decided."""

    form_class = Items
    kind = ""
    label: Any = ""
    leave: Any
    argument = ""

    def rows(self) -> list[tuple[str, str, str]]:
        raise NotImplementedError

    def get_form_kwargs(self) -> dict[str, Any]:
        self.shown = self.rows()
        return {**super().get_form_kwargs(), "choices": self.shown, "label": self.label}

    def form_valid(self, form: Any) -> HttpResponse:
        if self.request.POST.get("answer") == "leave":
            self.__dict__["action"] = self.leave
        return super().form_valid(form)

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"succession": self.succession, self.argument: form.cleaned_data["items"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"shown": self.shown, "more": len(self.shown) == PAGE,
                          "decided": queries.decided(self.succession, self.kind)}  # fmt: skip


class People(_Choose):
    action = actions.carry_people
    leave = staticmethod(actions.leave_people)
    template_name = "web/succession/people.html"
    title = _("Brugere fra det tidligere CVR-nummer")
    label = _("Hvem skal være brugere her?")
    kind, argument = "person", "people"
    done = _("Det er noteret. De, der er taget med, får et link på mail.")

    def rows(self) -> list[tuple[str, str, str]]:
        people = list(queries.people(self.succession)[:PAGE])
        held = queries.rights_held(people)
        return [(str(each.pk), each.shown_name, _named(held[each.pk])) for each in people]

    def get_initial(self) -> dict[str, Any]:
        return {"price_shown": price(Price.Item.IDENTITY)}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        shown = (
            {}
            if self.request.POST.get("answer") == "leave"
            else {"price_shown": form.cleaned_data["price_shown"]}
        )
        return super().get_action_kwargs(form) | shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"ceiling": ceiling_for(self.organisation, len(self.shown))}


class Mandates(_Choose):
    action = actions.ask_mandates
    leave = staticmethod(actions.leave_mandates)
    template_name = "web/succession/mandates.html"
    title = _("Fuldmagter fra det tidligere CVR-nummer")
    label = _("Hvilke fuldmagter skal søges på ny?")
    number = 1
    kind, argument = "mandate", "mandates"
    done = _("Det er noteret. Den anden part skal svare inden 21 dage.")

    def rows(self) -> list[tuple[str, str, str]]:
        wanted = list(queries.mandates(self.succession)[:PAGE])
        rights = queries.rights_of(wanted)
        old = self.succession.predecessor_id
        return [
            (str(each.pk),
             str((_("Givet til %(name)s") if each.grantor_id == old else _("Modtaget fra %(name)s"))
                 % {"name": each.grantee_name if each.grantor_id == old else each.grantor_name}),
             ", ".join(str(right.name) for right in rights[each.pk]))
            for each in wanted
        ]  # fmt: skip


class Close(_Step):
    action = actions.close
    form_class = ConfirmForm
    template_name = "web/succession/close.html"
    title = _("Afslut overtagelsen")
    submit = _("Afslut overtagelsen")
    number = 2
    permission = Permission.SETTINGS_CHANGE
    done = _("Overtagelsen er afsluttet.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"succession": self.succession}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        undecided = (queries.people(self.succession).exists(), queries.mandates(self.succession).exists())
        return super().get_context_data(
            undecided_people=undecided[0], undecided_mandates=undecided[1], **kwargs
        )

    def get_success_url(self) -> str:
        return reverse("web:overview", args=[self.organisation.cvr])


def _named(grants: list[Any]) -> str:
    """Rights by name, each once; a limit stands with it."""
    names = {
        f"{each.right.name} ({each.limit_value})" if each.limit_value else str(each.right.name)
        for each in grants
    }
    return ", ".join(sorted(names)) or str(_("Ingen rettigheder"))
