"""Administrator roles: given, taken, wished for; four eyes where the organisation asks for it."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities import mails
from identities.actions.guarding import lock_identity, lock_organisation, ours
from identities.actions.leaving import administers, end_role, note_if_last_left
from identities.events import RoleEvent
from identities.models import AdministratorRole, Identity, RoleAssignment, RoleRequest
from identities.queries.people import administrators, standing
from identities.rules.people import is_minor
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

ALL_IN_ONE = tuple(AdministratorRole.values)
SHORTEST_REASON = 10


@action(Permission.ROLE_ASSIGN)
def assign_roles(
    *, actor: Actor, identity: Identity, roles: Iterable[str], reason: str = ""
) -> list[RoleAssignment | RoleRequest]:
    """Give roles the identity does not have. With four eyes each becomes a proposal another administrator
    answers."""
    ours(actor, identity)
    home = lock_organisation(identity.organisation_id)
    current = lock_identity(identity)
    held = set(_held(current))
    wanted = [role for role in AdministratorRole.values if role in set(roles) - held]
    if not wanted:
        raise RuleBroken(_("Brugeren har allerede de roller. Intet er ændret."))
    refuse_as_administrator(current)
    if home.four_eyes and not actor.is_system:
        return [_propose(current, role, reason, actor) for role in wanted]
    return [give_role(current, role, actor=actor) for role in wanted]


@action(Permission.ROLE_ASSIGN)
def remove_role(*, actor: Actor, identity: Identity, role: str) -> RoleAssignment:
    """Take a role away. Nobody takes the last organisation administrator away."""
    ours(actor, identity)
    home = lock_organisation(identity.organisation_id)
    assignment = _assignment(identity, role)
    if role == AdministratorRole.ORGANISATION_ADMINISTRATOR:
        _refuse_removing_last(home, identity)
    end_role(assignment, identity, actor=actor, because="removed", event=RoleEvent.TAKEN)
    mails.role_taken(identity, assignment.get_role_display())
    return assignment


@action(Permission.OWN_IDENTITY)
def resign_role(*, actor: Actor, identity: Identity, role: str) -> RoleAssignment:
    """Lay down one's own role; it always succeeds. When it was the last administrator, recovery is open."""
    if actor.user is None or identity.user_id != actor.user.pk:
        raise RuleBroken(_("Du kan kun fratræde dine egne roller."))
    home = lock_organisation(identity.organisation_id)
    was_one = administers(identity)
    assignment = _assignment(identity, role)
    end_role(assignment, identity, actor=actor, because="resigned", event=RoleEvent.RESIGNED)
    if was_one and role == AdministratorRole.ORGANISATION_ADMINISTRATOR:
        note_if_last_left(home, actor)
    return assignment


@action(Permission.ROLE_REQUEST)
def request_role(*, actor: Actor, identity: Identity, role: str, reason: str) -> RoleRequest:
    """The employee asks for a role and says why (at least ten characters)."""
    if identity.pk != actor.identity_id:
        raise RuleBroken(_("Du kan kun bede om roller til dig selv."))
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(_("Skriv med mindst 10 tegn, hvad du skal bruge rollen til."))
    if role in _held(identity):
        raise RuleBroken(_("Du har allerede rollen."))
    refuse_as_administrator(lock_identity(identity))
    request = _open_request(identity, role, reason.strip(), None)
    mails.role_requested(identity, request.get_role_display(), reason.strip())
    audit.record(
        RoleEvent.REQUESTED,
        identity,
        actor=actor,
        organisations=[identity.organisation],
        role=role,
        why=reason.strip(),
    )
    return request


@action(Permission.ROLE_ASSIGN)
def decide_role_request(
    *, actor: Actor, request: RoleRequest, approved: bool, answer: str = ""
) -> RoleRequest:
    """Say yes or no to a wish or a colleague's proposal; never to one's own, on either side of it."""
    ours(actor, request)
    lock_organisation(request.organisation_id)
    rows = RoleRequest.objects.across_organisations("of a request already found through its scope")
    current = (
        rows.select_for_update(of=("self",))
        .select_related("identity__organisation", "identity__user")
        .get(pk=request.pk)
    )
    if current.state != RoleRequest.State.OPEN:
        raise RuleBroken(_("Ønsket er allerede besvaret. Intet er ændret."))
    if actor.identity_id in (current.identity_id, current.proposed_by_id):
        raise RuleBroken(_("En anden end dig selv skal svare på det. Intet er ændret."))
    if approved:
        refuse_as_administrator(current.identity)
        give_role(current.identity, current.role, actor=actor)
    _answer(current, approved, answer, actor)
    return current


