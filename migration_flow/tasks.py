"""What happens by the clock; each may run twice, or late, without harm."""

from celery import shared_task

from migration_flow import actions
from portal.core.actors import Actor

CLOCK = Actor.system("migration.clock")


@shared_task
def invite_due() -> int:
    """Every hour: companies whose day has come, some at a time."""
    invited = 0
    while now := actions.invite_due(actor=CLOCK):
        invited += now
    return invited


@shared_task
def plan_companies() -> int:
    """Every night: companies a delivery has brought find their place in the plan."""
    return actions.plan_companies(actor=CLOCK)["planned"]
