"""What the floor below announces."""

from typing import Any

from django.dispatch import receiver

from portal.agreements.signals import agreement_concluded
from portal.core.actors import Actor
from rights.actions.default_groups import follow_production_units


@receiver(agreement_concluded, dispatch_uid="rights.default_groups")
def open_default_groups(sender: Any, *, organisation: Any, **more: Any) -> None:
    """A new organisation has a default group for each of its production units."""
    follow_production_units(actor=Actor.system("agreement"), organisation=organisation)
