"""/hjaelp/vejledninger/: open to everybody."""

from typing import Any

from django import forms
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.forms import FilterForm
from portal.core.permissions import Role
from portal.core.templatetags._formats import role_name
from portal.web.guides import queries
from portal.web.views.front import PublicPage

_MORE = {Role.SERVICE_OWNER.value: _("Tjenesteejer"), Role.SUPPORT_AGENT.value: _("Supportmedarbejder")}


def _roles() -> list[tuple[str, Any]]:
    used = dict.fromkeys(each.role for each in queries.guides("da"))
    return [("", _("Alle")), *((role, _MORE.get(role) or role_name(role)) for role in used)]


class GuideFilter(FilterForm):
    q = forms.CharField(label=_("Søg i vejledningerne"), required=False, max_length=100)
    rolle = forms.ChoiceField(label=_("Rolle"), required=False, choices=_roles)


class Guides(PublicPage):
    template_name = "web/guides/list.html"
    title = _("Vejledninger")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = GuideFilter(self.request.GET or None)
        told = form.cleaned_data if form.is_bound and form.is_valid() else {}
        rows = queries.found(get_language() or "da", told.get("q") or "", told.get("rolle") or "")
        return super().get_context_data(form=form, rows=rows, **kwargs)


class GuidePage(PublicPage):
    template_name = "web/guides/guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.guides(get_language() or "da")
        guide = next((each for each in rows if each.slug == self.kwargs["slug"]), None)
        if guide is None:
            raise Http404
        return super().get_context_data(**{**kwargs, "guide": guide}) | {"title": guide.title}
