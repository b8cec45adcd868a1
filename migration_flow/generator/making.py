"""How a company comes to be: from its position in the size table, or from its fixed role."""

from datetime import date
from typing import TYPE_CHECKING

from migration_flow.generator import forms
from migration_flow.generator.cast import PLACE_OF, SHARED_PERSONS
from migration_flow.generator.chance import Weighted, chance
from migration_flow.generator.company import Company
from migration_flow.generator.company_draws import (
    ANCHOR_FORMS,
    anchor_name,
    company_name,
    draw_management,
    draw_status,
    draw_traits,
)
from migration_flow.generator.forms import FORMS, FORMS_BY_SIZE, RULES, Form
from migration_flow.generator.numbers import LARGE_COMPANIES
from migration_flow.generator.part import Part
from migration_flow.generator.people import CAST_PEOPLE, PER_CAST_COMPANY, PER_COMPANY, REGISTER_PEOPLE
from migration_flow.generator.sizes import NATIONAL_COMPANIES

if TYPE_CHECKING:
    from migration_flow.generator.country import Country

MANY_UNITS = 977
SHARE_ONE_UNIT = 0.9714  # of the others; with the 977 this makes 97 per cent
GROUP_EVERY, GROUP_AT, GROUP_SPAN = 37, 5, 370
OFFICIALS_OF_CAST = 900
FOUNDED_OF_CAST, AGREED_OF_CAST = date(2003, 4, 1), date(2012, 9, 3)
_FORM_TABLES = tuple((limit, Weighted(table)) for limit, table in FORMS_BY_SIZE)


def ordinary(country: "Country", index: int) -> Company:
    """A company of the size table."""
    position = country.position(index)
    run, first_person = country.sizes.at(position)
    size, kind = run.size, run.kind
    dice = chance(country.seed, "company", index)
    form = _form(country, index, size, kind, dice.random())
    style = forms.style_of(form.code, dice.random())
    rule = RULES[style][int(dice.random() * len(RULES[style]))]
    owner = country.people[first_person].family
    name, industry = company_name(form, owner, dice)
    if kind:
        name = anchor_name(kind, run.rank)
    elif country.is_accountant(index):
        industry = "692000"
    company = Company(
        index, country.cvr[index], size, form, name, style, rule, first_person, _official(index)
    )
    company.kind = kind
    company.industry, company.spare = industry, country.cvr.spare(index)
    company.neighbour = country.has_neighbour(index)
    company.large_rank = _large_rank(country, position)
    company.units = _units(company, dice.random(), dice.random())
    draw_traits(company, dice)
    draw_status(company, dice)
    draw_management(company, dice)
    company.ceased_units = _ceased_units(company, dice.random())
    company.shared_person = _group_person(company)
    return company


def fixed(country: "Country", index: int, part: Part) -> Company:
    """A company with a fixed role."""
    place = PLACE_OF[part.role]
    first = CAST_PEOPLE + place * PER_CAST_COMPANY
    dice = chance(country.seed, "company", index)
    style = part.style or forms.style_of(part.form, 0.99)
    rule = RULES[style][0] if part.rule is None else part.rule
    size, form = country.cast_sizes[part.role], FORMS[part.form]
    officials = first + OFFICIALS_OF_CAST
    company = Company(index, country.cvr[index], size, form, part.name, style, rule, first, officials)
    draw_traits(company, dice)
    company.without_admin, company.lra = "", False
    company.founded, company.agreed = FOUNDED_OF_CAST, AGREED_OF_CAST
    company.status = company.register_status = part.status
    company.part, company.industry, company.others = part, part.industry, part.others
    company.units, company.ceased_units = part.units, part.ceased_units
    company.pro, company.cpr_link, company.lss = part.pro, part.cpr_link, part.lss
    company.chosen_rids, company.in_register = part.chosen_rids, part.in_register
    company.managers, company.board = part.managers, part.board
    company.manager_is_first = part.first_is_manager
    if part.role in SHARED_PERSONS:
        role, whom = SHARED_PERSONS[part.role]
        company.shared_person = CAST_PEOPLE + PLACE_OF[role] * PER_CAST_COMPANY + whom
    return company


def _form(country: "Country", index: int, size: int, kind: str | None, roll: float) -> Form:
    if kind:
        return FORMS[ANCHOR_FORMS[kind]]
    if country.is_accountant(index):
        return FORMS[forms.APS]
    table = next(table for limit, table in _FORM_TABLES if size <= limit)
    return FORMS[int(str(table.draw(roll)))]


def _official(index: int) -> int:
    return REGISTER_PEOPLE + index * PER_COMPANY


def _large_rank(country: "Country", position: int) -> int | None:
    rank = country.companies - 1 - position
    return rank if rank < min(country.companies * MANY_UNITS // NATIONAL_COMPANIES, LARGE_COMPANIES) else None


def _units(company: Company, roll: float, spread: float) -> int:
    if company.large_rank is not None:
        return min(10 + int(spread**3 * 40) + company.size // 60, 1_000)
    if roll < SHARE_ONE_UNIT:
        return 1
    return 2 + min(int(spread**5 * 8), 6)


def _ceased_units(company: Company, roll: float) -> int:
    if company.units == 1:
        return int(roll < 0.002)
    return max(int(roll < 0.15), company.units // 20)


def _group_person(company: Company) -> int | None:
    """Some companies of one person belong to a group that one person manages."""
    if company.size > 1 or company.form.code != forms.APS or company.index % GROUP_EVERY != GROUP_AT:
        return None
    return _official(company.index // GROUP_SPAN * GROUP_SPAN) + PER_COMPANY - 1
