"""Two identities of one person became one: what either could do, the kept one can; and nothing more."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Greatest, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from identities.models import Identity
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.events import GrantEvent
from rights.models import Assignment, Grant, Group, GroupMember, Power, RightRequest, SubjectName

WHY = "two identities of one person, found by the merge of the floor below"
END = datetime.datetime.max.replace(tzinfo=datetime.UTC)
Span = tuple[datetime.datetime, datetime.datetime]


@action(Permission.GRANT_GIVE)
def follow_merge(*, actor: Actor, kept: Identity, merged: Identity) -> int:
    """Hand grants, assignments, memberships, requests and powers of `merged` over to `kept`. Returns how many.

    Raises RuleBroken where both hold a right under different conditions at the same time, and where the
    group of another production unit gives `merged` what `kept` would lose: somebody has to decide that."""
    _refuse_lost_unit(kept, merged)
    moved = _grants(kept, merged) + _assignments(kept, merged) + _memberships(kept, merged)
    moved += _owned(SubjectName, kept, merged) + _owned(RightRequest, kept, merged)
    powers = Power.objects.across_organisations(WHY).filter(only_identity=merged)
    moved += powers.update(only_identity=kept)
    if moved:
        audit.record(
            GrantEvent.FOLLOWED, kept, actor=actor, organisations=[kept.organisation], merged=str(merged.pk),
            number=moved,
        )  # fmt: skip
    else:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return moved


def _standing(model: Any, **whose: Any) -> Any:
    rows = model.objects.across_organisations(WHY).filter(**whose)
    return rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=timezone.now()))


def _grants(kept: Identity, merged: Identity) -> int:
    """Each standing grant ends, and goes on as the kept one's for the time it does not have it already."""
    given = list(_standing(Grant, identity=merged).select_for_update().order_by("starts_at", "pk"))
    held = list(_standing(Grant, identity=kept).select_for_update())
    for grant in given:
        same = [each for each in held if _key(each) == _key(grant)]
        if any(_overlap(each, grant) and each.constraints != grant.constraints for each in same):
            raise RuleBroken(
                _("De to har “%(right)s” på hver sine betingelser. Ret den ene først. Intet er ændret.")
                % {"right": grant.right.name}
            )
        from_now = (max(grant.starts_at, timezone.now()), grant.ends_at or END)
        spans = _without([from_now], [_span(each) for each in same])
        held += [_copy(grant, kept, span) for span in spans]
    rows = Grant.objects.across_organisations(WHY).filter(pk__in=[each.pk for each in given])
    rows.update(ends_at=Greatest(Now(), F("starts_at")), ended_because="merged", reminded_days=0)
    return len(given)


def _copy(grant: Grant, kept: Identity, span: Span) -> Grant:
    starts, ends = span
    copy = Grant(
        organisation_id=grant.organisation_id, right_id=grant.right_id, identity=kept,
        limit_type=grant.limit_type, limit_value=grant.limit_value, constraints=grant.constraints,
        source=grant.source, given_by=grant.given_by, starts_at=starts, ends_at=None if ends == END else ends,
    )  # fmt: skip
    copy.save(force_insert=True)
    return copy


def _key(grant: Grant) -> tuple[Any, ...]:
    return grant.right_id, grant.limit_type, grant.limit_value


def _span(row: Any) -> Span:
    return row.starts_at, row.ends_at or END


def _overlap(one: Any, other: Any) -> bool:
    (a, b), (c, d) = _span(one), _span(other)
    return a < d and c < b


def _without(spans: list[Span], taken: Iterable[Span]) -> list[Span]:
    """The parts of `spans` that lie in none of `taken`."""
    for starts, ends in taken:
        spans = [
            part for a, b in spans for part in ((a, min(b, starts)), (max(a, ends), b)) if part[0] < part[1]
        ]
    return spans


def _assignments(kept: Identity, merged: Identity) -> int:
    """As with grants; one that the kept one has already is only ended."""
    given = list(_standing(Assignment, identity=merged).select_for_update())
    now = timezone.now()
    Assignment.objects.across_organisations(WHY).filter(pk__in=[each.pk for each in given]).update(
        ends_at=Greatest(Now(), F("starts_at"))
    )
    Assignment.objects.bulk_create(
        [
            Assignment(
                organisation_id=each.organisation_id, identity=kept, client_id=each.client_id,
                client_group_id=each.client_group_id, right_id=each.right_id, given_by=each.given_by,
                starts_at=max(each.starts_at, now), ends_at=each.ends_at,
            )
            for each in given
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return len(given)


def _memberships(kept: Identity, merged: Identity) -> int:
    mine = GroupMember.objects.across_organisations(WHY).filter(identity=kept)
    theirs = GroupMember.objects.across_organisations(WHY).filter(identity=merged)
    theirs.filter(group__in=list(mine.values_list("group", flat=True))).delete()
    return theirs.update(identity=kept)


def _owned(model: Any, kept: Identity, merged: Identity) -> int:
    return model.objects.across_organisations(WHY).filter(identity=merged).update(identity=kept)


def _refuse_lost_unit(kept: Identity, merged: Identity) -> None:
    """The group of a production unit follows the P-number; the kept one has only its own."""
    if not merged.p_number or merged.p_number == kept.p_number:
        return
    groups = Group.objects.across_organisations(WHY).filter(
        organisation=kept.organisation_id, kind=Group.Kind.DEFAULT, p_number=merged.p_number, deleted_at=None
    )
    for group in groups:
        if _standing(Grant, group=group).exists() or _standing(Assignment, group=group).exists():
            raise RuleBroken(
                _(
                    "Gruppen “%(group)s” giver den ene rettigheder, som den anden ikke har. Ret P-nummeret, eller "
                    "giv rettighederne direkte først. Intet er ændret."
                )
                % {"group": group.name}
            )