@action(Permission.ROLE_REQUEST)
def withdraw_role_request(*, actor: Actor, request: RoleRequest) -> RoleRequest:
    """The one who asked or proposed takes it back."""
    if actor.identity_id not in (request.identity_id, request.proposed_by_id):
        raise RuleBroken(_("Du kan kun trække dine egne ønsker tilbage."))
    rows = RoleRequest.objects.across_organisations("of a request already found through its scope")
    if not rows.filter(pk=request.pk, state=RoleRequest.State.OPEN).update(
        state=RoleRequest.State.WITHDRAWN, answered_at=timezone.now()
    ):
        raise RuleBroken(_("Ønsket er allerede besvaret. Intet er ændret."))
    audit.record(
        RoleEvent.WITHDRAWN,
        request.identity,
        actor=actor,
        organisations=[request.organisation],
        role=request.role,
    )
    return request


def give_role(identity: Identity, role: str, *, actor: Actor, tell: bool = True) -> RoleAssignment:
    """Inside an action, after its checks."""
    if role in _held(identity):
        raise RuleBroken(_("Brugeren har allerede rollen. Intet er ændret."))
    assignment = RoleAssignment.objects.create(
        organisation=identity.organisation, identity=identity, role=role, given_by=actor.stable_id
    )
    if tell:
        mails.role_given(identity, assignment.get_role_display())
    audit.record(
        RoleEvent.GIVEN,
        identity,
        actor=actor,
        organisations=[identity.organisation],
        role=role,
        name=identity.name,
    )
    return assignment


def refuse_as_administrator(identity: Identity) -> None:
    """Administrators are adults with a live or coming identity; their full name is always shown."""
    if identity.state in (Identity.State.CLOSED, Identity.State.SUSPENDED):
        raise RuleBroken(_("Brugeren er spærret eller lukket og kan ikke få en rolle. Intet er ændret."))
    if is_minor(identity):
        raise RuleBroken(_("Administratorer skal være fyldt 18 år. Intet er ændret."))
    if identity.is_pseudonym:
        raise RuleBroken(_("En administrator vises altid med fuldt navn. Slå navnebeskyttelsen fra først."))


def _held(identity: Identity) -> list[str]:
    return list(standing(identity.organisation_id).filter(identity=identity).values_list("role", flat=True))


def _assignment(identity: Identity, role: str) -> RoleAssignment:
    found = standing(identity.organisation_id).filter(identity=identity, role=role).first()
    if found is None:
        raise RuleBroken(_("Brugeren har ikke længere rollen. Intet er ændret."))
    return found


def _refuse_removing_last(organisation: object, identity: Identity) -> None:
    others = administrators(organisation, AdministratorRole.ORGANISATION_ADMINISTRATOR)
    if not [each for each in others if each.pk != identity.pk]:
        raise RuleBroken(
            _(
                "Det er jeres sidste organisationsadministrator. Giv først rollen til en anden. Intet er "
                "ændret."
            )
        )


def _propose(identity: Identity, role: str, reason: str, actor: Actor) -> RoleRequest:
    request = _open_request(identity, role, reason, actor.identity_id)
    audit.record(RoleEvent.PROPOSED, identity, actor=actor, organisations=[identity.organisation], role=role)
    mails.role_requested(identity, request.get_role_display(), reason)
    return request


def _open_request(identity: Identity, role: str, reason: str, proposed_by: Any) -> RoleRequest:
    rows = RoleRequest.objects.across_organisations("of an identity already found through its scope")
    if rows.filter(identity=identity, role=role, state=RoleRequest.State.OPEN).exists():
        raise RuleBroken(_("Der er allerede bedt om den rolle. Intet er ændret."))
    return RoleRequest.objects.create(
        organisation=identity.organisation,
        identity=identity,
        role=role,
        reason=reason,
        proposed_by_id=proposed_by,
    )


def _answer(request: RoleRequest, approved: bool, answer: str, actor: Actor) -> None:
    request.state = RoleRequest.State.APPROVED if approved else RoleRequest.State.REJECTED
    request.answered_at, request.answered_by_id, request.answer = timezone.now(), actor.identity_id, answer
    request.save(update_fields=["state", "answered_at", "answered_by", "answer"])
    if not approved:
        mails.role_answered(request.identity, request.get_role_display(), approved, answer)
    audit.record(
        RoleEvent.APPROVED if approved else RoleEvent.REJECTED,
        request.identity,
        actor=actor,
        organisations=[request.organisation],
        role=request.role,
        answer=answer,
    )
