"""Do we need an agreement? The answer for every form of company, as data (F1, F2)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

ALONE, SEVERAL = "alone", "several"
CONNECT, LOG_IN, REPRESENTATIVE, WITHOUT_CVR = "connect", "log_in", "representative", "without_cvr"


@dataclass(frozen=True)
class Form:
    """One choice of the test. `codes`: the register's form codes it covers; `who`: who may act alone in such an
    organisation, "" where nobody ever may; `otherwise`: the next step when an agreement is needed."""

    key: str
    label: Any
    codes: tuple[int, ...]
    who: str
    otherwise: str = CONNECT


FORMS = (
    Form("sole", _("Enkeltmandsvirksomhed eller personligt ejet mindre virksomhed"), (10, 15), "owner"),
    Form("partnership", _("Interessentskab (I/S)"), (30,), "partner"),
    Form("limited_partnership", _("Kommanditselskab eller partnerselskab (K/S, P/S)"), (40, 70), "director"),
    Form("company", _("Anpartsselskab, aktieselskab eller iværksætterselskab (ApS, A/S, IVS)"), (60, 80, 81), "director"),
    Form("cooperative", _("Andelsselskab eller selskab med begrænset ansvar (a.m.b.a., s.m.b.a., f.m.b.a.)"),
         (130, 140, 151, 152), "director"),
    Form("association", _("Forening eller frivillig forening"), (110, 115), "representative", REPRESENTATIVE),
    Form("foundation", _("Fond eller anden selvejende institution"), (90, 100), ""),
    Form("branch", _("Filial af en udenlandsk virksomhed"), (170, 180), "director"),
    Form("foreign", _("Udenlandsk virksomhed"), (210,), "", WITHOUT_CVR),
    Form("authority", _("Stat, region, kommune eller selvstændig offentlig virksomhed"), (230, 235, 245, 250), ""),
    Form("church", _("Folkekirkelig institution"), (260,), ""),
    Form("estate", _("Dødsbo"), (20,), ""),
    Form("other", _("Noget andet, eller det ved jeg ikke"), (270, 280), ""),
)  # fmt: skip
BY_KEY = {form.key: form for form in FORMS}

WHO: dict[str, Any] = {
    "owner": _("Er du ejeren?"),
    "partner": _("Må du tegne interessentskabet alene?"),
    "director": _("Må du tegne selskabet alene ifølge CVR-registeret?"),
    "representative": _("Er du registreret som foreningsrepræsentant i CVR-registeret?"),
}


@dataclass(frozen=True)
class Answer:
    """`needed`: whether an agreement is needed; `why`: the reason in words; `step`: what to do now."""

    needed: bool
    why: Any
    step: str


_WHY_SEVERAL = _(
    "Når flere skal handle digitalt for organisationen, skal I have en aftale og oprette dem som brugere."
)
_WHY_NOBODY = _(
    "I denne slags organisationer kan ingen handle alene med sit private MitID. Derfor skal I have en aftale."
)
_WHY_NOT_ALONE = _("Den, der ikke må tegne alene, kan ikke bruge sit private MitID uden aftale.")
_WHY_ALONE = _(
    "Du må handle alene. Så kan du bruge dit private MitID med det samme: uden aftale og uden at betale."
)
_WHY_ESTATE = _("Et dødsbo behandles af en medarbejder. Vedlæg skifteretsattesten i sagen.")


def answer(form: Form, people: str, alone: str) -> Answer:
    """`people`: ALONE when one person is to act, SEVERAL when more are; `alone`: "yes", "no" or "" (not asked)."""
    if form.key == "estate":
        return Answer(True, _WHY_ESTATE, CONNECT)
    if not form.who:
        return Answer(True, _WHY_NOBODY, form.otherwise)
    if people == SEVERAL:
        return Answer(True, _WHY_SEVERAL, CONNECT)
    if alone == "yes":
        return Answer(False, _WHY_ALONE, LOG_IN)
    return Answer(True, _WHY_NOT_ALONE, form.otherwise)
