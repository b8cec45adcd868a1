"""What one line can tell by itself, file by file (reference §7): an R code rejects it, W and D codes go with it.

What needs other rows (R03, R05, R10, W10, D06 and the findings over several rows) is asked in the database."""

from migration_flow.generator import layout as L
from migration_flow.reader import checks as c

_CVR = ("R02", c.unless("CVR_NUMMER", c.cvr_fits))
_RID = ("R04", c.lost_rid)
_BOOLEANS = ("", *L.BOOLEANS)
_STOPPED = ("BESTILT", "UDSTEDT", "SPAERRET", "UDLOEBET")


def _coded(**columns: tuple[str, ...]) -> tuple[tuple[str, c.Check], ...]:
    return tuple(("R08", c.among(name, allowed)) for name, allowed in columns.items())


RULES: dict[str, tuple[tuple[str, c.Check], ...]] = {
    L.COMPANIES: (
        _CVR, ("R07", c.dates("AFTALE_DATO")),
        ("R08", c.unless("VIRKSOMHEDSFORM_KODE", lambda code: code.isascii() and code.isdecimal() and len(code) < 4)),
        *_coded(VIRKSOMHEDSSTATUS=L.COMPANY_STATUSES, AFTALE_STATUS=("", *L.AGREEMENT_STATUSES), PRO_PAKKE=_BOOLEANS,
                CPR_TILKNYTNING=_BOOLEANS, TILLAD_EGET_RID=_BOOLEANS, LSS=_BOOLEANS),
        ("W06", c.wrong_mail("KONTAKT_EMAIL")),
        ("D07", c.unless("VIRKSOMHEDSSTATUS", lambda status: status in ("NORMAL", "UNDER REKONSTRUKTION"))),
        ("D11", c.inside("LSS", "J")),
    ),
    L.UNITS: (
        _CVR, ("R06", c.wrong_unit("P_NUMMER")), *_coded(STATUS=L.UNIT_STATUSES), ("W08", c.inside("STATUS", ("OPHOERT",))),
    ),
    L.EMPLOYEES: (
        _CVR, _RID, ("R06", c.wrong_unit("P_NUMMER", empty=True)), ("R07", c.dates("OPRETTET_DATO", "SIDST_ANVENDT")),
        *_coded(STATUS=L.EMPLOYEE_STATUSES), ("W06", c.wrong_mail("E_MAIL")), ("W07", c.cut_name),
        ("W09", c.inside("SIDST_ANVENDT", ("",))), ("D05", c.ended("SIDST_ANVENDT", months=24)),
    ),
    L.SIGNATURES: (
        _CVR, _RID, ("R07", c.dates("GYLDIG_FRA", "GYLDIG_TIL", "SPAERRET_DATO")), ("R07", c.span("GYLDIG_FRA", "GYLDIG_TIL")),
        *_coded(SIGNATURTYPE=L.CARRIERS, STATUS=L.SIGNATURE_STATUSES, VIS_I_CERTIFIKATDATABASE=_BOOLEANS),
        ("R09", c.other_subject), ("D05", c.inside("STATUS", _STOPPED)), ("D05", c.ended("GYLDIG_TIL")),
        ("D11", c.inside("SIGNATURTYPE", ("LSS",))),
    ),
    L.ADMINISTRATORS: (_CVR, _RID, ("R07", c.dates("FRA_DATO")), *_coded(ROLLE=L.ROLES)),
    L.RIGHTS: (
        _CVR, _RID, ("R07", c.dates("TILDELT_DATO", "UDLOEB_DATO")), *_coded(SCOPE_TYPE=L.SCOPE_TYPES),
    ),
    L.MANDATES: (
        ("R02", c.unless("FULDMAGTSGIVER_CVR", c.cvr_fits)), ("R02", c.unless("FULDMAGTSTAGER_CVR", c.cvr_fits)),
        ("R07", c.dates("GYLDIG_FRA", "GYLDIG_TIL")), ("R07", c.span("GYLDIG_FRA", "GYLDIG_TIL")),
    ),
    L.OTHER_SIGNATURES: (
        _CVR, ("R07", c.dates("GYLDIG_FRA", "GYLDIG_TIL")), ("R07", c.span("GYLDIG_FRA", "GYLDIG_TIL")),
        *_coded(TYPE=L.OTHER_SIGNATURE_TYPES, STATUS=L.SIGNATURE_STATUSES), ("D12", c.among("UID_FID", ())),
    ),
}  # fmt: skip

# Where words may stand, and with them a CPR number that does not belong there (R11). Dates, codes, CVR and P-numbers
# are held by their own rules.
WORDS: dict[str, tuple[str, ...]] = {
    L.COMPANIES: ("VIRKSOMHEDSNAVN", "AFTALE_NR", "VEJNAVN", "HUSNR", "POSTNR", "POSTDISTRIKT", "KONTAKT_EMAIL",
                  "KONTAKT_TELEFON", "EAN_NUMMER"),
    L.UNITS: ("NAVN",),
    L.EMPLOYEES: ("RID_NUMMER", "FORNAVN", "EFTERNAVN", "E_MAIL", "TELEFON", "ORGANISATORISK_ENHED", "MEDARBEJDERGRUPPE"),
    L.SIGNATURES: ("RID_NUMMER", "CERT_SERIENUMMER", "POLITIK_OID", "SUBJECT_DN", "UDSTEDER", "E_MAIL_I_CERTIFIKAT"),
    L.ADMINISTRATORS: ("RID_NUMMER",),
    L.RIGHTS: ("RID_NUMMER", "TJENESTE", "RETTIGHED"),
    L.MANDATES: ("FULDMAGTSTAGER_RID", "TJENESTE", "RETTIGHED"),
    L.OTHER_SIGNATURES: ("UID_FID", "NAVN"),
}  # fmt: skip


def cvr_column(name: str) -> str:
    """The column that names the company a row belongs to."""
    return "FULDMAGTSGIVER_CVR" if name == L.MANDATES else "CVR_NUMMER"
