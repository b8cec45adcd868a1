"""Lists and numbers of the component gallery, all of them made up."""

import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _


def _people() -> tuple[tuple[str, str, str, datetime.date | None], ...]:
    return (
        ("Anne-Mette Kjærgaard", _("Aktiv"), "success", datetime.date(2026, 11, 4)),
        ("Søren Ågesen", _("Afventer"), "info", datetime.date(2026, 11, 5)),
        ("Kirsten Bjørn-Thygesen", _("Spærret"), "warning", None),
        ("Frederik Holm", _("Lukket"), "error", datetime.date(2026, 10, 30)),
        ("Ibrahim Yılmaz", _("Kladde"), "neutral", None),
    )


def lists() -> dict[str, Any]:
    return {
        "people": [
            {"id": n, "name": name, "state": state, "tone": tone, "used": used}
            for n, (name, state, tone, used) in enumerate(_people(), 1)
        ],
        "steps": [
            {"label": _("Organisation"), "url": "?", "state": "done"},
            {"label": _("Kontaktperson"), "url": "?", "state": "error"},
            {"label": _("Brugere"), "url": "?", "state": "current", "note": _("12 mangler")},
            {"label": _("Rettigheder"), "url": "", "state": "todo"},
            {"label": _("Tjek jeres svar"), "url": "", "state": "todo"},
        ],
        "answers": [
            (_("Organisation"), "Nordhavn Energi A/S", "?"),
            (_("Kontaktperson"), "Søren Ågesen", "?"),
            (_("Dato for flytning"), "1. februar 2027", ""),
        ],
        "facts": [(_("Navn"), "Nordhavn Energi A/S"), ("CVR", "92 00 00 09"), (_("Status"), _("Tilsluttet"))],
        "tabs": [
            {"label": _("Aktive"), "url": "?", "current": True, "count": 312},
            {"label": _("Afventer"), "url": "?", "current": False, "count": 0},
            {"label": _("Lukkede"), "url": "?", "current": False},
        ],
        "cards": [
            {"heading": _("Brugere"), "text": _("Opret, spær og luk brugere."), "url": "?",
             "icon": "persons"},
            {"heading": _("Fuldmagter"), "text": _("Giv andre lov til at handle for jer."), "url": "?",
             "icon": "assignment", "badge": _("2 venter på svar"), "tone": "warning"},
            {"heading": _("Rettigheder"), "text": _("Bestem, hvem der må hvad."), "url": "?", "icon": "lock"},
        ],
        "consequences": [
            _("Brugeren kan ikke logge ind, fra du trykker på knappen."),
            _("Rettighederne bliver stående og virker igen, når spærringen ophæves."),
        ],
    }  # fmt: skip


def numbers() -> dict[str, Any]:
    return {
        "funnel": [
            (_("Inviteret"), 700_000),
            (_("Begyndt"), 412_300),
            (_("Flyttet"), 251_044, _("over planen")),
        ],
        "daily": [(f"{day}.11.", 900 + 137 * (day * 7 % 11), 1400 + 20 * day) for day in range(1, 24)],
        "moment": datetime.datetime(2026, 11, 23, 9, 42, 7, tzinfo=ZoneInfo("Europe/Copenhagen")),
        "day": datetime.date(2026, 11, 23),
        "amount": Decimal("1234.5"),
        "cvr": "92000009",
        "uuid": "6f1c2a34-9d0b-4c58-8f5e-0c9a7e1b2d43",
    }
