"""The terms an organisation is on, and those that wait for its yes."""

import datetime
import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from portal.agreements.models import Organisation, Terms, TermsChange
from portal.agreements.queries.register import snapshot_of
from portal.core import documents

NOTICE = datetime.timedelta(days=92)  # three months, by their longest


def terms_in_force() -> Terms:
    """The terms an agreement concluded today is on."""
    found = Terms.objects.filter(in_force_from__lte=timezone.localdate()).order_by("-in_force_from").first()
    assert found is not None
    return found


def waiting_terms(organisation: Organisation) -> TermsChange | None:
    """New terms the organisation has been told of and has not accepted."""
    return unaccepted_terms(organisation.pk).select_related("terms").order_by("-told_at").first()


def unaccepted_terms(organisation: uuid.UUID) -> QuerySet[TermsChange]:
    every = TermsChange.objects.across_organisations("the organisation's own terms")
    waiting = every.filter(agreement__organisation=organisation, accepted_at__isnull=True)
    return waiting.exclude(agreement__state="ended")


def bind_from(change: TermsChange) -> datetime.date:
    """Never earlier than three months after the organisation was told."""
    return max(change.terms.in_force_from, timezone.localdate(change.told_at) + NOTICE)


def terms_text(change: TermsChange) -> tuple[str, str]:
    """(the words as they are shown and accepted, their language)."""
    language = get_language() or "da"
    agreement = change.agreement
    facts = snapshot_of(agreement.organisation.cvr) or {"name": agreement.organisation.name,
                                                        "cvr": agreement.organisation.cvr}  # fmt: skip
    context: dict[str, Any] = {"connection": agreement.connection, "facts": facts, "terms": change.terms,
                               "date": timezone.localdate(change.told_at)}  # fmt: skip
    return documents.render_html(change.terms.template, context, language=language), language
