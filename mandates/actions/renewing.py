"""Renewal: a new mandate with the same rights and limit, which takes the old one's place when both have said yes."""

import uuid
from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from mandates.actions.guards import lock, new_number, require_party, rights_of
from mandates.actions.sending import facts, send
from mandates.events import MandateEvent
from mandates.models import LIVE, Mandate, MandateRight
from mandates.rules import policy as policies
from portal.core import audit, jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import Job
from portal.core.permissions import Permission

KIND = "mandates.renew"
_CHUNK = 50


@action(Permission.MANDATE_GIVE)
def renew(*, actor: Actor, mandate: Mandate, months: int | None = None, one_of_many: bool = False) -> Mandate:
    """Offer (grantor) or ask for (grantee) the same again, for `months` from now or as long as the policy allows.
    `one_of_many`: the own side gets no mail about this one, but one about all of them.

    Returns the new mandate; the old one is in force until the answer. Raises RuleBroken when a renewal is already
    under way, also when two people ask at the same time."""
    old = lock(mandate)
    party = require_party(actor, old, "grantor", "grantee")
    if old.state not in LIVE:
        raise RuleBroken(_("Fuldmagten er ikke i kraft og kan ikke fornyes. Lav en ny."))
    if old.parent_id:
        raise RuleBroken(_("En fuldmagt, der er givet videre, fornyes ved at give den videre igen."))
    new = _successor(old, party, months)
    audit.record(MandateEvent.DRAFTED, new, actor=actor, organisations=[actor.organisation], renews=old.number,
                 **facts(new))  # fmt: skip
    new.silent_for = str(actor.organisation.pk) if one_of_many else ""
    return send(actor=actor, mandate=new)


def _successor(old: Mandate, party: str, months: int | None) -> Mandate:
    rights = [each for each in rights_of(old) if each.retired_at is None]
    longest = policies.together(rights).longest_months
    new = Mandate(
        number=new_number(), grantor=old.grantor, grantee=old.grantee, grantor_name=old.grantor.name,
        grantee_name=old.grantee.name, grantee_identity=old.grantee_identity, limit_type=old.limit_type,
        limit_value=old.limit_value, created_by_grantor=party == "grantor", replaces=old,
        ends_at=policies.latest_end(timezone.now(), min(months or longest, longest)),
    )  # fmt: skip
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        if "one_renewal_at_a_time" not in str(error):
            raise
        raise RuleBroken(_("Fuldmagten er allerede ved at blive fornyet. Se den nye på listen.")) from error
    MandateRight.objects.bulk_create([MandateRight(mandate=new, right=each) for each in rights])
    return new


@action(Permission.MANDATE_GIVE)
def renew_in_bulk(*, actor: Actor, mandates: Iterable[uuid.UUID], months: int | None = None) -> Job:
    """A job that renews each; what cannot be renewed stands with its reason in the job's result."""
    own = Mandate.objects.for_actor(actor).filter(pk__in=list(mandates), state__in=LIVE)
    ids = [str(pk) for pk in own.order_by("pk").values_list("pk", flat=True)]
    if not ids:
        raise RuleBroken(_("Vælg mindst én fuldmagt, der er i kraft."))
    who = {"identity": str(actor.identity_id), "level": int(actor.auth.level) if actor.auth else 0}
    job = jobs.start(
        KIND, title=_("Fornyelse af fuldmagter"), requested_by=actor.label, organisation=actor.organisation,
        params={"who": who, "months": months},
        chunks=[({"ids": ids[n : n + _CHUNK]}, len(ids[n : n + _CHUNK])) for n in range(0, len(ids), _CHUNK)],
    )  # fmt: skip
    audit.record(MandateEvent.BULK_RENEWED, actor.organisation, actor=actor, organisations=[actor.organisation],
                 act=job.pk, number=len(ids))  # fmt: skip
    return job
