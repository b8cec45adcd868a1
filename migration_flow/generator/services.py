"""The public services whose rights the legacy system knew, as this project imagines them.

One table: rights of a delivery name a service and a right by these codes, and the portal's
catalogue maps the same codes to its own rights. Order is popularity, most used first.
"""

from dataclasses import dataclass
from typing import Final

CVR, P, SE = "CVR", "P", "SE"
EVERYWHERE: Final = (CVR, P, SE)


@dataclass(frozen=True, slots=True)
class Right:
    """A right of a service. `limits` are the scope types it may be narrowed to."""

    code: str
    name_da: str
    name_en: str
    limits: tuple[str, ...] = (CVR,)


@dataclass(frozen=True, slots=True)
class Service:
    """A service of a public authority. `mandates`: its rights may be given to another organisation."""

    code: str
    name_da: str
    name_en: str
    owner_da: str
    owner_en: str
    category_da: str
    category_en: str
    rights: tuple[Right, ...]
    mandates: bool = True
    basic: bool = False


_TAX = ("Skatter og afgifter", "Taxes and duties")
_STAFF = ("Personale og økonomi", "Staff and finances")
_COMPANY = ("Virksomhedens oplysninger", "The company's details")
_POST = ("Post og kommunikation", "Post and communication")
_TRADE = ("Erhverv og miljø", "Trade and environment")
_PROPERTY = ("Ejendom og byggeri", "Property and building")

