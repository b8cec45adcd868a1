"""New terms: told three months before, reminded of, accepted by an organisation administrator, kept as a document."""

import datetime
import hashlib
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.agreements import mails, queries
from portal.agreements.events import AgreementEvent as Event
from portal.agreements.models import Agreement, Terms, TermsChange
from portal.core import audit, documents
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

REMIND_BEFORE = datetime.timedelta(days=30)
LIVING = (Agreement.State.ACTIVE, Agreement.State.TERMINATING)


@action(Permission.SUPPORT_ACT)
def tell_of_terms(*, actor: Actor, limit: int = 200) -> int:
    """By the clock: every living agreement on older terms hears of the newest, once. Returns how many did now."""
    newest = Terms.objects.latest("in_force_from")
    every = Agreement.objects.across_organisations("by the clock")
    older = every.filter(state__in=LIVING, terms__in_force_from__lt=newest.in_force_from).exclude(
        changes__terms=newest
    )
    rows = list(
        older.select_for_update(skip_locked=True, of=("self",)).select_related("organisation")[:limit]
    )
    for agreement in rows:
        change = TermsChange.objects.create(agreement=agreement, terms=newest, told_at=timezone.now())
        mails.terms_told(change)
        audit.record(
            Event.TERMS_TOLD,
            agreement,
            actor=actor,
            organisations=[agreement.organisation],
            version=newest.pk,
        )
    if not rows:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return len(rows)


@action(Permission.SUPPORT_ACT)
def remind_of_terms(*, actor: Actor, limit: int = 200) -> int:
    """By the clock: thirty days before they bind, those who have not accepted are reminded, once."""
    every = TermsChange.objects.across_organisations("by the clock").select_for_update(
        skip_locked=True, of=("self",)
    )
    waiting = every.filter(accepted_at__isnull=True, reminded_at__isnull=True, agreement__state__in=LIVING,
                           terms__in_force_from__lte=timezone.localdate() + REMIND_BEFORE)  # fmt: skip
    rows = list(waiting.select_related("agreement__organisation", "terms")[:limit])
    for change in rows:
        change.reminded_at = timezone.now()
        change.save(update_fields=["reminded_at"])
        mails.terms_reminded(change)
        audit.record(Event.TERMS_REMINDED, change, actor=actor, organisations=change.organisations(),
                     version=change.terms_id)  # fmt: skip
    if not rows:
        audit.record_bulk("SELECT 1 WHERE false", [])
    return len(rows)


@action(Permission.TERMS_ACCEPT)
def accept_terms(*, actor: Actor, change: TermsChange, text_sha256: str) -> TermsChange:
    """Accept exactly the words that were shown (`text_sha256` of them); they are kept as a document."""
    rows = TermsChange.objects.for_actor(actor).select_for_update(of=("self",))
    current = rows.select_related("agreement__organisation", "agreement__connection", "terms").get(
        pk=change.pk
    )
    if current.accepted_at is not None:
        raise RuleBroken(_("Vilkårene er allerede accepteret af %(name)s.") % {"name": current.accepted_name})
    text, language = queries.terms_text(current)
    if hashlib.sha256(text.encode()).hexdigest() != text_sha256:
        raise RuleBroken(_("Vilkårene er ændret, siden du læste dem. Læs dem igen, før du accepterer."))
    organisation = current.agreement.organisation
    current.document = documents.keep_document(
        text=text, kind="vilkaar", template=current.terms.template, version=current.terms.version, language=language,
        organisation=organisation, title=_("Vilkår for %(name)s") % {"name": organisation.name},
    )  # fmt: skip
    current.accepted_at, current.accepted_by, current.accepted_name = timezone.now(), actor.user, actor.label
    current.save()
    _put_on_agreement(current)
    audit.record(Event.TERMS_ACCEPTED, current.agreement, actor=actor, organisations=[organisation],
                 version=current.terms_id, document=current.document.sha256)  # fmt: skip
    return current


def _put_on_agreement(change: TermsChange) -> None:
    agreement: Any = change.agreement
    agreement.terms, agreement.document = change.terms, change.document
    agreement.save(update_fields=["terms", "document"])
