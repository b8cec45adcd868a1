"""What happens by the clock; each may run twice, or late, without harm."""

from celery import shared_task

from mandates.actions import clock
from portal.core.actors import Actor

CLOCK = Actor.system("mandates.clock")


@shared_task
def end_due() -> int:
    """Every quarter of an hour: what has ended, lapsed or was not confirmed is said so, some at a time."""
    ended = 0
    for verb in (clock.lapse_unanswered, clock.expire_ended, clock.expire_unconfirmed):
        while now := verb(actor=CLOCK):
            ended += now
    return ended


@shared_task
def remind() -> int:
    """Daily, some at a time."""
    told = 0
    while now := clock.remind(actor=CLOCK):
        told += now
    return told
