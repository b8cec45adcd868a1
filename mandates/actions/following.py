"""What happens to mandates when something happens to a party: announced from below, done here."""

import uuid
from typing import Any

from django.db.models import Q

from mandates.actions.guards import rights_of
from mandates.actions.stopping import given_on, stop_all
from mandates.events import MandateEvent
from mandates.lifecycle import MANDATE
from mandates.models import LIVE, WAITING, Mandate, Resolution
from portal.core import audit, trace
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions import open_powers, suspend_powers

_WHY = "what concerns an organisation or a person, with both parties"
OPEN = (*WAITING, *LIVE)


@action(Permission.MANDATE_WITHDRAW)
def end_of_organisation(*, actor: Actor, organisation: Any, because: str) -> int:
    """End everything the organisation has given, received, offered or asked for. Returns how many."""
    mine = Q(grantor=organisation) | Q(grantee=organisation) | Q(principal=organisation)
    return _end(_open_ones().filter(mine), actor, because, organisation)


@action(Permission.MANDATE_WITHDRAW)
def end_of_person(*, actor: Actor, identity: Any, because: str = "identity_closed") -> int:
    """End what was given to this one person."""
    return _end(_open_ones().filter(grantee_identity=identity), actor, because)


def _end(rows: Any, actor: Actor, because: str, own: Any = None) -> int:
    ids: list[uuid.UUID] = list(rows.order_by("pk").values_list("pk", flat=True))
    stopped = stop_all(actor=actor, mandates=ids, move="end", because=because, own=own)
    trace.current().entries += 1
    return len(stopped)


@action(Permission.MANDATE_WITHDRAW)
def suspend_given(*, actor: Actor, organisation: Any, because: str) -> int:
    """A bankrupt organisation's mandates rest until the trustee decides, with what was given on from them. Returns how
    many it had given."""
    rows = Mandate.objects.across_organisations(_WHY).select_for_update(of=("self",)).order_by("pk")
    given = list(rows.filter(grantor=organisation, state=Mandate.State.ACTIVE).select_related(
        "grantor", "grantee", "principal", "grantee_identity"))  # fmt: skip
    for mandate in given:
        MANDATE.move(mandate, "suspend", actor=actor, payload={"because": because, "number": mandate.number})
    Resolution.objects.bulk_create(
        [Resolution(mandate=each, kind=Resolution.Kind.SUSPENDED, text=because) for each in given]
    )
    if given:
        ids = [each.pk for each in given]
        suspend_powers(actor=actor, mandates=[*ids, *given_on(ids, "suspend")], because=because)
    trace.current().entries += 1
    return len(given)


@action(Permission.MANDATE_WITHDRAW)
def follow_person(*, actor: Actor, kept: Any, merged: Any) -> int:
    """Two identities of one person became one: what was given to the person stays theirs."""
    rows = list(
        _open_ones().filter(grantee_identity=merged).select_related("grantor", "grantee", "principal")
    )
    for mandate in rows:
        mandate.grantee_identity = kept
        mandate.save(update_fields=["grantee_identity"])
        audit.record(MandateEvent.PERSON_CHANGED, mandate, actor=actor, organisations=mandate.organisations(),
                     number=mandate.number)  # fmt: skip
        if mandate.state == Mandate.State.ACTIVE:
            open_powers(
                actor=actor, mandate_id=mandate.pk, holder=mandate.grantee, grantor=mandate.affairs_of,
                rights=rights_of(mandate), limit_type=mandate.limit_type, limit_value=mandate.limit_value,
                only_identity=kept, starts_at=mandate.starts_at, ends_at=mandate.ends_at,
            )  # fmt: skip
    trace.current().entries += 1
    return len(rows)


def _open_ones() -> Any:
    return Mandate.objects.across_organisations(_WHY).filter(state__in=OPEN)
