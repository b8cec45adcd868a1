"""When we move: the window, the day, and how often it can still be put off; letters as they were sent."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from migration_flow import actions, queries
from migration_flow.models import Letter
from migration_flow.queries import letters, timing
from portal.core.documents import render_pdf
from portal.core.forms import DatePartsField, PortalForm
from portal.core.pages import ActionPage, Page, ShowPage
from portal.core.permissions import Permission


class Timing(ShowPage):
    permission = Permission.MIGRATION_SEE
    template_name = "migration_flow/timing.html"
    title = _("Hvornår flytter vi?")
    section = "migration"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        move = queries.move_of(self.actor)
        told: dict[str, Any] = {
            "move": move,
            "letters": Letter.objects.for_actor(self.actor).order_by("-made_at", "pk")[:20],
        }
        if move is not None:
            first, last = timing.window_of(move)
            told |= {"first": first, "last": last, "left": timing.postponements_left(move), "must": timing.must_move(move),
                     "open": move.state in timing.OPEN and move.wave is not None}  # fmt: skip
        return super().get_context_data(
            may_decide=self.actor.may(Permission.MIGRATION_DECIDE), **told, **kwargs
        )


class DayForm(PortalForm):
    day = DatePartsField(label=_("Dag"), error_messages={"required": _("Indtast en dag.")})


class OtherDay(ActionPage):
    form_class = DayForm
    section = "migration"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("migration_flow:timing", args=[self.organisation.cvr])


class ChooseDate(OtherDay):
    action = actions.choose_date
    title = _("Vælg dagen, I vil flytte")
    submit = _("Gem dagen")
    done = _("Dagen er gemt. I kan stadig flytte før.")


class Postpone(OtherDay):
    action = actions.postpone
    template_name = "migration_flow/postpone.html"
    title = _("Udsæt flytningen")
    submit = _("Udsæt")
    done = _("Flytningen er udsat. NemID virker som før.")

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {"until": form.cleaned_data["day"]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        move = queries.move_of(self.actor)
        return super().get_context_data(left=timing.postponements_left(move) if move else 0, **kwargs)


class LetterFile(Page, View):
    """A letter as PDF, made from what it said when it was sent."""

    permission = Permission.MIGRATION_SEE

    def get(self, request: HttpRequest, pk: Any, **kwargs: Any) -> HttpResponse:
        letter = Letter.objects.for_actor(self.actor).filter(pk=pk).first()
        if letter is None:
            raise Http404
        title = str(_("Brev om flytning fra NemID Erhverv"))
        template = f"pdf/migration_flow/letter_{letter.audience}.html"
        pdf = render_pdf(
            template,
            {"facts": letters.said(letter.facts), "made_at": letter.made_at},
            language="da",
            title=title,
        )
        response = HttpResponse(pdf, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="brev-{letter.pk}.pdf"'
        return response
