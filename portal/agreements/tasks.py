"""What happens by the clock; each may run twice, or late, without harm."""

from celery import shared_task

from portal.agreements import actions
from portal.core.actors import Actor

CLOCK = Actor.system("agreements.clock")


@shared_task
def act_on_register() -> None:
    """Every minute: what the last deltas of the register mean for the organisations here."""
    while actions.act_on_register():
        pass


@shared_task
def end_due() -> None:
    """Every quarter of an hour: terminated agreements end, signatures that waited too long lapse."""
    while actions.end_due(actor=CLOCK):
        pass
    while actions.lapse_old(actor=CLOCK):
        pass


@shared_task
def terms() -> None:
    """Every morning: new terms are told, and reminded of."""
    while actions.tell_of_terms(actor=CLOCK):
        pass
    while actions.remind_of_terms(actor=CLOCK):
        pass
