"""The pages people see: choose a person, choose an authenticator; and what this address is."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .. import hints, logins
from ..asked import Asked, Denied
from ..forms import PRIVATE, LoginForm, SearchForm, preselected
from ..models import Persona
from .gate import ANSWERED, ERRORS, asking

LISTED = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@asking
def login(request: HttpRequest, asked: Asked) -> HttpResponse:
    """First who, then how. The search is a POST so that no CPR number stands in an address."""
    action = request.POST.get("action", "")
    if action in ERRORS:
        raise Denied(asked, *ERRORS[action])
    persona = None if action == "search" else chosen_persona(request, asked)
    if persona is None:
        return choose_person(request, asked)
    if action == "approve":
        return approve(request, asked, persona)
    form = LoginForm(persona, initial=initial(request, asked, persona))
    return choose_authenticator(request, asked, form)


def chosen_persona(request: HttpRequest, asked: Asked) -> Persona | None:
    """The person of the address, else of the client's hint, else the one who is logged in."""
    people = Persona.objects.prefetch_related("roles")
    if "persona" in request.GET:
        return people.filter(key=request.GET["persona"]).first()
    hint = hints.read(asked.hint)
    if hint and hint.key:
        return people.filter(key=hint.key).first()
    return people.filter(pk=request.user.persona_id).first() if request.user.is_authenticated else None


def choose_person(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The first persons that match."""
    search = SearchForm(request.POST if request.method == "POST" else {})
    found = list(search.found()[: LISTED + 1])
    context = {
        "people": [(persona, address(request, persona=persona.key)) for persona in found[:LISTED]],
        "more": len(found) > LISTED,
        "q": search.data.get("q", ""),
    }
    return page(request, asked, "broker/choose_person.html", context)


def choose_authenticator(request: HttpRequest, asked: Asked, form: LoginForm) -> HttpResponse:
    """How the person logs in, and the level each way gives."""
    context = {
        "form": form,
        "persona": form.persona,
        "roles": form.roles,
        "private": PRIVATE,
        "again": request.user.is_authenticated,
        "others": address(request, persona=""),
    }
    return page(request, asked, "broker/choose_authenticator.html", context)


def page(request: HttpRequest, asked: Asked, template: str, context: dict[str, Any]) -> HttpResponse:
    """A page of the login; the client and the level it asks for stand on each."""
    context |= {"client": asked.client, "level": asked.level, "here": request.get_full_path()}
    return render(request, template, context)


def initial(request: HttpRequest, asked: Asked, persona: Persona) -> dict[str, str]:
    """What is chosen beforehand: an authenticator that is good enough; privately, or as last time."""
    role = (
        request.user.role if request.user.is_authenticated and request.user.persona_id == persona.pk else None
    )
    return {
        "acting_as": str(role.professional_uuid) if role else PRIVATE,
        "authenticator": preselected(persona, asked.level),
    }


def approve(request: HttpRequest, asked: Asked, persona: Persona) -> HttpResponse:
    """Log in and go back to the authorize address, which now has its answer."""
    form = LoginForm(persona, request.POST)
    if not form.is_valid():
        return choose_authenticator(request, asked, form)
    logins.begin(request, persona, form.cleaned_data["authenticator"], form.role)
    request.session[ANSWERED] = asked.fingerprint
    params = request.GET.copy()
    params.pop("persona", None)
    return HttpResponseRedirect(f"{reverse('idp:oidc:authorization')}?{params.urlencode()}")


def address(request: HttpRequest, **changes: str) -> str:
    """This page with some of its parameters changed."""
    params = request.GET.copy()
    for name, value in changes.items():
        params[name] = value
    return f"{request.path}?{params.urlencode()}"


def home(request: HttpRequest) -> HttpResponse:
    """What this address is, for whoever comes by."""
    return render(request, "broker/home.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent without our cookie: too late, or from elsewhere."""
    return render(request, "broker/csrf_failure.html", status=403)
