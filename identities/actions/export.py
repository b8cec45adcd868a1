"""The list as a file: what left the portal, and with which filters, stands in the trail."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from identities.actions.guarding import organisation_of
from identities.events import IdentityEvent
from identities.models import Consent, Identity
from identities.queries import lists
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission


@action(Permission.IDENTITY_EXPORT)
def export_identities(*, actor: Actor, filters: dict[str, Any]) -> Iterator[Identity]:
    """The identities the list shows with these filters, by name, read as they are written out. Without
    CPR."""
    home = organisation_of(actor)
    consents = Consent.objects.across_organisations("of identities already in scope").filter(
        withdrawn_at=None
    )
    rows = lists.matching(Identity.objects.for_actor(actor), filters).defer("cpr", "cpr_index")
    rows = rows.annotate(uses_private=Exists(consents.filter(identity=OuterRef("pk")))).order_by(
        "sort_key", "pk"
    )
    told = {name: value for name, value in filters.items() if value}
    audit.record(
        IdentityEvent.EXPORTED, home, actor=actor, organisations=[home], filters=told, count=rows.count()
    )
    return rows.iterator(chunk_size=2000)
