"""What this app does by the clock. Every task may run twice, at the same time, or not at all for a while."""

from celery import shared_task

from identities import actions
from portal.core.actors import Actor


@shared_task
def recount() -> None:
    """Every night: the facts are counted again, what is missing is charged."""
    actions.recount(actor=Actor.system("nightly recount"))


@shared_task
def close_usage() -> None:
    """On the 10th, after midnight of the 11th at the latest."""
    actions.close_usage(actor=Actor.system("closing of usage"))


@shared_task
def send_invoices() -> None:
    """From the 15th, some at a time until none is left."""
    while actions.send_invoices(actor=Actor.system("invoicing"), limit=20):
        pass


@shared_task
def dates() -> None:
    """Every night: identities start and end on their dates, links lapse and are reminded of."""
    system = Actor.system("dates")
    actions.start_due(actor=system)
    actions.end_due(actor=system)
    actions.remind_waiting(actor=system)
    actions.forget_keys(actor=system)
    actions.remind_of_lapse(actor=system)
    actions.lapse_due(actor=system)
    actions.forget_access_requests(actor=system)


@shared_task
def pseudonymise() -> None:
    """Every night: closed identities whose retention has ended lose what tells who they were."""
    while actions.pseudonymise_due(actor=Actor.system("retention")):
        pass
