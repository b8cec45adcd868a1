"""How dates, amounts and numbers are written; times always as the clock in Copenhagen shows them."""

import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.dateformat import format as date_text
from django.utils.formats import get_format, number_format
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.core.identifiers import format_cvr
from portal.core.permissions import ADMINISTRATOR_ROLES, Role

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NO_BREAK = "\u00a0"
# What is added to the formats of `core.formats`.
EXACT = {"da": "j. F Y \\k\\l. H.i.s", "en": "j F Y \\a\\t H:i:s"}


ROLES = {
    "organisation_administrator": gettext_lazy("Organisationsadministrator"),
    "user_administrator": gettext_lazy("Brugeradministrator"),
    "rights_administrator": gettext_lazy("Rettighedsadministrator i MitID Erhverv"),
    "management_representative": gettext_lazy("Ledelsesrepræsentant"),
    "user": gettext_lazy("Bruger"),
}


def _in_language(formats: dict[str, str]) -> str:
    return formats.get((get_language() or "da")[:2], formats["da"])


def moment(value: datetime.datetime | None, kind: str = "") -> str:
    """A point in time as `<time>`: "23. november 2026 kl. 19.42"; "exact" adds the seconds. None → ""."""
    if not value:
        return ""
    local = value.astimezone(COPENHAGEN) if timezone.is_aware(value) else value.replace(tzinfo=COPENHAGEN)
    form = _in_language(EXACT) if kind == "exact" else get_format("DATETIME_FORMAT")
    written = date_text(local, form)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), written)


def day(value: datetime.date | datetime.datetime | None, kind: str = "") -> str:
    """A day as `<time>`: "23. november 2026"; kind "short": "23. nov. 2026". A point in time gives its day in
    Copenhagen. None → ""."""
    if not value:
        return ""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        value = value.astimezone(COPENHAGEN)
    written = date_text(value, get_format("SHORT_DATE_FORMAT" if kind == "short" else "DATE_FORMAT"))
    return format_html('<time datetime="{}">{}</time>', value.strftime("%Y-%m-%d"), written)


def number(value: Any) -> str:
    """Thousands in groups: 1.600.000."""
    return number_format(value, use_l10n=True, force_grouping=True)


def money(kroner: int | Decimal, vat: str = "") -> str:
    """An amount in kroner: "60 kr.", "1.234,50 kr."; vat "ex" or "incl" says so: "60 kr. ekskl. moms"."""
    amount = Decimal(kroner)
    decimals = 0 if amount == amount.to_integral_value() else 2
    written = number_format(amount, decimal_pos=decimals, use_l10n=True, force_grouping=True)
    words = {"": "", "ex": _("ekskl. moms"), "incl": _("inkl. moms")}[vat]
    return NO_BREAK.join((written, _("kr."))) + (f" {words}" if words else "")


def cvr(value: str) -> str:
    """ "92000009" as "92 00 00 09", kept on one line."""
    return format_cvr(str(value)).replace(" ", NO_BREAK)


def who_may(roles: Any) -> str:
    """Who can do it, as a sentence: the roles of an organisation among `roles`; "" where it is no matter of roles."""
    if Role.USER in (roles or ()) or Role.PERSON in (roles or ()):
        return _("Alle, der er logget ind, for sig selv og det, de selv har med at gøre.")
    names = [role_name(each) for each in roles or () if each in ADMINISTRATOR_ROLES]
    return _("Roller, der kan gøre det: %(roles)s.") % {"roles": ", ".join(names)} if names else ""


def role_name(role: str) -> str:
    """The name of a role (`core.permissions.Role`) in words; any other text comes back as it is."""
    return str(ROLES.get(role, role))
