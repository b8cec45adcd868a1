"""One's own: the profile in an organisation, and everything across employers."""

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from identities import actions
from identities.forms import AskingForm
from identities.models import Authenticator, Identity, RoleRequest
from identities.queries.mine import my_identities
from identities.queries.people import standing
from identities.rules import visible
from identities.signals import about_person
from portal.core.pages import ActionOnObject, ConfirmPage, ShowPage
from portal.core.permissions import Permission


class Me(ShowPage):
    """My user in this organisation."""

    permission = Permission.OWN_IDENTITY
    template_name = "identities/me.html"
    title = _("Min profil")
    section = "me"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Identity.objects.for_actor(self.actor).select_related("organisation", "user")
        identity = rows.filter(pk=self.actor.identity_id).first()
        if identity is None:
            raise Http404
        return super().get_context_data(
            identity=identity,
            # Only the private login decides about the private MitID.
            is_private=identity.user_id == self.actor.user.pk,
            consent=identity.consents.filter(withdrawn_at__isnull=True).first(),
            authenticators=list(identity.authenticators.exclude(state=Authenticator.State.STOPPED)),
            roles=list(standing(self.organisation).filter(identity=identity)),
            requests=list(RoleRequest.objects.for_actor(self.actor).filter(identity=identity, state="open")),
            **kwargs,
        )


class Mine(ShowPage):
    """*Where am I used?* Every employer that has me as a user, for nobody's eyes but mine."""

    permission = Permission.OWN_IDENTITY
    template_name = "identities/mine.html"
    title = _("Mine identiteter")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = my_identities(self.actor.user)
        for row in rows:
            row.also = []  # type: ignore[attr-defined]
        by_id: dict[Any, Any] = {row.pk: row for row in rows}
        answers: Any = about_person.send(Identity, user=self.actor.user)
        for _receiver, told in answers:
            for pk, sentences in told.items():
                if pk in by_id:  # one that has been forgotten is not shown
                    by_id[pk].also += sentences
        return super().get_context_data(rows=rows, seen=visible.SEEN, never_seen=visible.NEVER_SEEN, **kwargs)


class _OnMine(ConfirmPage):
    """One's own identity, found through the person and not through an organisation."""

    model = Identity
    subject_name = "identity"
    template_name = "identities/confirm_mine.html"

    def get_queryset(self) -> Any:
        mine = Identity.objects.for_person(self.actor.user)
        return mine.exclude(state=Identity.State.CLOSED).select_related("organisation", "user")

    def get_success_url(self) -> str:
        return reverse("identities_public:mine")


class AcceptConsent(_OnMine):
    action = actions.accept_consent
    template_name = "identities/accept_consent.html"
    question = _("Vil du bruge dit private MitID hos arbejdsgiveren?")
    danger = False
    submit = _("Ja, brug mit private MitID")
    done = _("Du kan nu logge ind med dit private MitID.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(seen=visible.SEEN, never_seen=visible.NEVER_SEEN, **kwargs)


class ChooseAsking(ActionOnObject):
    """No, not now; and how often the portal may ask again."""

    model = Identity
    subject_name = "identity"
    action = actions.choose_asking
    form_class = AskingForm
    template_name = "identities/choose_asking.html"
    title = _("Hvor tit må vi spørge?")
    submit = _("Gem")
    done = _("Dit valg er gemt. Du logger ind som hidtil.")

    def get_queryset(self) -> Any:
        mine = Identity.objects.for_person(self.actor.user).filter(kind=Identity.Kind.ORDINARY)
        return mine.exclude(state=Identity.State.CLOSED).select_related("organisation", "user")

    def get_initial(self) -> dict[str, Any]:
        return {"asking": self.object.asking}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(back=self.get_success_url(), **kwargs)

    def get_success_url(self) -> str:
        return reverse("identities_public:mine")


class WithdrawConsent(_OnMine):
    action = actions.withdraw_consent
    question = _("Vil du holde op med at bruge dit private MitID hos arbejdsgiveren?")
    consequences = (
        _("Dit private MitID virker ikke her fra nu af. Privat er alt, som det var."),
        _("Dine rettigheder er gemt. Du skal bruge et særskilt MitID for at logge ind igen."),
        _("Arbejdsgiveren får at vide, at du bruger særskilt MitID. Ikke hvorfor."),
    )
    submit = _("Hold op med at bruge privat MitID")
    done = _("Dit private MitID bruges ikke længere her.")


class ReportLost(ConfirmPage):
    """At any hour: my dedicated MitID is lost, stop it now."""

    model = Authenticator
    subject_name = "authenticator"
    template_name = "identities/confirm_mine.html"
    action = actions.report_lost
    question = _("Har du mistet dit særskilte MitID?")
    consequences = (
        _("Det virker ikke fra nu af, hos nogen."),
        _("Dine rettigheder er gemt. Din administrator får besked og kan bestille et nyt."),
    )
    submit = _("Ja, stop det nu")
    done = _("Dit særskilte MitID er stoppet.")

    def get_queryset(self) -> Any:
        from django.db.models import Q

        rows = Authenticator.objects.across_organisations("one's own, by the private or the dedicated login")
        mine = rows.filter(Q(user=self.actor.user) | Q(identity__user=self.actor.user))
        return mine.exclude(state=Authenticator.State.STOPPED).select_related("identity__organisation")

    def get_success_url(self) -> str:
        return reverse("identities_public:mine")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told = {"identity": self.object.identity, "about": self.object.get_kind_display()}
        return super().get_context_data(**told, **kwargs)
