"""What the component gallery shows: one sample of everything, all of it made up."""

import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.forms import (
    CheckboxesWithHints,
    CvrField,
    DatePartsField,
    FilterForm,
    MailField,
    PhoneField,
    PortalForm,
    RadioWithHints,
    UploadField,
)


class SampleForm(PortalForm):
    """Every kind of field once."""

    fieldsets = (
        (gettext_lazy("Kontaktperson"), ("name", "mail", "phone", "birth")),
        (gettext_lazy("Organisation"), ("cvr", "unit", "way", "systems", "roster", "note", "accept")),
    )
    name = forms.CharField(
        label=gettext_lazy("Fulde navn"),
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("Indtast kontaktpersonens fulde navn")},
    )
    mail = MailField(
        label=gettext_lazy("E-mailadresse"),
        help_text=gettext_lazy("Vi sender kvitteringen hertil."),
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Indtast kontaktpersonens e-mailadresse")},
    )
    phone = PhoneField(label=gettext_lazy("Telefonnummer"), required=False)
    birth = DatePartsField(
        label=gettext_lazy("Fødselsdato"),
        help_text=gettext_lazy("For eksempel 1 2 1990"),
        error_messages={"required": gettext_lazy("Indtast kontaktpersonens fødselsdato")},
    )
    cvr = CvrField(
        label=gettext_lazy("CVR-nummer"),
        help_text=gettext_lazy("8 cifre"),
        error_messages={"required": gettext_lazy("Indtast organisationens CVR-nummer")},
    )
    unit = forms.ChoiceField(
        label=gettext_lazy("Afdeling"),
        choices=[
            ("", gettext_lazy("Vælg afdeling")),
            ("1", gettext_lazy("Regnskab")),
            ("2", gettext_lazy("Drift")),
        ],
        error_messages={"required": gettext_lazy("Vælg en afdeling")},
    )
    way = forms.ChoiceField(
        label=gettext_lazy("Hvordan vil I oprette brugerne?"),
        choices=[("one", gettext_lazy("Én ad gangen")), ("file", gettext_lazy("Med en fil"))],
        widget=RadioWithHints(
            hints={
                "one": gettext_lazy("Bedst til få brugere."),
                "file": gettext_lazy("Op til 40.000 rækker."),
            }
        ),
        error_messages={"required": gettext_lazy("Vælg, hvordan I vil oprette brugerne")},
    )
    systems = forms.MultipleChoiceField(
        label=gettext_lazy("Hvad skal brugerne kunne?"),
        help_text=gettext_lazy("Vælg mindst én ting."),
        choices=[("vat", gettext_lazy("Indberette moms")), ("pay", gettext_lazy("Indberette løn"))],
        widget=CheckboxesWithHints(hints={"vat": gettext_lazy("Gælder hele organisationen.")}),
        error_messages={"required": gettext_lazy("Vælg mindst én ting, som brugerne skal kunne")},
    )
    roster = UploadField(
        label=gettext_lazy("Liste over brugerne"), formats=("csv", "xlsx"), max_megabytes=2, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Bemærkning"),
        required=False,
        widget=forms.Textarea({"rows": 4, "data-character-limit": 300}),
    )
    accept = forms.BooleanField(
        label=gettext_lazy("Jeg bekræfter, at oplysningerne er rigtige"),
        error_messages={"required": gettext_lazy("Bekræft, at oplysningerne er rigtige")},
    )


class SampleFilter(FilterForm):
    q = forms.CharField(label=gettext_lazy("Navn eller mail"), required=False, widget=forms.SearchInput)
    state = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("Alle")), ("active", gettext_lazy("Aktiv"))],
    )


def context() -> dict[str, Any]:
    """Everything web/gallery.html asks for, besides its title."""
    wrong = SampleForm(
        {"mail": "lone@", "birth_0": "31", "birth_1": "2", "birth_2": "1990", "cvr": "12345678"}
    )
    return {"form": wrong, "clean_form": SampleForm(auto_id="clean_%s"),
            "filter": SampleFilter({"q": "Sø"}, auto_id="filter_%s"), "sort": "name",
            **_lists(), **_numbers()}  # fmt: skip


def _people() -> tuple[tuple[str, str, str, datetime.date | None], ...]:
    return (
        ("Anne-Mette Kjærgaard", _("Aktiv"), "success", datetime.date(2026, 11, 4)),
        ("Søren Ågesen", _("Afventer"), "info", datetime.date(2026, 11, 5)),
        ("Kirsten Bjørn-Thygesen", _("Spærret"), "warning", None),
        ("Frederik Holm", _("Lukket"), "error", datetime.date(2026, 10, 30)),
        ("Ibrahim Yılmaz", _("Kladde"), "neutral", None),
    )


def _lists() -> dict[str, Any]:
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


def _numbers() -> dict[str, Any]:
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
