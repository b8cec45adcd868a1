"""The export package "NemID Erhverv-udtræk": files, columns, value lists, names.

The package is a proposal of this project (no real format is public); the words in it are the
legacy system's own.
"""

from typing import Final, Literal

Kind = Literal["full", "delta"]
Encoding = Literal["windows-1252", "utf-8-sig"]
Environment = Literal["TEST", "PROD"]

COMPANIES: Final = "virksomheder.csv"
UNITS: Final = "produktionsenheder.csv"
EMPLOYEES: Final = "medarbejdere.csv"
SIGNATURES: Final = "signaturer.csv"
ADMINISTRATORS: Final = "administratorer.csv"
RIGHTS: Final = "rettigheder.csv"
MANDATES: Final = "fuldmagter.csv"
OTHER_SIGNATURES: Final = "oevrige_signaturer.csv"
MANIFEST: Final = "manifest.json"

SEPARATOR: Final = ";"
LINE_END: Final = "\r\n"
TRAILER: Final = "#SLUT"

COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    name: tuple(columns.split())
    for name, columns in {
        COMPANIES: "CVR_NUMMER VIRKSOMHEDSNAVN VIRKSOMHEDSFORM_KODE VIRKSOMHEDSSTATUS AFTALE_NR AFTALE_DATO"
        " AFTALE_STATUS PRO_PAKKE CPR_TILKNYTNING TILLAD_EGET_RID LSS VEJNAVN HUSNR POSTNR POSTDISTRIKT"
        " KONTAKT_EMAIL KONTAKT_TELEFON EAN_NUMMER",
        UNITS: "CVR_NUMMER P_NUMMER NAVN STATUS",
        EMPLOYEES: "CVR_NUMMER RID_NUMMER FORNAVN EFTERNAVN CPR_NUMMER E_MAIL TELEFON ORGANISATORISK_ENHED"
        " MEDARBEJDERGRUPPE P_NUMMER STATUS OPRETTET_DATO SIDST_ANVENDT",
        SIGNATURES: "CVR_NUMMER RID_NUMMER SIGNATURTYPE STATUS CERT_SERIENUMMER POLITIK_OID SUBJECT_DN "
        "UDSTEDER E_MAIL_I_CERTIFIKAT VIS_I_CERTIFIKATDATABASE GYLDIG_FRA GYLDIG_TIL SPAERRET_DATO",
        ADMINISTRATORS: "CVR_NUMMER RID_NUMMER ROLLE FRA_DATO",
        RIGHTS: "CVR_NUMMER RID_NUMMER TJENESTE RETTIGHED SCOPE_TYPE SCOPE_VAERDI TILDELT_DATO UDLOEB_DATO",
        MANDATES: "FULDMAGTSGIVER_CVR FULDMAGTSTAGER_CVR FULDMAGTSTAGER_RID TJENESTE RETTIGHED GYLDIG_FRA"
        " GYLDIG_TIL",
        OTHER_SIGNATURES: "CVR_NUMMER TYPE UID_FID NAVN GYLDIG_FRA GYLDIG_TIL STATUS",
    }.items()
}
FILES: Final = tuple(COLUMNS)

# Value lists. Those of the export itself, then those that the proposal left open.
CARRIERS: Final = ("NOEGLEKORT", "NOEGLEFIL", "NOEGLEFIL_STRAKS", "HARDWARE", "LSS")
SIGNATURE_STATUSES: Final = ("BESTILT", "UDSTEDT", "AKTIV", "SPAERRET", "UDLOEBET")
EMPLOYEE_STATUSES: Final = ("AKTIV", "INAKTIV")
ROLES: Final = ("SUPERADMINISTRATOR", "NEMID_ADMINISTRATOR", "LRA", "RETTIGHEDSADMINISTRATOR")
SCOPE_TYPES: Final = ("CVR", "P", "SE", "CPR")
BOOLEANS: Final = ("J", "N")
AGREEMENT_STATUSES: Final = ("AKTIV", "OPSAGT")
UNIT_STATUSES: Final = ("AKTIV", "OPHOERT")
OTHER_SIGNATURE_TYPES: Final = ("VOCES", "FOCES")
COMPANY_STATUSES: Final = (
    "NORMAL",
    "UNDER KONKURS",
    "UNDER TVANGSOPLØSNING",
    "UNDER FRIVILLIG LIKVIDATION",
    "UNDER REKONSTRUKTION",
    "TVANGSOPLØST",
    "OPLØST EFTER KONKURS",
    "OPLØST EFTER FRIVILLIG LIKVIDATION",
    "OPLØST EFTER FUSION",
    "SLETTET",
)


def delivery_id(sequence: int, made_on: str) -> str:
    """`NEMIDERHV_20190502_01`; `made_on` is YYYYMMDD."""
    return f"NEMIDERHV_{made_on}_{sequence:02}"


def field(text: str) -> str:
    """One field of a line: quoted, with quotes doubled, where it has to be."""
    if SEPARATOR in text or '"' in text:
        return quoted(text)
    return text


def quoted(text: str) -> str:
    """A field in quotes."""
    return '"' + text.replace('"', '""') + '"'
