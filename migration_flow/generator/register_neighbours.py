"""Companies that only the register knows, beside those that had employee signatures."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from migration_flow.generator import forms
from migration_flow.generator.company import LIVE, Company
from migration_flow.generator.country import Country
from migration_flow.generator.forms import FORMS
from migration_flow.generator.people import PER_COMPANY
from migration_flow.generator.register import document
from migration_flow.generator.register_shapes import Json as Document

NEW_COMPANIES: Final = 5_000_000  # above the index of every company of a first delivery


def neighbour(country: Country, company: Company) -> Company | None:
    """A company that never had an employee signature, only its owner's private NemID (segment S0)."""
    if not company.neighbour or company.spare is None:
        return None
    owner = company.first_official + PER_COMPANY - 1
    return replace(
        company, index=NEW_COMPANIES + company.index + 1, cvr=company.spare, size=1, form=FORMS[forms.ENK],
        style="owner", rule="", name=f"{country.people[owner].family} Rådgivning", shared_person=owner,
        units=0, unit_numbers=[], ceased_units=0, status=LIVE, register_status=LIVE, managers=1, board=0,
        industry="702200", kind=None,
    )  # fmt: skip


def all_documents(country: Country, company: Company) -> Iterator[Document]:
    """What the first register file has of a company and its neighbour."""
    if company.in_register:
        yield document(country, company)
    beside = neighbour(country, company)
    if beside is not None:
        yield document(country, beside)
