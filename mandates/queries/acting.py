"""Whom may I act for? Asked by the person themselves, in the picker and on a page of their own."""

import uuid
from typing import Any

from mandates.models import LIVE, Mandate
from mandates.queries.lists import named
from portal.agreements.models import Organisation
from portal.core.actors import Actor
from rights.queries.acting_for import FIRST, Reachable, acting_for
from rights.queries.privileges import usable_for

MOST_FOUND = 200


def clients_of(
    identity: uuid.UUID, *, after: uuid.UUID = FIRST, size: int = 50
) -> tuple[list[Reachable], uuid.UUID | None]:
    """One page of the other organisations, and where the next begins; one's own is left out."""
    page, more = acting_for(identity, after=after, size=size)
    return [each for each in page if not each.own], more


def search(actor: Actor, text: str) -> list[Reachable]:
    """Those the person may act for whose name contains the text, or whose number begins with it; by name."""
    received = Mandate.objects.for_actor(actor).filter(
        grantee=actor.organisation.pk, state=Mandate.State.ACTIVE
    )
    own = received.filter(named(text, "grantor"), principal=None).order_by("grantor_key", "pk")
    on = received.filter(principal__name__icontains=text.strip()).order_by("principal__name", "pk")
    ids = [
        *own.values_list("grantor", flat=True)[:MOST_FOUND],
        *on.values_list("principal", flat=True)[:MOST_FOUND],
    ]
    assert actor.identity_id is not None
    found, _more = acting_for(actor.identity_id, size=MOST_FOUND, among=list(set(ids)))
    return sorted((each for each in found if not each.own), key=lambda each: ids.index(each.id))


def one_client(actor: Actor, cvr: str) -> tuple[Organisation, list[Any]] | None:
    """The organisation and what the person may do for it: [(right, path)]; None where that is nothing."""
    every = Organisation.objects.across_organisations("somebody who gave us a mandate, asked for by number")
    client = every.filter(cvr=cvr).exclude(state=Organisation.State.CLOSED).first()
    if client is None or actor.identity_id is None or client.pk == actor.organisation.pk:
        return None
    found = usable_for(actor.identity_id, client)
    return (client, found) if found else None


def naming(user: Any) -> dict[uuid.UUID, list[str]]:
    """The living mandates that name this person, by the identity they name: whose, and where they stand. One query."""
    rows = Mandate.objects.across_organisations("one's own page: what names this very person")
    mine = rows.filter(grantee_identity__user=user, state__in=LIVE).select_related("grantor")
    found: dict[uuid.UUID, list[str]] = {}
    for each in mine.order_by("grantor_name", "number")[:MOST_FOUND]:
        assert each.grantee_identity_id is not None
        sentence = f"{each.grantor.name} ({each.number}): {each.get_state_display()}"
        found.setdefault(each.grantee_identity_id, []).append(sentence)
    return found
