"""Three free: an identity is counted when it becomes live, under the organisation's lock."""

from decimal import Decimal
from typing import Any

from identities.actions.guarding import lock_organisation
from identities.events import BillingEvent
from identities.models import Charge, CreditNote, Identity, Price
from identities.queries import prices
from identities.rules import charging
from portal.core import audit
from portal.core.actors import Actor


def begin_life(identity: Identity, *, actor: Actor, price: Decimal | None) -> Charge | None:
    """The identity is about to be live: charge it if it is then beyond the free ones.

    `price`: what was shown when it was ordered, kroner without VAT; None: today's. Locks the organisation;
    the caller has not yet changed the identity. Returns the charge, if any. Automatic identities are never
    counted."""
    if identity.kind == Identity.Kind.AUTOMATIC:
        return None
    organisation = lock_organisation(identity.organisation_id)
    free = prices.free_identities()
    others = prices.counted_up_to(prices.live(organisation).exclude(pk=identity.pk), free)
    before = standing_charges(identity)
    if not charging.is_charged(others_live=others, free=free, already_charged=before["standing"] > 0):
        return None
    return raise_charge(
        identity,
        actor=actor,
        amount=price if price is not None else prices.price(Price.Item.IDENTITY),
        occasion=before["all"] + 1,
        raised_by="activation",
    )


def raise_charge(
    identity: Identity, *, actor: Actor, amount: Decimal, occasion: int, raised_by: str, reason: str = ""
) -> Charge | None:
    """Write the charge with its trace; nothing where the price is nought."""
    if amount <= 0:
        return None
    charge = Charge.objects.create(
        organisation=identity.organisation,
        kind=Charge.Kind.IDENTITY,
        identity=identity,
        amount=amount,
        occasion=occasion,
        raised_by=raised_by,
        reason=reason or "beyond the free identities",
    )
    audit.record(
        BillingEvent.CHARGED,
        charge,
        actor=actor,
        organisations=[identity.organisation],
        identity=str(identity.pk),
        amount=str(amount),
        raised_by=raised_by,
    )
    return charge


def standing_charges(identity: Identity) -> dict[str, int]:
    """{"all": charges ever raised for the identity, "standing": those not credited}."""
    rows = Charge.objects.across_organisations("of an identity already found through its scope").filter(
        identity=identity, kind=Charge.Kind.IDENTITY
    )
    ids = list(rows.values_list("pk", flat=True))
    credited = CreditNote.objects.across_organisations(
        "of an identity already found through its scope"
    ).filter(charge__in=ids, state=CreditNote.State.APPROVED)
    return {"all": len(ids), "standing": len(ids) - (credited.count() if ids else 0)}


def facts(charge: Charge | None) -> dict[str, Any]:
    """What the trail says about the cost."""
    return {"charged": str(charge.amount)} if charge else {}
