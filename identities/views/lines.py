"""The lines of the list of users: made in one go, because fifty times a template's tags is most of what the page
costs."""

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from identities.models import AdministratorRole, Identity
from portal.core.templatetags._pieces import badge

TONES = {
    "draft": "neutral",
    "pending": "info",
    "active": "success",
    "suspended": "warning",
    "closed": "neutral",
}
_LINE = '<tr>{}<th scope="row"><a href="{}{}/">{}</a>{}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>'
_CHOICE = (
    '<td><div class="form-group-checkbox"><input type="checkbox" class="form-checkbox" id="ids-{0}" name="ids" '
    'value="{0}"><label for="ids-{0}"><span class="sr-only">{1} {2}</span></label></div></td>'
)
_EMAIL = '<br><span class="small-text">{}</span>'


def lines(rows: Iterable[Identity], cvr: str, choosable: bool) -> Any:
    """`<tr>…</tr>` of each row (as `listing.shown` gives them), drawn when the page asks for them; with a box to tick
    where somebody may choose."""
    return SimpleLazyObject(lambda: _drawn(rows, cvr, choosable))


def _drawn(rows: Iterable[Identity], cvr: str, choosable: bool) -> SafeString:
    address, line = reverse("identities:list", args=[cvr]), _words(choosable)
    return mark_safe("".join(line(row, address) for row in rows))  # noqa: S308 - each was escaped by format_html


def _words(choosable: bool) -> Callable[[Any, str], SafeString]:
    """One line; what is the same on all of them is looked up once."""
    badges = {state: badge(label, TONES[state]) for state, label in Identity.State.choices}
    roles = {role: str(label) for role, label in AdministratorRole.choices}
    private, dedicated, choose = _("Bruger privat MitID"), _("Bruger særskilt MitID"), _("Vælg")
    kinds = {"automatic": _("MitID privat til erhverv"), "local_idp": _("Lokal IdP")}
    months: dict[Any, str] = {None: ""}

    def month(day: Any) -> str:
        if day not in months:
            months[day] = date_format(day, "F Y")
        return months[day]

    def line(row: Any, address: str) -> SafeString:
        name = row.shown_name
        uses = kinds.get(row.kind) or (private if row.uses_private else dedicated)
        return format_html(
            _LINE,
            format_html(_CHOICE, row.pk, choose, name) if choosable else "",
            address,
            row.pk,
            name,
            format_html(_EMAIL, row.email) if row.email else "",
            badges[row.state],
            uses if row.state in Identity.LIVE else "",
            ", ".join(roles[each.role] for each in row.standing),
            month(row.last_used_month),
        )

    return line
