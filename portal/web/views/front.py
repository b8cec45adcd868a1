"""Pages that belong to nobody: front page, picker, help, privacy, accessibility, language."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from identities.queries.asking import by_another_login, to_ask
from mandates.queries import clients_of
from portal.core import opening_hours
from portal.core.pages import ShowPage
from portal.core.permissions import Permission
from portal.web.demo import gallery_context

SHOWN_CLIENTS = 5
CARDS = (
    {"heading": _("Tilslut jeres organisation"), "url": "/tilslutning/", "icon": "add-document",
     "text": _("Find organisationen, læs aftalen og skriv under med MitID.")},
    {"heading": _("Har vi brug for en aftale?"), "url": "/behov/", "icon": "help",
     "text": _("Svar på få spørgsmål, og få svaret og det næste skridt.")},
    {"heading": _("Flyt fra NemID Erhverv"), "url": "/log-ind/?next=/organisationer/", "icon": "arrow-forward",
     "text": _("Tag brugere, rettigheder og fuldmagter med. Ingen mister adgang undervejs.")},
    {"heading": _("Jeg har fået en mail om adgang"), "url": "/hjaelp/#aktivering", "icon": "person",
     "text": _("Åbn linket i mailen og log ind med dit private MitID.")},
)  # fmt: skip
WORDS = (
    (_("Bruger (erhvervsidentitet)"), _("Dig, sådan som din organisation kender dig.")),
    (_("Organisationsadministrator"), _("Bestemmer indstillinger, roller, aftale og fuldmagter.")),
    (_("Brugeradministrator"), _("Opretter og spærrer brugere.")),
    (_("Rettighedsadministrator i MitID Erhverv"), _("Tildeler rettigheder og fordeler fuldmagter.")),
    (_("Rettighed"), _("Lov til at løse en opgave i en selvbetjening.")),
    (_("Fuldmagt"), _("Lov til at handle for en anden organisation.")),
    (_("RID-nummer"), _("Dit nummer i NemID Erhverv. Det følger med, når I flytter.")),
)


class PublicPage(TemplateView):
    """A page anybody may read; a test lists them all."""

    public = True
    title: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, **kwargs)


class FrontPage(PublicPage):
    template_name = "web/front.html"
    title = _("Én aftale om jeres digitale adgang")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(cards=CARDS, **kwargs)


class Help(PublicPage):
    template_name = "web/help.html"
    title = _("Hjælp og kontakt")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime()
        return super().get_context_data(
            is_open=opening_hours.is_open(now), next_opening=opening_hours.next_opening(now),
            phone=settings.SUPPORT_PHONE, email=settings.SUPPORT_EMAIL, words=WORDS, **kwargs,
        )  # fmt: skip


class Privacy(PublicPage):
    template_name = "web/privacy.html"
    title = _("Privatliv og cookies")


class Accessibility(PublicPage):
    template_name = "web/accessibility.html"
    title = _("Tilgængelighedserklæring")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            authority=settings.AUTHORITY_NAME, phone=settings.SUPPORT_PHONE, email=settings.SUPPORT_EMAIL,
            was_url=settings.WAS_URL, **kwargs,
        )  # fmt: skip


class Gallery(PublicPage):
    """Every component in all its states; not shown in production."""

    template_name = "web/gallery.html"
    title = _("Komponenter")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if settings.IS_PRODUCTION:
            raise Http404
        return super().get_context_data(**{**gallery_context(), **kwargs})


class Picker(ShowPage):
    """After login: which organisation now, and whom can be acted for there? One goes straight in, none is told what
    can be done; an owner without an agreement (MitID privat til erhverv) may go in or make one."""

    permission = Permission.OWN_IDENTITY
    template_name = "web/picker.html"
    title = _("Vælg, hvem du handler for")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        found = request.memberships  # type: ignore[attr-defined]
        others = [clients_of(each.identity.pk, size=SHOWN_CLIENTS) for each in found]
        if len(found) == 1 and not others[0][0] and "alle" not in request.GET and found[0].has_agreement:
            return redirect("web:overview", found[0].organisation.cvr)
        places = [(each, page, more) for each, (page, more) in zip(found, others, strict=True)]
        others_too = by_another_login(request.user, [each.identity.pk for each in found])
        told = {
            "memberships": found,
            "places": places,
            "questions": to_ask(request.user),
            "elsewhere": others_too,
        }
        return self.render_to_response(self.get_context_data(**told))


def was(request: HttpRequest) -> HttpResponse:
    """The statement's fixed address: WAS-Tool's where the authority has one, else our own page."""
    return redirect(settings.WAS_URL or "front:accessibility")


was.public = True  # type: ignore[attr-defined]


@require_POST
def change_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to the page the reader stood on."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = redirect(back)
    if wanted in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 86400, secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True, samesite="Lax",
        )  # fmt: skip
        translation.activate(wanted)
    return response


change_language.public = True  # type: ignore[attr-defined]
