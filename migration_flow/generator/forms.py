"""Legal forms, how companies of each form are managed and signed, and how common all that is."""

from dataclasses import dataclass
from typing import Final, Literal

Style = Literal[
    "owner", "partners", "director", "joint", "chair", "representative", "members", "foundation",
    "general_partner", "branch", "authority",
]  # fmt: skip

ENK, PMV, IS, KS, AS, PS, APS, IVS = 10, 15, 30, 40, 60, 70, 80, 81
FON, EFO, FOR, FFO, ANS, ABA, SMA = 90, 100, 110, 115, 130, 140, 151
FAS, UDL, STA, REG, KOM, DEAD = 170, 210, 230, 245, 250, 20


@dataclass(frozen=True, slots=True)
class Form:
    """A legal form of the register. `suffix` ends the company's name; `capital`: it has a company status."""

    code: int
    short: str
    long: str
    suffix: str = ""
    capital: bool = False


FORMS: Final = {
    form.code: form
    for form in (
        Form(ENK, "ENK", "Enkeltmandsvirksomhed"),
        Form(PMV, "PMV", "Personligt ejet Mindre Virksomhed"),
        Form(DEAD, "DØD", "Dødsbo"),
        Form(IS, "I/S", "Interessentskab", " I/S"),
        Form(KS, "K/S", "Kommanditselskab", " K/S", True),
        Form(AS, "A/S", "Aktieselskab", " A/S", True),
        Form(PS, "P/S", "Partnerselskab (kommanditaktieselskab)", " P/S", True),
        Form(APS, "APS", "Anpartsselskab", " ApS", True),
        Form(IVS, "IVS", "Iværksætterselskab", " IVS", True),
        Form(FON, "FON", "Fonde og andre selvejende institutioner"),
        Form(EFO, "EFO", "Erhvervsdrivende fond", "", True),
        Form(FOR, "FOR", "Forening"),
        Form(FFO, "FFO", "Frivillig forening"),
        Form(ANS, "ANS", "Andelsselskab (-forening)", " A.M.B.A.", True),
        Form(ABA, "ABA", "Andelsselskab med begrænset ansvar", " A.M.B.A.", True),
        Form(SMA, "SMA", "Selskab med begrænset ansvar", " S.M.B.A.", True),
        Form(FAS, "FAS", "Filial af udenlandsk aktieselskab", ", filial", True),
        Form(UDL, "UDL", "Anden udenlandsk virksomhed", " Ltd."),
        Form(STA, "STA", "Statslig administrativ enhed"),
        Form(REG, "REG", "Region"),
        Form(KOM, "KOM", "Primærkommune"),
    )
}

# Per cent of forms by size; together with the sizes they give the mix of the whole country.
_SELF_OWNING = (
    (FON, 0.9),
    (KS, 0.55),
    (PS, 0.25),
    (ANS, 0.2),
    (ABA, 0.15),
    (SMA, 0.15),
    (FAS, 0.1),
    (UDL, 0.2),
)


def _mix(rest: float, *table: tuple[int, float]) -> tuple[tuple[int, float], ...]:
    total = sum(weight for _, weight in _SELF_OWNING)
    return (*table, *((form, weight * rest / total) for form, weight in _SELF_OWNING))


FORMS_BY_SIZE: Final = (
    (1, _mix(1.74, (ENK, 51), (APS, 23.5), (AS, 2), (FFO, 7), (FOR, 3.5), (IS, 4), (PMV, 4.16), (IVS, 3.1))),
    (3, _mix(1.0, (ENK, 25), (APS, 37), (AS, 11), (FFO, 10), (FOR, 6.5), (IS, 6), (IVS, 3.5))),
    (19, _mix(9.5, (ENK, 8), (APS, 35), (AS, 25), (FFO, 8), (FOR, 7.5), (IS, 5.5), (IVS, 1.5))),
    (10**6, _mix(10, (APS, 25), (AS, 45), (FON, 14), (FOR, 6))),
)

# How many can be signed by one person alone, by form (Digitaliseringsstyrelsen, "NemID privat til erhverv").
SOLE: Final = {ENK: 1.0, PMV: 1.0, APS: 0.80, IVS: 0.76, AS: 0.43}
REPRESENTED_ASSOCIATIONS: Final = 0.3

# Text of the rule by style; a no-break space and missing full stops are found in the real register too.
RULES: Final[dict[Style, tuple[str, ...]]] = {
    "owner": ("",),
    "partners": ("", "", "Interessentskabet tegnes af to interessenter i forening."),
    "director": (
        "Selskabet tegnes af en direktør.",
        "Selskabet tegnes af direktøren alene",
        "Selskabet tegnes af en direktør alene eller af den samlede bestyrelse",
        "Selskabet tegnes af en direktør, 3\u00a0bestyrelsesmedlemmer i forening eller "
        "af den samlede bestyrelse.",
    ),
    "joint": (
        "Selskabet tegnes af to bestyrelsesmedlemmer i forening eller af ét bestyrelsesmedlem i forening "
        "med én direktør.",
        "Selskabet tegnes af én direktør i forening med et bestyrelsesmedlem samt af den samlede bestyrelse "
        "i forening.",
        "Selskabet tegnes af den samlede bestyrelse.",
    ),
    "chair": ("Selskabet tegnes af bestyrelsens formand eller to bestyrelsesmedlemmer i forening",),
    "representative": ("",),
    "members": ("", "Foreningen tegnes af formanden og kassereren i forening."),
    "foundation": ("Fonden tegnes af bestyrelsens formand i forening med et bestyrelsesmedlem.",),
    "general_partner": ("Selskabet tegnes af komplementaren.",),
    "branch": ("Filialen tegnes af filialbestyreren.",),
    "authority": ("",),
}
ALONE: Final[frozenset[Style]] = frozenset({"owner", "director", "representative"})


def style_of(form: int, roll: float) -> Style:
    """How a company of this form is signed; `roll` in [0, 1) decides between the ways it has."""
    if form in SOLE:
        return _company_style(form, roll)
    if form in (FFO, FOR):
        return "representative" if roll < REPRESENTED_ASSOCIATIONS else "members"
    return _OTHER_STYLES.get(form, "joint")


def _company_style(form: int, roll: float) -> Style:
    if form in (ENK, PMV):
        return "owner"
    if roll < SOLE[form]:
        return "director"
    return "joint" if roll < SOLE[form] + (1 - SOLE[form]) * 0.8 else "chair"


_OTHER_STYLES: Final[dict[int, Style]] = {
    IS: "partners", KS: "general_partner", PS: "general_partner", FON: "foundation", EFO: "foundation",
    ANS: "chair", ABA: "chair", SMA: "chair", FAS: "branch", UDL: "authority", STA: "authority",
    REG: "authority", KOM: "authority",
}  # fmt: skip
