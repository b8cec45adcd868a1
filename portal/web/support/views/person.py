"""One person in the organisation that is open: everything the desk needs to help them, and nothing of other
employers."""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from identities.models import Charge, Identity, SupportProposal
from identities.queries.activations import open_activation
from identities.queries.people import standing
from migration_flow.models import EmployeeMove
from portal.core.models import AuditEntry, OutgoingMail
from portal.web.history.queries import with_words
from portal.web.support.queries import organisation as queries
from portal.web.support.views.base import OpenedShow
from rights.queries import holdings

NEWEST = 10


class Person(OpenedShow):
    """The CPR number is never here; the birth date is, because it is what the desk asks for."""

    looks_up = "person"
    area = "people"
    template_name = "web/support/person.html"
    title = _("Bruger")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Identity.objects.for_actor(self.actor).select_related("organisation", "user", "merged_into")
        identity = rows.filter(pk=self.kwargs["person"]).first()
        if identity is None:
            raise Http404
        now = timezone.now()
        return super().get_context_data(
            identity=identity,
            title=identity.shown_name,
            activation=open_activation(identity) if identity.state == Identity.State.PENDING else None,
            authenticators=list(identity.authenticators.order_by("-created_at")),
            uses_private=identity.consents.filter(withdrawn_at__isnull=True).exists(),
            roles=list(standing(self.organisation).filter(identity=identity).order_by("given_at")),
            holdings=holdings.holdings(self.actor, identity, now),
            proposal=_proposal(identity),
            answers=self.actor.stable_id,
            received=holdings.received(self.actor, identity, now),
            move=EmployeeMove.objects.for_actor(self.actor).filter(identity=identity).first(),
            charges=list(
                Charge.objects.for_actor(self.actor).filter(identity=identity).order_by("-at")[:NEWEST]
            ),
            mails=_mails(self.actor, identity),
            history=with_words(list(_about(self.actor, identity))),
            now=now,
            **kwargs,
        )


def _mails(actor: Any, identity: Identity) -> list[OutgoingMail]:
    """The newest mails of this organisation to the person's address; colleagues who share it get the same."""
    if not identity.email:
        return []
    return list(queries.mails(actor).filter(recipient=identity.email).order_by("-created_at")[:NEWEST])


def _proposal(identity: Identity) -> SupportProposal | None:
    rows = SupportProposal.objects.across_organisations("of a person found through the access")
    return rows.filter(identity=identity, state=SupportProposal.State.OPEN).first()


def _about(actor: Any, identity: Identity) -> Any:
    rows = AuditEntry.objects.for_actor(actor).filter(
        subject_type="identities.identity", subject_id=str(identity.pk)
    )
    return rows.order_by("-at", "-pk")[:20]
