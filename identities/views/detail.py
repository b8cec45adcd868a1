"""One user: everything the organisation may know, and everything it can do."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from identities.models import Activation, Identity, LocalIdp
from identities.queries.activations import open_activation
from identities.queries.local_idp import of_organisation
from identities.queries.people import standing
from identities.rules.levels import level_label
from identities.views.lines import TONES
from portal.core.identifiers import mask_cpr
from portal.core.pages import DetailPage
from portal.core.permissions import Permission


class IdentityDetail(DetailPage):
    model = Identity
    permission = Permission.IDENTITY_SEE
    template_name = "identities/detail.html"
    context_object_name = "identity"
    section = "identities"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("user", "merged_into", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        identity = self.object
        activation = open_activation(identity) if identity.state == Identity.State.PENDING else None
        return super().get_context_data(
            title=identity.shown_name,
            tone=TONES[identity.state],
            activation=activation,
            link_expired=bool(activation and activation.expires_at <= timezone.now()),
            awaits_code=bool(activation and activation.path == Activation.Path.CODE),
            authenticators=list(identity.authenticators.order_by("-created_at")),
            roles=list(standing(identity.organisation_id).filter(identity=identity).order_by("given_at")),
            uses_private=identity.consents.filter(withdrawn_at__isnull=True).exists(),
            level=level_label(identity),
            masked_cpr=_mask(identity),
            has_local_idp=_has_local_idp(identity),
            may=_may(self.actor),
            is_self=self.actor.identity_id == identity.pk,
            **kwargs,
        )


def _has_local_idp(identity: Identity) -> bool:
    idp = of_organisation(identity.organisation_id)
    return idp is not None and idp.state == LocalIdp.State.ACTIVE


def _mask(identity: Identity) -> str:
    """The birth date part, never the rest; the number itself is not opened for this."""
    if identity.cpr is None:
        return ""
    return mask_cpr(f"{identity.birth_date:%d%m%y}0000") if identity.birth_date else str(_("oplyst, skjult"))


def _may(actor: Any) -> dict[str, bool]:
    return {
        "manage": actor.may(Permission.IDENTITY_MANAGE),
        "suspend": actor.may(Permission.IDENTITY_SUSPEND),
        "assign": actor.may(Permission.ROLE_ASSIGN),
        "reveal": actor.may(Permission.CPR_REVEAL),
        "rights": actor.may(Permission.GRANT_SEE),
    }
