"""Giving and withdrawing one right; the page, the API and other actions all come here."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions.guards import require_givable, require_living, require_own, require_receiver
from rights.events import GrantEvent
from rights.models import Grant, Group, Right

Moment = datetime.datetime | None


@action(Permission.GRANT_GIVE)
def grant_right(
    *,
    actor: Actor,
    organisation: Organisation,
    right: Right,
    identity: Identity | None = None,
    group: Group | None = None,
    **terms: Any,
) -> Grant:
    """Give a right to an identity or a group. `terms`: limit_type, limit_value, starts_at (now), ends_at
    (no end), constraints, source.

    Raises RuleBroken for a limit that is not the right's or not the organisation's, for a constraint the
    right does not know, for a period that ends before it starts, and where the receiver has it already in
    that time."""
    return _give(actor, organisation, right, identity=identity, group=group, **terms)


@action(Permission.GROUP_MANAGE)
def grant_to_group(*, actor: Actor, group: Group, right: Right, **terms: Any) -> Grant:
    """What the organisation's administrators give to a group is every member's. See `grant_right`."""
    return _give(actor, group.organisation, right, group=group, **terms)


@action(Permission.GRANT_WITHDRAW)
def withdraw_grant(*, actor: Actor, grant: Grant, because: str = "") -> Grant:
    """End a grant now; one that has not begun never begins. Works in every state of the organisation."""
    require_own(actor, grant.organisation)
    standing = Grant.objects.across_organisations("the grant of this action").select_for_update(of=("self",))
    locked = standing.select_related("right", "organisation", "identity", "group").get(pk=grant.pk)
    if locked.ends_at is not None and locked.ends_at <= timezone.now():
        raise RuleBroken(_("Rettigheden er allerede fjernet eller udløbet."))
    locked.ends_at, locked.ended_because = Greatest(Now(), F("starts_at")), because
    locked.reminded_days = 0
    locked.save(update_fields=["ends_at", "ended_because", "reminded_days"])
    locked.refresh_from_db(fields=["ends_at"])
    grant.ends_at, grant.ended_because = locked.ends_at, because
    audit.record(
        GrantEvent.WITHDRAWN,
        locked,
        actor=actor,
        organisations=[locked.organisation],
        because=because,
        **facts_of(locked),
    )
    return grant


@action(Permission.GRANT_GIVE)
def renew_grant(*, actor: Actor, grant: Grant, ends_at: Moment = None) -> Grant:
    """Prolong a grant: a new one that begins where the old one ends (or now, if it has ended), for as long
    again.

    Raises RuleBroken for a grant without an end, or one already followed by another."""
    require_own(actor, grant.organisation)
    if grant.ends_at is None:
        raise RuleBroken(_("Rettigheden har ingen slutdato og behøver ikke at blive fornyet."))
    begins = max(grant.ends_at, timezone.now())
    renewed = grant_right(
        actor=actor,
        organisation=grant.organisation,
        right=grant.right,
        identity=grant.identity,
        group=grant.group,
        limit_type=grant.limit_type,
        limit_value=grant.limit_value,
        constraints=grant.constraints,
        starts_at=begins,
        ends_at=ends_at or begins + (grant.ends_at - grant.starts_at),
        source=Grant.Source.RENEWED,
    )
    audit.record(
        GrantEvent.RENEWED, renewed, actor=actor, organisations=[grant.organisation], **facts_of(renewed)
    )
    return renewed


def _give(
    actor: Actor,
    organisation: Organisation,
    right: Right,
    *,
    identity: Identity | None = None,
    group: Group | None = None,
    limit_type: str = "",
    limit_value: str = "",
    starts_at: Moment = None,
    ends_at: Moment = None,
    constraints: dict[str, Any] | None = None,
    source: str = Grant.Source.GIVEN,
) -> Grant:
    require_own(actor, organisation)
    require_living(organisation)
    require_receiver(organisation, identity, group)
    require_givable(organisation, right, limit_type, limit_value)
    _require_known(right, constraints)
    _require_period(starts_at, ends_at)
    grant = Grant(
        organisation=organisation,
        right=right,
        identity=identity,
        group=group,
        limit_type=limit_type,
        limit_value=limit_value,
        constraints=constraints or {},
        source=source,
        given_by=actor.label,
        ends_at=ends_at,
        **({"starts_at": starts_at} if starts_at else {}),
    )
    _insert(grant)
    audit.record(GrantEvent.GIVEN, grant, actor=actor, organisations=[organisation], **facts_of(grant))
    return grant


def _insert(grant: Grant) -> None:
    try:
        with transaction.atomic():
            grant.save(force_insert=True)
    except IntegrityError as error:
        if "no_overlapping_grants" not in str(error):
            raise
        raise RuleBroken(
            _("%(receiver)s har allerede “%(right)s” med samme begrænsning i den periode.")
            % {"receiver": grant.identity or grant.group, "right": grant.right.name}
        ) from error


def _require_known(right: Right, constraints: dict[str, Any] | None) -> None:
    unknown = sorted(set(constraints or {}) - set(right.constraint_names))
    if unknown:
        raise RuleBroken(_("Rettigheden kender ikke betingelsen %(name)s.") % {"name": ", ".join(unknown)})


def _require_period(starts_at: Moment, ends_at: Moment) -> None:
    if ends_at is None:
        return
    if ends_at <= timezone.now():
        raise RuleBroken(_("Slutdatoen er allerede passeret. Vælg en dato, der ligger i fremtiden."))
    if starts_at is not None and ends_at <= starts_at:
        raise RuleBroken(_("Slutdatoen ligger før startdatoen. Vælg en senere slutdato."))


def facts_of(grant: Grant) -> dict[str, Any]:
    """What a reader of the trail needs in words."""
    limit = f"{grant.get_limit_type_display()} {grant.limit_value}" if grant.limit_type else ""
    return {
        "right": grant.right.name_da,
        "receiver": str(grant.identity or grant.group),
        "limit": limit,
        "until": grant.ends_at.isoformat() if grant.ends_at else "",
    }
