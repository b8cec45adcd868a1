"""What the front hall does by the clock. Every task may run twice, at the same time, or not at all for a while."""

from celery import shared_task
from django.utils import timezone

from portal.core.actors import Actor
from portal.web.oversight import retention, sampling


@shared_task
def remove_what_is_old() -> None:
    """Every night."""
    retention.run()


@shared_task
def draw_look_ups() -> None:
    """On the first of the month: last month's sample."""
    sampling.draw(actor=Actor.system("monthly sample"), today=timezone.localdate())
