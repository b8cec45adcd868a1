"""The organisation's own login provider: where it stands, and each step of setting it up."""

import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from identities import actions
from identities.actions.local_idp_approval import REMINDERS
from identities.forms import LocalIdpForm, StatementForm, SubjectForm
from identities.models import Identity, LocalIdp
from identities.queries.local_idp import of_organisation
from identities.rules.levels import WORDS
from portal.core import fetching
from portal.core.actions import RuleBroken
from portal.core.pages import ActionOnObject, ActionPage, ConfirmPage, ShowPage
from portal.core.permissions import Level, Permission
from portal.core.strict_json import parse_object

WELL_KNOWN = "/.well-known/openid-configuration"


class LocalIdpPage(ShowPage):
    permission = Permission.LOCAL_IDP_MANAGE
    template_name = "identities/local_idp.html"
    title = gettext_lazy("Lokal IdP")
    section = "settings"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        idp = of_organisation(self.organisation)
        soon = timezone.localdate() + datetime.timedelta(days=max(REMINDERS))
        told = {
            "idp": idp,
            "level": _level(idp.notified_level) if idp else "",
            "renewal_level": _level(idp.renewal_level) if idp else "",
            "lapses_soon": idp and idp.state == LocalIdp.State.ACTIVE and not idp.renewal_sha256
            and (idp.statement_expires_on or soon) < soon,
        }  # fmt: skip
        return super().get_context_data(**told, **kwargs)


def _level(name: str) -> Any:
    return WORDS[Level[name]] if name else ""


class _Step(ActionPage):
    """A step leads back to where it stands."""

    section = "settings"
    submit = gettext_lazy("Gem")
    done = gettext_lazy("Det er gemt.")

    def get_success_url(self) -> str:
        return reverse("identities:local_idp", args=[self.organisation.cvr])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


class SetUpLocalIdp(_Step):
    action = actions.save_local_idp
    form_class = LocalIdpForm
    title = gettext_lazy("Opsæt lokal IdP")

    def get_initial(self) -> dict[str, Any]:
        idp = of_organisation(self.organisation)
        return {name: getattr(idp, name) for name in ("name", "issuer", "client_id")} if idp else {}

    def get_action_kwargs(self, form: Any) -> dict[str, Any]:
        return {**form.cleaned_data, "metadata": metadata_of(form.cleaned_data["issuer"])}


class AddStatement(_Step):
    action = actions.add_statement
    form_class = StatementForm
    title = gettext_lazy("Revisorerklæring")


class _OfIdp(ConfirmPage):
    model = LocalIdp
    subject_name = "idp"
    section = "settings"

    def get_success_url(self) -> str:
        return reverse("identities:local_idp", args=[self.organisation.cvr])


class SubmitLocalIdp(_OfIdp):
    action = actions.submit_local_idp
    title = gettext_lazy("Send lokal IdP til godkendelse")
    question = gettext_lazy("Vil I sende lokal IdP til godkendelse?")
    consequences = (
        gettext_lazy("Support ser på erklæringen og svarer jeres organisationsadministratorer pr. mail."),
        gettext_lazy("Indtil da kan opsætningen ikke ændres."),
    )
    submit = gettext_lazy("Send til godkendelse")
    done = gettext_lazy("Lokal IdP er sendt til godkendelse.")
    danger = False


class RemoveLocalIdp(_OfIdp):
    action = actions.remove_local_idp
    title = gettext_lazy("Fjern lokal IdP")
    question = gettext_lazy("Vil I fjerne lokal IdP?")
    consequences = (
        gettext_lazy("Ingen kan logge ind med den længere, heller ikke de, der er logget ind nu."),
        gettext_lazy("Brugere, rettigheder og særskilt MitID bliver."),
    )
    submit = gettext_lazy("Fjern lokal IdP")
    done = gettext_lazy("Lokal IdP er fjernet.")


class ConnectToLocalIdp(ActionOnObject):
    action = actions.connect_to_local_idp
    model = Identity
    subject_name = "identity"
    form_class = SubjectForm
    title = gettext_lazy("Knyt til lokal IdP")
    section = "identities"
    submit = gettext_lazy("Knyt til lokal IdP")
    done = gettext_lazy("Brugeren kan nu logge ind med lokal IdP.")

    def get_success_url(self) -> str:
        return reverse("identities:detail", args=[self.organisation.cvr, self.object.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)


def metadata_of(issuer: str) -> dict[str, Any]:
    """What the provider says of itself. Raises RuleBroken with the sentence for the page."""
    try:
        answer = fetching.get(issuer.rstrip("/") + WELL_KNOWN)
        if answer.status != 200:
            raise fetching.NoAnswer(f"status {answer.status}")
        return parse_object(answer.body)
    except fetching.NotAllowed:
        raise RuleBroken(
            _(
                "Adressen kan ikke bruges. Den skal begynde med https:// og kunne nås fra internettet. Intet er gemt."
            )
        ) from None
    except (fetching.NoAnswer, ValueError):
        raise RuleBroken(
            _(
                "Vi kunne ikke læse opsætningen fra jeres lokale IdP. Se, om adressen er rigtig. Intet er gemt."
            )
        ) from None
