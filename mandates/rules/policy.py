"""What the rights' policies, taken together, say about one mandate: the strictest word counts."""

import calendar
import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext as _

from portal.core.permissions import Level
from rights.rules.policy import LONGEST_MONTHS, MandatePolicy, policy_of

ANSWER_DAYS = 21


def together(rights: Iterable[Any]) -> MandatePolicy:
    """The policy of a mandate over all of `rights` (Right rows; none: nothing may be given)."""
    each = [policy_of(right) for right in rights]
    if not each:
        return MandatePolicy()
    asked = {policy.sub_delegate for policy in each}
    return MandatePolicy(
        give=frozenset.intersection(*(policy.give for policy in each)),
        request=all(policy.request for policy in each),
        withdraw=frozenset.intersection(*(policy.withdraw for policy in each)),
        waive=frozenset.intersection(*(policy.waive for policy in each)),
        sub_delegate="no" if "no" in asked else "ask" if "ask" in asked else "yes",
        longest_months=min(policy.longest_months for policy in each),
        second_signatory=any(policy.second_signatory for policy in each),
        level=Level(max(policy.level for policy in each)),
    )


def latest_end(starts_at: datetime.datetime, months: int) -> datetime.datetime:
    """The last moment a mandate from `starts_at` may end; the 31st plus a month is the month's last day."""
    over = starts_at.month - 1 + min(months, LONGEST_MONTHS)
    year, month = starts_at.year + over // 12, over % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return starts_at.replace(year=year, month=month, day=min(starts_at.day, last))


def refusal_to_give(policy: MandatePolicy, roles: Collection[str], *, as_grantor: bool) -> str:
    """Why somebody with `roles` may not give (or ask for) these rights; "" if they may."""
    if not policy.may_be_given:
        return _("Mindst én af rettighederne kan ikke gives videre ved fuldmagt. Vælg andre rettigheder.")
    if not as_grantor and not policy.request:
        return _("Mindst én af rettighederne kan I ikke anmode om. Den anden part skal selv tilbyde den.")
    if as_grantor and not policy.give & frozenset(roles):
        return _(
            "Din rolle må ikke give disse rettigheder videre. Spørg jeres ledelse eller organisationsadministrator."
        )
    return ""


def refusal_of_period(policy: MandatePolicy, starts_at: datetime.datetime, ends_at: datetime.datetime) -> str:
    """Why the period is not possible; "" if it is."""
    if ends_at <= starts_at:
        return _("Slutdatoen ligger før startdatoen. Vælg en senere slutdato.")
    if ends_at > latest_end(starts_at, policy.longest_months):
        return _("Fuldmagten må højst gælde i %(months)s måneder. Vælg en tidligere slutdato.") % {
            "months": policy.longest_months
        }
    return ""
