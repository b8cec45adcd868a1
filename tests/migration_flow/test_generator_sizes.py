"""The sizes of the country, as arithmetic: nothing is written."""

import pytest

from migration_flow.generator.country import Country
from migration_flow.generator.sizes import NATIONAL_COMPANIES, NATIONAL_IDENTITIES, Sizes, national_runs

# Identities per company (from, to): companies, identities.
TABLE = {
    (1, 1): (505_000, 505_000),
    (2, 2): (88_000, 176_000),
    (3, 3): (37_000, 111_000),
    (4, 4): (25_662, 102_648),
    (5, 9): (32_969, 204_186),
    (10, 19): (8_208, 105_687),
    (20, 49): (2_428, 68_636),
    (50, 99): (382, 25_389),
    (100, 199): (112, 15_287),
    (200, 499): (125, 43_211),
    (500, 999): (67, 45_349),
    (1_000, 1_999): (26, 34_794),
    (2_000, 4_999): (12, 33_996),
    (5_000, 9_999): (4, 25_590),
    (10_000, 19_999): (3, 39_227),
    (20_000, 49_999): (2, 64_000),
}


@pytest.mark.parametrize(("band", "sums"), TABLE.items())
def test_the_national_table_is_exact_in_every_band(band, sums):
    runs = [run for run in national_runs() if band[0] <= run.size <= band[1]]
    assert (sum(run.companies for run in runs), sum(run.companies * run.size for run in runs)) == sums


def test_the_national_sums_are_700000_companies_and_1600000_identities():
    assert sum(run.companies for run in national_runs()) == NATIONAL_COMPANIES == 700_000
    assert sum(run.companies * run.size for run in national_runs()) == NATIONAL_IDENTITIES == 1_600_000


def test_the_country_with_its_fixed_companies_keeps_the_national_sum():
    assert Country(1, NATIONAL_COMPANIES).identities() == NATIONAL_IDENTITIES


def test_the_largest_organisation_has_40000_identities():
    run, first = Sizes(NATIONAL_COMPANIES).at(NATIONAL_COMPANIES - 1)
    assert (run.size, run.kind) == (40_000, "region")
    assert first + run.size == NATIONAL_IDENTITIES


@pytest.mark.parametrize("companies", [1, 2, 7, 50, 1_000, 50_000])
def test_a_smaller_country_is_a_sample_of_the_national_one(companies):
    sizes = Sizes(companies)
    runs = [sizes.at(position)[0] for position in range(companies)]
    found = [run.size for run in runs if run.kind is None]
    assert found == sorted(found)
    assert all(run.kind for run in runs[len(found) :])
    for size in (1, 2, 3, 5, 12):
        assert [position for position, value in enumerate(found) if value == size] == list(
            sizes.positions(size)
        )
    small = sum(size <= 3 for size in found) / companies
    assert small == pytest.approx(0.9, abs=1.5 / companies)


@pytest.mark.parametrize("companies", [27, 28, 50, 1_000])
def test_every_position_of_the_table_is_used_once(companies):
    country = Country(3, companies)
    positions = [country.position(index) for index in range(country.ordinary)]
    assert len(set(positions)) == country.ordinary
    assert not set(positions).intersection(country._reserved)
    assert sum(country.company(index).size for index in range(companies)) == country.identities()


@pytest.mark.parametrize("companies", [0, -1, NATIONAL_COMPANIES + 1])
def test_a_country_out_of_range_is_refused(companies):
    with pytest.raises(ValueError, match="700000"):
        Sizes(companies)
