"""What the floor below announces."""

from typing import Any

from django.dispatch import receiver

from identities.signals import identities_merged
from portal.agreements.signals import agreement_concluded
from portal.core.actors import Actor
from rights.actions.default_groups import follow_production_units
from rights.actions.merging import follow_merge


@receiver(agreement_concluded, dispatch_uid="rights.default_groups")
def open_default_groups(sender: Any, *, organisation: Any, **more: Any) -> None:
    """A new organisation has a default group for each of its production units."""
    follow_production_units(actor=Actor.system("agreement"), organisation=organisation)


@receiver(identities_merged, dispatch_uid="rights.identities_merged")
def stay_with_person(sender: Any, *, kept: Any, merged: Any, **more: Any) -> None:
    """What either of the two could do, the kept one can."""
    follow_merge(actor=Actor.system("identities"), kept=kept, merged=merged)
