"""An offer or a request goes to the other side; both are told at once."""

import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from mandates import mails
from mandates.actions.drafts import author, own_draft, require_limit, require_within_parent
from mandates.actions.guards import (
    names,
    require_level,
    require_living_parties,
    require_person_there,
    resolve,
    rights_of,
)
from mandates.events import MandateEvent
from mandates.lifecycle import MANDATE
from mandates.models import Mandate, Resolution
from mandates.rules import policy as policies
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.rules.policy import MandatePolicy


@action(Permission.MANDATE_GIVE)
def send(*, actor: Actor, mandate: Mandate) -> Mandate:
    """Send the draft as an offer (by the grantor) or a request (by the grantee); 21 days to answer.

    Where the policy asks for two signatories of the grantor, the first one signs and the draft waits for the
    second. Raises RuleBroken where the draft is incomplete or no longer allowed."""
    current = own_draft(actor, mandate)
    policy = ready(current, actor)
    if not current.created_by_grantor:
        return _request(current, actor)
    if policy.second_signatory and not signed_by_both(current, actor):
        return current
    now = timezone.now()
    MANDATE.move(
        current, "offer", actor=actor, sent_at=now, answer_before=now + datetime.timedelta(days=policies.ANSWER_DAYS),
        grantor_consented_at=now, grantor_consented_by=signatories(current, actor), payload=facts(current),
    )  # fmt: skip
    resolve(current, Resolution.Kind.OFFERED, actor, "grantor", current.message)
    return current


def _request(mandate: Mandate, actor: Actor) -> Mandate:
    now = timezone.now()
    MANDATE.move(
        mandate, "request", actor=actor, sent_at=now, answer_before=now + datetime.timedelta(days=policies.ANSWER_DAYS),
        grantee_consented_at=now, grantee_consented_by=actor.label, payload=facts(mandate),
    )  # fmt: skip
    resolve(mandate, Resolution.Kind.REQUESTED, actor, "grantee", mandate.message)
    return mandate


def ready(mandate: Mandate, actor: Actor) -> MandatePolicy:
    """The policy, when everything is chosen and (still) allowed. Raises RuleBroken or StepUpNeeded."""
    rights = rights_of(mandate)
    if not rights or mandate.ends_at is None:
        raise RuleBroken(_("Kladden er ikke færdig. Vælg rettigheder og periode først."))
    policy = policies.together(rights)
    roles = actor.roles
    if refused := policies.refusal_to_give(policy, roles, as_grantor=author(mandate) == "grantor"):
        raise RuleBroken(refused)
    require_level(actor, policy, Permission.MANDATE_GIVE)
    require_living_parties(mandate)
    require_person_there(mandate)
    require_limit(mandate, rights, mandate.limit_type, mandate.limit_value)
    require_within_parent(mandate, rights, mandate.limit_type, mandate.limit_value)
    starts_at = max(mandate.starts_at or timezone.now(), timezone.now())
    if refused := policies.refusal_of_period(policy, starts_at, mandate.ends_at):
        raise RuleBroken(refused)
    return policy


def signed_by_both(mandate: Mandate, actor: Actor) -> bool:
    """Whether this signature is the second one. The first is noted, and the grantor's own people are told.

    Raises RuleBroken when the same person signs twice."""
    if mandate.first_signed_at is None:
        changes = {"first_signed_at": timezone.now(), "first_signed_by": actor.label,
                   "first_signed_user": actor.user.pk if actor.user else None}  # fmt: skip
        for field, value in changes.items():
            setattr(mandate, field, value)
        mandate.save(update_fields=list(changes))
        resolve(mandate, Resolution.Kind.SIGNED, actor, "grantor")
        audit.record(
            MandateEvent.SIGNED, mandate, actor=actor, organisations=[mandate.grantor], number=mandate.number
        )
        mails.second_signature(mandate, mandate.grantor, first=actor.label)
        return False
    if actor.user is not None and actor.user.pk == mandate.first_signed_user:
        raise RuleBroken(
            _("Du har allerede skrevet under. Fuldmagten venter på en anden underskriver hos jer.")
        )
    return True


def signatories(mandate: Mandate, actor: Actor) -> str:
    first = mandate.first_signed_by
    return _("%(first)s og %(second)s") % {"first": first, "second": actor.label} if first else actor.label


def facts(mandate: Mandate) -> dict[str, Any]:
    """What the history tells of a mandate."""
    return {"number": mandate.number, "grantor": mandate.grantor_name, "grantee": mandate.grantee_name,
            "rights": names(rights_of(mandate))}  # fmt: skip
