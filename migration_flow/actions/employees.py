"""The employees' way: another path, another batch, a new link, later, confirmed, or something is wrong."""

import datetime
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.order import resend
from identities.models import Activation, Identity
from migration_flow import mails
from migration_flow.actions.inviting import moved_of
from migration_flow.events import MoveEvent
from migration_flow.models import EmployeeMove
from migration_flow.queries.late import later_left
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

LATER = datetime.timedelta(days=7)


@action(Permission.IDENTITY_MANAGE)
def change_path(*, actor: Actor, employee: EmployeeMove, path: str) -> EmployeeMove:
    """Another way to activate; somebody who has a link gets a new one, the old one dies."""
    move = moved_of(actor)
    if path not in Activation.Path.values:
        raise RuleBroken(_("Vælg en af de viste måder."))
    if employee.identity.state == Identity.State.PENDING:
        resend(actor=actor, identity=employee.identity, path=path)
    elif employee.identity.state != Identity.State.DRAFT:
        raise RuleBroken(_("Medarbejderen er flyttet. Der er ingen måde at ændre."))
    employee.path = path
    employee.save(update_fields=["path"])
    audit.record(MoveEvent.PATH_CHANGED, move, actor=actor, organisations=[actor.organisation],
                 employee=employee.identity.name, path=path)  # fmt: skip
    return employee


@action(Permission.MIGRATION_EXECUTE)
def put_in_batch(*, actor: Actor, employees: Iterable[EmployeeMove], batch: int) -> int:
    """Who is invited together. Only those without a link can be put elsewhere. Returns how many were."""
    move = moved_of(actor)
    if not 1 <= batch <= 99:
        raise RuleBroken(_("Et hold har et nummer fra 1 til 99."))
    ids = [each.pk for each in employees]
    rows = EmployeeMove.objects.for_actor(actor).filter(pk__in=ids, invited_at=None)
    changed = rows.update(batch=batch)
    audit.record(
        MoveEvent.BATCH_CHANGED,
        move,
        actor=actor,
        organisations=[actor.organisation],
        batch=batch,
        count=changed,
    )
    return int(changed)


@action(Permission.OWN_IDENTITY)
def say_later(*, actor: Actor, employee: EmployeeMove) -> EmployeeMove:
    """The employee waits a week, a counted number of times. Whoever holds the link may: it does nothing but wait."""
    locked = (
        EmployeeMove.objects.across_organisations("of a link that is its own key")
        .select_for_update()
        .get(pk=employee.pk)
    )
    if locked.activated_at is not None:
        raise RuleBroken(_("Du er allerede flyttet."))
    if not later_left(locked):
        raise RuleBroken(_("Du kan ikke vente længere. Aktivér din adgang for at gå videre."))
    locked.postponements += 1
    locked.postponed_until = timezone.localdate() + LATER
    locked.save(update_fields=["postponements", "postponed_until"])
    move = locked.move
    audit.record(MoveEvent.EMPLOYEE_POSTPONED, move, actor=actor, organisations=move.organisations(),
                 until=str(locked.postponed_until), times=locked.postponements)  # fmt: skip
    return locked


@action(Permission.OWN_IDENTITY)
def confirm_own(*, actor: Actor, employee: EmployeeMove) -> EmployeeMove:
    """The employee has compared old and new: it is right."""
    if employee.identity_id != actor.identity_id:
        raise RuleBroken(_("Det er ikke din flytning."))
    employee.confirmed_at, employee.trouble = timezone.now(), ""
    employee.save(update_fields=["confirmed_at", "trouble"])
    audit.record(MoveEvent.EMPLOYEE_CONFIRMED, employee.move, actor=actor, organisations=[actor.organisation])
    return employee


@action(Permission.OWN_IDENTITY)
def tell_trouble(*, actor: Actor, employee: EmployeeMove, text: str) -> EmployeeMove:
    """Something is wrong or missing: the administrators are told, and see it on their page."""
    if employee.identity_id != actor.identity_id:
        raise RuleBroken(_("Det er ikke din flytning."))
    employee.trouble, employee.confirmed_at = text[:1000], None
    employee.save(update_fields=["trouble", "confirmed_at"])
    mails.trouble(employee.move, actor.label, employee.trouble)
    audit.record(MoveEvent.TROUBLE_TOLD, employee.move, actor=actor, organisations=[actor.organisation])
    return employee
