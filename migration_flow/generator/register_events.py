"""What happens to companies in the register after the extract: documents of the new state.

Each event of the portal's table is there once among the companies with fixed roles, and at small
rates in the rest of the country.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from migration_flow.generator import forms
from migration_flow.generator.chance import chance
from migration_flow.generator.company import LIVE, Company
from migration_flow.generator.country import Country
from migration_flow.generator.forms import FORMS
from migration_flow.generator.management import MANAGEMENT, Official
from migration_flow.generator.people import PER_COMPANY
from migration_flow.generator.register import document
from migration_flow.generator.register_edits import HAPPENED_ON, close, end, join, leave, set_status
from migration_flow.generator.register_neighbours import NEW_COMPANIES
from migration_flow.generator.register_people import relations
from migration_flow.generator.register_shapes import Json as Document
from migration_flow.generator.register_shapes import attribute, form_entry, period

SHARE: Final = 0.004
NEW_RULE: Final = "Selskabet tegnes af to bestyrelsesmedlemmer i forening."
MERGER_UNIT: Final = 4_800_000_000
Change = Callable[[Country, Company, Document], list[Document]]


def documents(country: Country, company: Company) -> tuple[str, list[Document]] | None:
    """(event, new documents) of a company to which something happens, else None."""
    event = company.part.event if company.part else _drawn_event(country, company)
    if event is None or not company.in_register:
        return None
    return event, EVENTS[event](country, company, document(country, company))


def _drawn_event(country: Country, company: Company) -> str | None:
    dice = chance(country.seed, "event", company.index)
    if dice.random() >= SHARE or company.is_public or company.register_status != LIVE:
        return None
    possible: tuple[str, ...] = (
        _OF_CAPITAL if company.form.capital and company.managers else ("bankruptcy", "ceased")
    )
    if company.style == "owner":
        possible = ("bankruptcy", "ceased", "owner_death")
    return possible[int(dice.random() * len(possible))]


def _new_person(country: Country, company: Company) -> Official:
    person = country.people[company.first_official + PER_COMPANY - 2]
    function = "ADM. DIR." if company.form.code == forms.AS else "DIREKTØR"
    return Official(person, MANAGEMENT, "Direktion", function)


def _status(status: str) -> Change:
    return lambda country, company, document: [set_status(document, status)]


def liquidation(country: Country, company: Company, document: Document) -> list[Document]:
    """Voluntary liquidation: a liquidator takes the place of the directors."""
    liquidator = replace(_new_person(country, company), organ="Likvidator", function="LIKVIDATOR")
    set_status(document, "UNDER FRIVILLIG LIKVIDATION")
    return [join(leave(document, "Direktion"), liquidator)]


def ceased(country: Country, company: Company, document: Document) -> list[Document]:
    """The company has ceased."""
    return [close(document, "OPLØST EFTER ERKLÆRING")]


def owner_death(country: Country, company: Company, document: Document) -> list[Document]:
    """The owner of a sole proprietorship is dead: the form becomes estate."""
    for entry in document["virksomhedsform"]:
        end(entry)
    estate = form_entry(FORMS[forms.DEAD], HAPPENED_ON)
    document["virksomhedsform"].append(estate)
    document["virksomhedMetadata"]["nyesteVirksomhedsform"] = estate
    return [leave(document, "Fuldt ansvarlig deltager")]


def _merger(company: Company, *, continuing: bool) -> Document:
    """An entry of `fusioner`; both companies name the same event."""
    pair = company.index - 1 if continuing else company.index
    role = attribute("FUNKTION", "Fortsættende" if continuing else "Ophørende", period(HAPPENED_ON))
    return {
        "enhedsNummerOrganisation": MERGER_UNIT + pair,
        "organisationsNavn": [{"navn": "Fusion", "periode": period(HAPPENED_ON)}],
        "indgaaende": [] if continuing else [role],
        "udgaaende": [role] if continuing else [],
    }


def merger_ceasing(country: Country, company: Company, document: Document) -> list[Document]:
    """The company went into the next one."""
    document["fusioner"].append(_merger(company, continuing=False))
    return [close(document, "OPLØST EFTER FUSION")]


def merger_continuing(country: Country, company: Company, document: Document) -> list[Document]:
    """The company took over the one before it."""
    document["fusioner"].append(_merger(company, continuing=True))
    return [document]


def conversion(country: Country, company: Company, before: Document) -> list[Document]:
    """A sole proprietorship becomes an ApS with a new CVR number.

    The public shape has no field for it; the attribute OMDANNET_FRA is this project's.
    """
    successor = replace(
        company, index=NEW_COMPANIES, cvr=country.cvr.beyond(0), form=FORMS[forms.APS], style="director",
        name=f"{company.name} ApS", rule=forms.RULES["director"][0], founded=HAPPENED_ON, agreed=HAPPENED_ON,
        shared_person=company.first_person, units=1, ceased_units=0,
    )  # fmt: skip
    after = document(country, successor)
    after["attributter"].append(attribute("OMDANNET_FRA", company.cvr, period(HAPPENED_ON)))
    founder = Official(country.people[company.first_person], "STIFTERE", "Stiftere", "STIFTER")
    after["deltagerRelation"][0]["organisationer"] += relations((founder,), HAPPENED_ON)[0]["organisationer"]
    return [close(before, "SLETTET"), after]


def new_signing_rule(country: Country, company: Company, document: Document) -> list[Document]:
    """From one director alone to two of the board."""
    for entry in document["attributter"]:
        if entry["type"] == "TEGNINGSREGEL":
            for value in entry["vaerdier"]:
                end(value)
            entry["vaerdier"].append({"vaerdi": NEW_RULE, "periode": period(HAPPENED_ON)})
    return [document]


def new_signatories(country: Country, company: Company, document: Document) -> list[Document]:
    """Another director."""
    return [join(leave(document, "Direktion"), _new_person(country, company))]


EVENTS: Final[dict[str, Change]] = {
    "bankruptcy": _status("UNDER KONKURS"),
    "compulsory_dissolution": _status("UNDER TVANGSOPLØSNING"),
    "liquidation": liquidation,
    "reconstruction": _status("UNDER REKONSTRUKTION"),
    "ceased": ceased,
    "owner_death": owner_death,
    "merger_ceasing": merger_ceasing,
    "merger_continuing": merger_continuing,
    "conversion": conversion,
    "new_signing_rule": new_signing_rule,
    "new_signatories": new_signatories,
}
_OF_CAPITAL: Final = (
    "bankruptcy",
    "compulsory_dissolution",
    "liquidation",
    "reconstruction",
    "ceased",
    "new_signatories",
)
