"""Do we need an agreement? Answered on the spot, for anybody, kept nowhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from portal.agreements import forms
from portal.agreements.rules import needs


class NeedPage(TemplateView):
    """The questions, and below their answer the one next step. Anybody may ask; the address carries the answers."""

    public = True
    template_name = "agreements/need.html"
    title = _("Har vi brug for en aftale?")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = bool(set(request.GET) & set(forms.Need.base_fields))
        form = forms.Need(request.GET if asked else None)
        context: dict[str, Any] = {"title": self.title, "form": form}
        if asked and form.is_valid():
            chosen = needs.BY_KEY[form.cleaned_data["form"]]
            answer = needs.answer(chosen, form.cleaned_data["people"], form.cleaned_data["alone"])
            context |= {"answer": answer, "chosen": chosen}
        return self.render_to_response(self.get_context_data(**context))
