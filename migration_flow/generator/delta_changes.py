"""How rows change from one delivery to the next."""

from typing import Final

from migration_flow.generator import layout

Changes = tuple[tuple[float, tuple[tuple[str, str], ...]], ...]
# By file: how often, and what is written over the row. A certificate, a right or a mandate ends by its date.
CHANGES: Final[dict[str, Changes]] = {
    layout.COMPANIES: (
        (0.15, (("KONTAKT_TELEFON", "70102030"),)),
        (0.15, (("VEJNAVN", "Flyttevej"), ("HUSNR", "12"))),
        (0.05, (("VIRKSOMHEDSSTATUS", "UNDER KONKURS"),)),
    ),
    layout.UNITS: ((0.05, (("STATUS", "OPHOERT"),)),),
    layout.EMPLOYEES: (
        (0.2, (("SIDST_ANVENDT", "{today}"),)),
        (0.1, (("E_MAIL", "ny.{rid}@{cvr}.example"),)),
        (0.08, (("STATUS", "INAKTIV"),)),
        (0.05, (("TELEFON", "40506070"),)),
    ),
    layout.SIGNATURES: ((0.05, (("STATUS", "SPAERRET"), ("SPAERRET_DATO", "{today}"))),),
    layout.ADMINISTRATORS: ((0.1, (("FRA_DATO", "{today}"),)),),
    layout.RIGHTS: ((0.1, (("UDLOEB_DATO", "{today}"),)),),
    layout.MANDATES: ((0.15, (("GYLDIG_TIL", "{today}"),)),),
    layout.OTHER_SIGNATURES: ((0.1, (("STATUS", "SPAERRET"),)),),
}
