"""Every number of the country is valid, synthetic, and has one owner."""

from math import gcd

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from migration_flow.generator import numbers
from migration_flow.generator.cast import CAST
from migration_flow.generator.chance import Shuffle, share
from migration_flow.generator.country import Country
from migration_flow.generator.people import NEW_PEOPLE, NEW_PER_COMPANY, SPACE, People, substitute_cpr
from portal.core.identifiers import cvr_with_check_digit, is_cvr, is_p_number, is_rid, parse_cpr, rid_form

NATION = 700_000


@pytest.mark.parametrize("companies", [50, 1_000, NATION])
def test_cvr_numbers_are_valid_ascending_and_in_the_synthetic_range(companies):
    cvr = numbers.CvrNumbers(companies, len(CAST))
    found = [cvr[index] for index in range(companies)]
    assert found == sorted(set(found))
    assert found[0] >= "92000000"
    assert found[-1] <= "99999999"
    assert all(number >= "99990000" for number in found[-len(CAST) :])
    assert all(is_cvr(number) for number in found[:: max(1, companies // 500)])


@pytest.mark.parametrize("companies", [50, 3_000, NATION])
def test_a_spare_number_belongs_to_nobody(companies):
    cvr = numbers.CvrNumbers(companies, len(CAST))
    taken = {cvr[index] for index in range(companies)}
    spares = [number for index in range(companies) if (number := cvr.spare(index))]
    assert spares
    assert not taken.intersection(spares)
    assert len(set(spares)) == len(spares)


def test_the_synthetic_range_holds_727273_valid_cvr_numbers():
    issued = numbers.issued_cvr()
    assert len(issued) == 727_273
    assert all(cvr_with_check_digit(str(number)[:7]) == str(number) for number in issued[::211])


def test_numbers_for_later_companies_lie_above_all_others():
    cvr = numbers.CvrNumbers(NATION, len(CAST))
    later = [cvr.beyond(place) for place in range(700)]
    assert all(is_cvr(number) and number > cvr[NATION - 1] for number in later)
    assert len(set(later)) == len(later)


@settings(max_examples=200)
@given(st.integers(0, NATION + 900), st.integers(0, 8))
def test_p_numbers_are_valid_and_in_the_synthetic_range(index, unit):
    number = numbers.p_number(index, unit, None)
    assert is_p_number(number)
    assert "1900000000" <= number <= "1999999999"
    assert int(number) // 100 == (numbers.FIRST_P_STEM * 10 + index * 100) // 100


def test_no_two_units_have_one_p_number():
    small = [numbers.p_number(index, unit, None) for index in range(300) for unit in range(9)]
    last = [numbers.p_number(NATION + 900, unit, None) for unit in range(9)]
    large = [numbers.p_number(0, unit, rank) for rank in (0, 1, 999) for unit in range(1_000)]
    found = small + last + large
    assert len(set(found)) == len(found)
    assert max(last) < min(large)
    assert all(is_p_number(number) and number < "2000000000" for number in large)


@pytest.mark.parametrize("chosen", [True, False])
def test_the_rids_of_the_largest_organisation_are_unique(chosen):
    rids = numbers.Rids(1, "99990007", chosen)
    found = [rids[employee] for employee in range(40_020)]
    assert len(set(found)) == len(found)
    assert all(is_rid(rid) for rid in found)
    forms = [rid_form(rid) for rid in found]
    assert forms.count("oces1") / len(forms) == pytest.approx(0.0975, abs=0.01)
    assert (forms.count("chosen") > 0) is chosen


def test_the_steps_of_the_rids_visit_every_number():
    assert gcd(numbers.OCES1_STEP, numbers.OCES1_SPACE) == 1
    assert gcd(numbers.OCES2_STEP, numbers.OCES2_SPACE) == 1


@settings(max_examples=300)
@given(st.integers(0, SPACE - 1))
def test_cpr_numbers_are_substitutes_with_their_birth_date_and_a_check_digit(place):
    text, born = substitute_cpr(place)
    cpr = parse_cpr(text, allow_substitute=True)
    assert cpr is not None
    assert (cpr.birth_date, cpr.is_substitute, cpr.has_check_digit) == (born, True, True)
    assert parse_cpr(text, allow_substitute=False) is None


def test_each_place_of_the_space_has_its_own_cpr_number():
    found = {substitute_cpr(place)[0] for place in range(0, SPACE, 53)}
    assert len(found) == len(range(0, SPACE, 53))


def test_person_numbers_of_the_nation_fit_into_the_space():
    assert NEW_PEOPLE + (NATION - 1) * NEW_PER_COMPANY + NEW_PER_COMPANY <= SPACE


def test_a_person_is_the_same_whenever_asked_and_another_with_another_seed():
    people = People(1)
    assert people[4711] == People(1)[4711]
    assert people[4711] != People(2)[4711]
    assert int(people[4711].cpr[9]) % 2 == (people[4711].given in MALES)


def test_names_look_like_the_country():
    people = People(5)
    found = [people[number] for number in range(6_000)]
    assert 0.43 <= sum(person.family.endswith("sen") for person in found) / 6_000 <= 0.49
    danish = sum(any(letter in "æøåÆØÅ" for letter in person.name) for person in found)
    assert danish / 6_000 >= 0.22
    for person in found:
        person.name.encode("windows-1252")


@given(st.integers(1, 3_000))
def test_a_shuffle_is_a_permutation(size):
    shuffle = Shuffle(size, "test")
    assert sorted(shuffle[place] for place in range(size)) == list(range(size))


def test_a_share_is_evenly_spread():
    found = [share("test", place) for place in range(4_000)]
    assert 0 <= min(found) < max(found) < 1
    assert sum(found) / 4_000 == pytest.approx(0.5, abs=0.02)


def test_people_of_different_companies_are_different_people():
    country = Country(1, 1_000)
    own = [
        number
        for index in range(1_000)
        for company in [country.company(index)]
        for number in range(company.first_person, company.first_person + company.size)
    ]
    officials = [
        country.company(index).first_official + place for index in range(1_000) for place in range(8)
    ]
    assert len(set(own)) == len(own)
    assert not set(own).intersection(officials)


MALES = {str(name) for name in People(1)._given[1].slots}
