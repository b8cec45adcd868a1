"""What every action here asks before it changes anything."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from identities.models import Identity
from mandates.models import Mandate, MandateRight, Resolution
from mandates.rules import policy as policies
from mandates.rules import words
from portal.agreements.models import Organisation, RegisterCompany
from portal.core.actions import RuleBroken
from portal.core.actors import Actor, Kind, StepUpNeeded
from portal.core.permissions import Permission
from rights.models import Right
from rights.rules.policy import MandatePolicy

_WHY = "the mandate of this action"


def lock(mandate: Mandate) -> Mandate:
    """The mandate as it is now, locked until the action ends: two answers at once become one after the other.

    The person it names is locked first, in the order in which closing a person locks them."""
    if mandate.grantee_identity_id:
        people = Identity.objects.across_organisations(_WHY).select_for_update(no_key=True)
        people.filter(pk=mandate.grantee_identity_id).values_list("pk", flat=True).first()
    rows = Mandate.objects.across_organisations(_WHY).select_for_update(of=("self",))
    rows = rows.select_related("grantor", "grantee", "principal", "grantee_identity", "parent")
    found = rows.get(pk=mandate.pk)
    found.silent_for = mandate.silent_for
    return found


def rights_of(mandate: Mandate) -> list[Right]:
    """The rights the mandate gives, by system and name."""
    given = MandateRight.objects.across_organisations(_WHY).filter(mandate=mandate)
    rows = Right.objects.filter(pk__in=given.values("right")).select_related("system")
    return list(rows.order_by("system__name_da", "name_da"))


def policy_for(mandate: Mandate) -> MandatePolicy:
    return policies.together(rights_of(mandate))


def require_party(actor: Actor, mandate: Mandate, *parties: str) -> str:
    """Which of `parties` the actor's organisation is. Raises PermissionDenied for everybody else."""
    party = words.party_of(mandate, actor.organisation) if actor.organisation else ""
    if party not in parties:
        raise PermissionDenied(mandate.number)
    return party


def require_level(actor: Actor, policy: MandatePolicy, permission: Permission) -> None:
    """Raises StepUpNeeded where the rights ask for a higher level than the actor has proven."""
    if actor.kind is Kind.PERSON and (actor.auth is None or actor.auth.level < policy.level):
        raise StepUpNeeded(permission, policy.level, None)


def require_living_parties(mandate: Mandate) -> None:
    """Nobody gives to, or holds for, an organisation that has ceased."""
    for organisation in mandate.organisations():
        if organisation.state == Organisation.State.CLOSED or _has_ceased(organisation.cvr):
            raise RuleBroken(
                _(
                    "%(organisation)s er ophørt. Der kan ikke gives eller modtages nye fuldmagter. Intet er ændret."
                )
                % {"organisation": organisation}
            )


def _has_ceased(cvr: str) -> bool:
    return RegisterCompany.objects.filter(pk=cvr, ceased_on__isnull=False).exists()


def require_person_there(mandate: Mandate) -> None:
    """A named person must still be a user of the grantee."""
    person = mandate.grantee_identity
    if person is None:
        return
    live = Identity.objects.across_organisations(_WHY).filter(pk=person.pk, organisation=mandate.grantee_id)
    if not live.filter(state=Identity.State.ACTIVE).exists():
        raise RuleBroken(
            _(
                "Den person, fuldmagten er til, er ikke længere aktiv bruger hos modtageren. Lav en ny fuldmagt."
            )
        )


def resolve(mandate: Mandate, kind: Resolution.Kind, actor: Actor, party: str, text: str = "") -> Resolution:
    """Add a resolution to the mandate's history."""
    name = "" if actor.is_system else actor.label
    return Resolution.objects.create(mandate=mandate, kind=kind, by_party=party, by_name=name, text=text)


def new_number() -> str:
    return f"F-{secrets.token_hex(5).upper()}"


def names(rights: Iterable[Any]) -> str:
    return ", ".join(right.name_da for right in rights)
