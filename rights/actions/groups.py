"""User groups: made and deleted by the organisation's administrators, filled by user and rights
administrators."""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from identities.models import Identity
from portal.agreements.models import Organisation
from portal.core import audit, trace
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions.bulk import Outcome, withdraw_in_bulk
from rights.actions.guards import require_own, units_of
from rights.events import GroupEvent
from rights.mails import external_member_added
from rights.models import Assignment, Grant, Group, GroupMember


@action(Permission.GROUP_MANAGE)
def create_group(
    *, actor: Actor, organisation: Organisation, name: str, description: str = "", p_number: str = ""
) -> Group:
    """A customised group; with `p_number` the default group of that production unit. Raises RuleBroken for a
    name that is taken, or a unit that is not the organisation's."""
    require_own(actor, organisation)
    if p_number and p_number not in units_of(organisation):
        raise RuleBroken(_("P-nummeret hører ikke til jeres organisation. Vælg et af jeres egne."))
    kind = Group.Kind.DEFAULT if p_number else Group.Kind.CUSTOMISED
    group = Group(
        organisation=organisation, name=name.strip(), description=description, kind=kind, p_number=p_number
    )
    _save(group, force_insert=True)
    audit.record(GroupEvent.CREATED, group, actor=actor, organisations=[organisation], name=group.name)
    return group


@action(Permission.GROUP_MANAGE)
def change_group(*, actor: Actor, group: Group, name: str, description: str = "") -> Group:
    require_own(actor, group.organisation)
    _require_there(group)
    before = group.name
    group.name, group.description = name.strip(), description
    _save(group, update_fields=["name", "description"])
    audit.record(
        GroupEvent.CHANGED,
        group,
        actor=actor,
        organisations=[group.organisation],
        before=before,
        after=group.name,
    )
    return group


@action(Permission.GROUP_MANAGE)
def delete_group(*, actor: Actor, group: Group) -> Group:
    """The group, its rights and its assignments end now; its members keep what they have by other ways.

    A default group is not deleted: it is everybody at a production unit."""
    require_own(actor, group.organisation)
    _require_there(group)
    if group.kind == Group.Kind.DEFAULT:
        raise RuleBroken(_("En standardgruppe følger produktionsenheden og kan ikke slettes."))
    why = _("Brugergruppen “%(name)s” blev slettet.") % {"name": group.name}
    standing = Grant.objects.across_organisations("of this group").filter(group=group)
    live = standing.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=Now())).values_list("pk", flat=True)
    withdraw_in_bulk(actor=actor, organisation=group.organisation, grants=list(live), because=why)
    tasks = Assignment.objects.across_organisations("of this group").filter(group=group, ends_at__isnull=True)
    tasks.update(ends_at=Now())
    group.deleted_at = Now()
    group.save(update_fields=["deleted_at"])
    group.refresh_from_db(fields=["deleted_at"])
    audit.record(GroupEvent.DELETED, group, actor=actor, organisations=[group.organisation], name=group.name)
    return group


_ADD = """
INSERT INTO rights_groupmember (group_id, identity_id)
SELECT %s, i.id FROM identities_identity i
WHERE i.id = ANY(%s) AND i.organisation_id = %s AND i.state <> 'closed'
ON CONFLICT DO NOTHING
"""


@action(Permission.GROUP_FILL)
def add_members(*, actor: Actor, group: Group, identities: Iterable[uuid.UUID]) -> Outcome:
    """Put own identities into a customised group; who is in it, closed or elsewhere is skipped."""
    require_own(actor, group.organisation)
    _require_there(group)
    if group.kind == Group.Kind.DEFAULT:
        raise RuleBroken(_("En standardgruppe fyldes af sig selv med alle brugere på produktionsenheden."))
    wanted = list(identities)
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [group.pk, wanted, group.organisation_id])
        added = cursor.rowcount
    _record_number(GroupEvent.MEMBER_ADDED, group, actor, added)
    return Outcome(added, len(wanted) - added)


@action(Permission.GROUP_FILL)
def remove_members(*, actor: Actor, group: Group, identities: Iterable[uuid.UUID]) -> Outcome:
    """Take identities out: what they have through the group ends with the next decision."""
    require_own(actor, group.organisation)
    wanted = list(identities)
    members = GroupMember.objects.across_organisations("of this group").filter(group=group)
    removed, _rows = members.filter(identity__in=wanted).delete()
    _record_number(GroupEvent.MEMBER_REMOVED, group, actor, removed)
    return Outcome(removed, len(wanted) - removed)


@action(Permission.GROUP_FILL)
def add_external_member(*, actor: Actor, group: Group, cvr: str, email: str) -> GroupMember:
    """Put somebody of another organisation into the group, found by CVR number and e-mail address.

    Exactly one active identity must have both; which of the two did not fit is not told. Both organisations
    see it in their history, and the person gets a mail."""
    require_own(actor, group.organisation)
    _require_there(group)
    found = Identity.objects.across_organisations("an external member by CVR and e-mail").filter(
        organisation__cvr=cvr, email__iexact=email, state=Identity.State.ACTIVE
    )
    matches = list(found.exclude(organisation=group.organisation).select_related("organisation")[:2])
    if len(matches) != 1:
        raise RuleBroken(
            _(
                "Vi fandt ikke præcis én aktiv bruger med det CVR-nummer og den e-mailadresse. Tjek begge dele."
            )
        )
    members = GroupMember.objects.across_organisations("of this group")
    member, created = members.get_or_create(group=group, identity=matches[0])
    if not created:
        raise RuleBroken(_("Brugeren er allerede med i gruppen."))
    audit.record(
        GroupEvent.EXTERNAL_ADDED,
        group,
        actor=actor,
        organisations=[group.organisation, matches[0].organisation],
        name=group.name,
        member=str(matches[0]),
        of=matches[0].organisation.name,
    )
    external_member_added(matches[0], group)
    return member


def _record_number(event: GroupEvent, group: Group, actor: Actor, number: int) -> None:
    if number:
        audit.record(
            event, group, actor=actor, organisations=[group.organisation], name=group.name, number=number
        )
    else:
        trace.current().entries += 1


def _require_there(group: Group) -> None:
    if group.deleted_at is not None:
        raise RuleBroken(_("Brugergruppen er slettet."))


def _save(group: Group, **how: object) -> None:
    if not group.name:
        raise RuleBroken(_("Indtast et navn til brugergruppen."))
    try:
        with transaction.atomic():
            group.save(**how)  # type: ignore[arg-type]
    except IntegrityError as error:
        if "one_default_group" in str(error):
            raise RuleBroken(_("Produktionsenheden har allerede en standardgruppe.")) from error
        raise RuleBroken(_("Der er allerede en brugergruppe med det navn. Vælg et andet.")) from error
