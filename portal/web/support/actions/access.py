"""Access to one organisation: opened with a reason and a case, extended by somebody else, closed early."""

import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from guardian.shortcuts import assign_perm, remove_perm

from portal.agreements.events import OrganisationEvent
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.web.support.events import SupportEvent
from portal.web.support.models import SupportAccess
from portal.web.support.queries.access import MAY_SEE, belongs_to, company_with, organisation_with
from portal.web.support.rules import LONGEST, TOO_SHORT, is_reason


@action(Permission.SUPPORT_OPEN)
def open_access(
    *, actor: Actor, number: str, reason: str, case_number: str, hours: int, is_outsider: bool
) -> SupportAccess:
    """Access from now and for so many hours. `is_outsider`: the agent's word that they do not belong there.

    Raises RuleBroken without a reason in words or a case, for one of the organisation's own people, and while
    an access is open already."""
    if not is_reason(reason):
        raise RuleBroken(str(TOO_SHORT))
    organisation = _named(number, actor)
    if not is_outsider or belongs_to(actor.user, organisation):
        raise RuleBroken(_("Du hører selv til organisationen. En kollega må tage sagen. Intet er åbnet."))
    now = timezone.now()
    try:
        with transaction.atomic():
            access = SupportAccess.objects.create(
                organisation=organisation, agent=actor.user, reason=reason.strip(),
                case_number=case_number.strip().upper(), starts_at=now, ends_at=now + datetime.timedelta(hours=hours),
            )  # fmt: skip
    except IntegrityError as error:
        raise RuleBroken(
            _("Du har allerede adgang til organisationen. Luk den, før du åbner en ny.")
        ) from error
    assign_perm(MAY_SEE, actor.user, organisation)
    _record(SupportEvent.ACCESS_OPENED, access, actor, until=access.ends_at)
    return access


def _named(number: str, actor: Actor) -> Organisation:
    """The organisation, made now when only the register or NemID Erhverv knows it: what is seen there needs a wall."""
    organisation = organisation_with(number)
    if organisation is not None:
        return organisation
    company = company_with(number)
    if company is None:
        raise RuleBroken(_("Nummeret findes hverken i portalen eller i registeret. Intet er åbnet."))
    organisation = Organisation.objects.create(
        cvr=company.cvr, name=company.name, form_code=company.form_code or 0
    )
    audit.record(OrganisationEvent.CREATED, organisation, actor=actor, organisations=[organisation])
    return organisation


@action(Permission.SUPPORT_SUPERVISE)
def extend_access(*, actor: Actor, access: SupportAccess, hours: int, reason: str) -> SupportAccess:
    """A supervisor, never the agent, gives a running access more hours, up to five days in all."""
    current = _locked(access)
    if not is_reason(reason):
        raise RuleBroken(str(TOO_SHORT))
    if current.agent == actor.user:
        raise RuleBroken(_("Du kan ikke forlænge din egen adgang. En anden leder må gøre det."))
    ends_at = current.ends_at + datetime.timedelta(hours=hours)
    if ends_at - current.starts_at > LONGEST:
        raise RuleBroken(_("En adgang kan højst vare fem døgn i alt. Luk sagen, eller åbn en ny adgang."))
    current.ends_at, current.extended_by = ends_at, actor.user
    current.save(update_fields=["ends_at", "extended_by"])
    _record(SupportEvent.ACCESS_EXTENDED, current, actor, until=ends_at, why=reason.strip())
    return current


@action(Permission.SUPPORT_OPEN)
def end_access(*, actor: Actor, access: SupportAccess) -> SupportAccess:
    """Close an access now: the agent their own, a supervisor anybody's. Holds from the next request on."""
    current = _locked(access)
    if current.agent != actor.user:
        actor.require(Permission.SUPPORT_SUPERVISE)
    current.ends_at = timezone.now()
    current.save(update_fields=["ends_at"])
    remove_perm(MAY_SEE, current.agent, current.organisation)
    _record(SupportEvent.ACCESS_ENDED, current, actor)
    return current


def _locked(access: SupportAccess) -> SupportAccess:
    rows = SupportAccess.objects.across_organisations("support desk: the access an action is about")
    current = rows.select_for_update(of=("self",)).select_related("organisation", "agent").get(pk=access.pk)
    if current.ends_at <= timezone.now():
        raise RuleBroken(_("Adgangen er udløbet. Åbn en ny, hvis sagen ikke er færdig."))
    return current


def _record(event: SupportEvent, access: SupportAccess, actor: Actor, **told: Any) -> None:
    told = {"reason": access.reason, "case": access.case_number, **told}
    audit.record(event, access, actor=actor, organisations=[access.organisation], **told)