SERVICES: Final[tuple[Service, ...]] = (
    Service(
        "SKAT",
        "TastSelv Erhverv",
        "TastSelv for businesses",
        "Skattestyrelsen",
        "Danish Tax Agency",
        *_TAX,
        (
            Right("MOMS_INDBERET", "Indberet moms", "Report VAT", (CVR, SE)),
            Right("SKAT_SE", "Se skattekonto", "View the tax account"),
            Right("EINDKOMST", "Indberet løn til eIndkomst", "Report wages to eIncome", EVERYWHERE),
            Right("AFGIFT_INDBERET", "Indberet punktafgifter", "Report excise duties", (CVR, SE)),
            Right("SELSKABSSKAT", "Indberet selskabsskat", "Report corporate tax"),
            Right("TOLD_EKSPORT", "Tolddeklaration ved eksport", "Export customs declaration", EVERYWHERE),
        ),
        basic=True,
    ),
    Service(
        "DIGITAL_POST",
        "Digital Post til virksomheder",
        "Digital Post for businesses",
        "Digitaliseringsstyrelsen",
        "Agency for Digital Government",
        *_POST,
        (
            Right("POST_LAES", "Læs post", "Read post", (CVR, P)),
            Right("POST_SEND", "Skriv og svar på post", "Write and answer post", (CVR, P)),
            Right("POST_ADMIN", "Administrér mapper og adgang", "Manage folders and access"),
        ),
        mandates=False,
        basic=True,
    ),
    Service(
        "NEMREFUSION",
        "NemRefusion",
        "NemRefusion",
        "Kommunerne",
        "The municipalities",
        *_STAFF,
        (
            Right("SYGE_ANMELD", "Anmeld sygefravær", "Report sickness absence", (CVR, P)),
            Right("BARSEL_ANMELD", "Anmeld barsel", "Report parental leave", (CVR, P)),
            Right("REFUSION_SE", "Se egne sager", "View own cases", (CVR, P)),
            Right("REFUSION_SE_ALLE", "Se alle virksomhedens sager", "View all own cases", (CVR, P)),
        ),
        basic=True,
    ),
    Service(
        "VIRK_INDBERET",
        "Virk Indberetning",
        "Virk reporting",
        "Erhvervsstyrelsen",
        "Danish Business Authority",
        *_COMPANY,
        (
            Right("INDBERET", "Udfyld og indsend blanketter", "Fill in and submit forms", (CVR, P)),
            Right("KVITTERING_SE", "Se kvitteringer", "View receipts", (CVR, P)),
            Right("STAMDATA_RET", "Ret virksomhedens stamdata", "Change the company's details"),
        ),
        basic=True,
    ),
    Service(
        "REGNSKAB",
        "Regnskab 2.0",
        "Annual report filing",
        "Erhvervsstyrelsen",
        "Danish Business Authority",
        *_COMPANY,
        (
            Right("AARSRAPPORT_INDSEND", "Indsend årsrapport", "File the annual report"),
            Right("AARSRAPPORT_KLARGOER", "Klargør årsrapport", "Prepare the annual report"),
        ),
    ),
    Service(
        "STATISTIK",
        "Indberetning til Danmarks Statistik",
        "Reporting to Statistics Denmark",
        "Danmarks Statistik",
        "Statistics Denmark",
        *_COMPANY,
        (
            Right("STAT_INDBERET", "Indberet statistik", "Report statistics", (CVR, P)),
            Right("STAT_LOEN", "Indberet lønstatistik", "Report wage statistics"),
            Right("STAT_SE", "Se indberetninger", "View reports", (CVR, P)),
        ),
    ),
    Service(
        "TINGLYSNING",
        "Tinglysning",
        "Land registration",
        "Domstolsstyrelsen",
        "Danish Court Administration",
        *_PROPERTY,
        (
            Right("TINGLYS_ANMELD", "Anmeld dokumenter", "File documents"),
            Right("TINGLYS_SE", "Se tingbogen", "View the land register"),
            Right("TINGLYS_FULDMAGT", "Anmeld på andres vegne", "File on behalf of others"),
        ),
    ),
    Service(
        "FERIEKONTO",
        "FerieKonto for arbejdsgivere",
        "FerieKonto for employers",
        "Arbejdsmarkedets Tillægspension",
        "ATP",
        *_STAFF,
        (
            Right("FERIE_INDBERET", "Indberet feriepenge", "Report holiday pay", (CVR, SE)),
            Right("FERIE_SE", "Se indberetninger", "View reports", (CVR, SE)),
        ),
    ),
    Service(
        "EASY",
        "Arbejdsskader (EASY)",
        "Occupational injuries (EASY)",
        "Arbejdstilsynet",
        "Danish Working Environment Authority",
        *_STAFF,
        (
            Right("SKADE_ANMELD", "Anmeld arbejdsskade", "Report an occupational injury", (CVR, P)),
            Right("SKADE_SE", "Se anmeldelser", "View reported injuries", (CVR, P)),
        ),
    ),
    Service(
        "BYG_MILJOE",
        "Byg og Miljø",
        "Building and environment",
        "Kommunerne",
        "The municipalities",
        *_PROPERTY,
        (
            Right("BYG_ANSOEG", "Ansøg om byggetilladelse", "Apply for a building permit", (CVR, P)),
            Right("BYG_FAERDIGMELD", "Færdigmeld byggeri", "Report completed building", (CVR, P)),
            Right("MILJOE_ANSOEG", "Ansøg om miljøtilladelse", "Apply for an environmental permit", (CVR, P)),
        ),
    ),
    Service(
        "LANDBRUG",
        "Tast selv-service for landbrug",
        "Self-service for agriculture",
        "Landbrugsstyrelsen",
        "Danish Agricultural Agency",
        *_TRADE,
        (
            Right("FAELLESSKEMA", "Indsend fællesskema", "Submit the single application"),
            Right("GOEDNING", "Indberet gødningsregnskab", "Report the fertiliser account"),
            Right("HUSDYR", "Indberet til husdyrregisteret", "Report to the livestock register", (CVR, P)),
        ),
    ),
    Service(
        "EFAKTURA",
        "Fakturablanket og NemHandel",
        "Invoice form and NemHandel",
        "Erhvervsstyrelsen",
        "Danish Business Authority",
        *_TRADE,
        (
            Right("FAKTURA_SEND", "Send faktura til det offentlige", "Invoice the public sector", (CVR, P)),
            Right("FAKTURA_SE", "Se sendte fakturaer", "View sent invoices", (CVR, P)),
        ),
        mandates=False,
    ),
    Service(
        "TILSKUD",
        "Puljer og tilskud",
        "Grants and subsidies",
        "Erhvervsstyrelsen",
        "Danish Business Authority",
        *_TRADE,
        (
            Right("TILSKUD_ANSOEG", "Ansøg om tilskud", "Apply for a subsidy"),
            Right("TILSKUD_REGNSKAB", "Indsend projektregnskab", "Submit a project account"),
            Right("TILSKUD_SE", "Se sager", "View cases"),
        ),
    ),
)
