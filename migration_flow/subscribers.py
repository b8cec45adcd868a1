"""What a move does when the register or an employee's activation is announced from below."""

from typing import Any

from django.dispatch import receiver

from identities.signals import identities_merged, identity_activated
from migration_flow.actions.following import employee_arrived, employees_merged, follow_register
from portal.agreements.signals import register_changed
from portal.core.actors import Actor


@receiver(register_changed, dispatch_uid="migration_flow.register_changed")
def stop_or_go_on(sender: Any, *, cvr: str, event: str, **more: Any) -> None:
    """Bankrupt, being dissolved or ceased: the guided way stops, whoever has taken over goes another."""
    follow_register(actor=Actor.system("register"), cvr=cvr, event=str(event))


@receiver(identity_activated, dispatch_uid="migration_flow.identity_activated")
def arrived(sender: Any, *, identity: Any, **more: Any) -> None:
    employee_arrived(identity)


@receiver(identities_merged, dispatch_uid="migration_flow.identities_merged")
def stay_with_person(sender: Any, *, kept: Any, merged: Any, **more: Any) -> None:
    """The way of the one that was closed goes on in the one that was kept."""
    employees_merged(kept, merged)
