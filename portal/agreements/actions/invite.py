"""A link to a case for somebody who is to sign it or go on with it; it opens the case for one person."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements import mails
from portal.agreements.actions.guarding import own, require_state
from portal.agreements.events import ConnectionEvent as Event
from portal.agreements.models import Connection, Invitation
from portal.agreements.rules import links
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

S = Connection.State
LINK_DAYS = 30
MOST_OPEN = 20


@action(Permission.AGREEMENT_PREPARE)
def invite(*, actor: Actor, connection: Connection, email: str) -> Invitation:
    """Mail a link to the case. Whether the receiver may sign is asked of the register, or of a case worker, not of the
    link."""
    case = own(actor, connection)
    require_state(case, S.DRAFT, S.SIGNING, S.ANSWER_NEEDED)
    if case.invitations.filter(taken_at__isnull=True, expires_at__gt=timezone.now()).count() >= MOST_OPEN:
        raise RuleBroken(
            _("Der er sendt mange links, som ikke er brugt endnu. Vent, til nogle af dem er brugt.")
        )
    token = links.new_token()
    invitation = Invitation.objects.create(
        connection=case, email=email, token_sha256=links.digest(token), made_by=actor.user,
        expires_at=timezone.now() + datetime.timedelta(days=LINK_DAYS),
    )  # fmt: skip
    mails.invitation(invitation, token, LINK_DAYS)
    audit.record(Event.INVITED, case, actor=actor, organisations=case.organisations(), email=email)
    return invitation


@action(Permission.AGREEMENT_PREPARE)
def take_invitation(*, actor: Actor, token: str) -> Connection:
    """The person who opens the link takes part in the case from now on; the link is theirs and works for nobody else.

    Raises RuleBroken for a link that never was, has expired, or is somebody else's: the same sentence for all."""
    rows = Invitation.objects.across_organisations("found by its secret").select_for_update(of=("self",))
    found = rows.select_related("connection").filter(token_sha256=links.digest(token)).first()
    dead = _("Linket virker ikke længere. Bed den, der sendte det, om et nyt. Intet er ændret.")
    if found is None or found.taken_by_id not in (None, actor.user.pk):
        raise RuleBroken(dead)
    if found.taken_by_id is None:
        if found.expires_at <= timezone.now() or not found.connection.is_open:
            raise RuleBroken(dead)
        found.taken_by, found.taken_at = actor.user, timezone.now()
        found.save(update_fields=["taken_by", "taken_at"])
    audit.record(Event.JOINED, found.connection, actor=actor, organisations=found.connection.organisations())
    return found.connection
