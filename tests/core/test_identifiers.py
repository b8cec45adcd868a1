"""Danish identifiers, against real public numbers and the rules they are built by."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core import identifiers as ids

# Public registers and public test material only.
REAL_CVR = [
    "13748136",
    "10150817",
    "30808460",
    "25450442",
    "39315041",
    "31938260",
    "29915938",
    "26769388",
    "35389253",
    "24256790",
]
REAL_P_EARLY = ["1004806437"]
REAL_P = [
    "1007201377",
    "1019207540",
    "1027454093",
    "1017872881",
    "1029895380",
    "1026381122",
    "1029829825",
    "1026065778",
]
SYNTHETIC_P = ["1999900018", "1999900026", "1999900034"]

stems7 = st.integers(1_000_000, 9_999_999).map(str)
stems9 = st.integers(100_000_000, 999_999_999).map(str)
TODAY = date(2021, 3, 1)


def cpr_of(born: date, tail: str, *, shift: int = 0) -> str:
    return f"{born.day + shift:02}{born:%m%y}{tail}"


@pytest.mark.parametrize("number", REAL_CVR)
def test_real_cvr_numbers_pass(number):
    assert ids.is_cvr(number)
    assert ids.is_se_number(number)
    assert ids.cvr_with_check_digit(number[:7]) == number


@pytest.mark.parametrize(
    "text", ["", "1374813", "137481361", "03748133", "1374813６", "13748136\n", "DK13748136"]
)
def test_what_is_not_eight_ascii_digits_is_no_cvr(text):
    assert not ids.is_cvr(text)


@given(stems7)
def test_a_cvr_stem_has_one_check_digit_or_was_never_issued(stem):
    valid = [f"{stem}{digit}" for digit in range(10) if ids.is_cvr(f"{stem}{digit}")]
    number = ids.cvr_with_check_digit(stem)
    assert valid == ([number] if number else [])
    assert (number is None) == (ids.weighted_sum(stem, ids.CVR_WEIGHTS) % 11 == 1)


@given(stems7, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_makes_a_cvr_wrong(stem, place, change):
    number = ids.cvr_with_check_digit(stem)
    if number:
        wrong = f"{number[:place]}{(int(number[place]) + change) % 10}{number[place + 1 :]}"
        assert not ids.is_cvr(wrong)


@pytest.mark.parametrize("number", REAL_P_EARLY + REAL_P + SYNTHETIC_P)
def test_real_p_numbers_pass(number):
    assert ids.is_p_number(number)
    assert ids.p_number_with_check_digit(number[:9]) == number


def test_a_p_number_is_judged_by_the_weights_of_its_range():
    early, late = REAL_P_EARLY[0], REAL_P[1]
    assert ids.weighted_sum(early, ids.P_NUMBER_WEIGHTS) % 11
    assert ids.weighted_sum(late, ids.P_NUMBER_EARLY_WEIGHTS) % 11


def test_the_boundary_number_belongs_to_the_early_range():
    boundary = ids.P_NUMBER_LAST_EARLY
    assert ids.is_p_number(boundary) == (ids.weighted_sum(boundary, ids.P_NUMBER_EARLY_WEIGHTS) % 11 == 0)
    assert ids.is_p_number(boundary)
    following = str(int(boundary) + 1)
    assert ids.is_p_number(following) == (ids.weighted_sum(following, ids.P_NUMBER_WEIGHTS) % 11 == 0)


@pytest.mark.parametrize("text", ["", "199990001", "19999000180", "0999900018", "1999900019", "199990001８"])
def test_other_texts_are_no_p_numbers(text):
    assert not ids.is_p_number(text)


@given(stems9)
def test_a_built_p_number_passes_and_keeps_its_stem(stem):
    number = ids.p_number_with_check_digit(stem)
    assert number is None or (ids.is_p_number(number) and number[:9] == stem)


@given(
    st.dates(date(1937, 1, 1), date(1999, 12, 31)),
    st.integers(0, 3),
    st.integers(0, 999),
    st.sampled_from((0, 60)),
)
def test_a_cpr_of_the_twentieth_century_gives_its_birth_date(born, seventh, rest, shift):
    text = cpr_of(born, f"{seventh}{rest:03}", shift=shift)
    cpr = ids.parse_cpr(text, allow_substitute=True, on=TODAY)
    assert cpr is not None
    assert (cpr.digits, cpr.birth_date, cpr.is_substitute) == (text, born, shift == 60)
    assert (ids.parse_cpr(text, allow_substitute=False, on=TODAY) is None) == (shift == 60)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("0101360001", 1936),
        ("0101363001", 1936),
        ("0101364001", None),
        ("0101204001", 2020),
        ("0101374001", 1937),
        ("0101209001", 2020),
        ("0101995001", 1899),
        ("0101585001", 1858),
        ("0101575001", None),
        ("0101208001", 2020),
        ("3102902001", None),
        ("2902012001", None),
        ("2902042001", 1904),
        ("0113902001", None),
        ("0001902001", None),
        ("6001902001", None),
        ("9201902001", None),
    ],
)
def test_century_and_date_follow_the_seventh_digit(text, year):
    cpr = ids.parse_cpr(text, allow_substitute=True, on=TODAY)
    assert (cpr.birth_date.year if cpr else None) == year


def test_substitute_numbers_are_read_only_where_allowed():
    cpr = ids.parse_cpr("6101701008", allow_substitute=True)
    assert cpr == ids.Cpr("6101701008", date(1970, 1, 1), True, cpr.has_check_digit)
    assert ids.parse_cpr("6101701008", allow_substitute=False) is None


@given(st.integers(0, 9999))
def test_modulus_11_is_information_and_never_a_reason_to_refuse(tail):
    text = f"011265{tail:04}"
    cpr = ids.parse_cpr(text, allow_substitute=False, on=TODAY)
    if text[6] in "012349":
        assert cpr.has_check_digit == (ids.weighted_sum(text, ids.CPR_WEIGHTS) % 11 == 0)
    assert cpr is None or cpr.digits == text


def test_a_cpr_may_be_written_with_its_dash_only():
    assert ids.parse_cpr("610170-1008", allow_substitute=True).digits == "6101701008"
    for text in ("61 0170 1008", "6101701008 ", "61017010080", "610170100", "610170−1008", "6101701００8"):
        assert ids.parse_cpr(text, allow_substitute=True) is None


def test_nobody_is_born_after_today():
    assert ids.parse_cpr("0203214001", allow_substitute=False, on=date(2021, 3, 2))
    assert ids.parse_cpr("0203214001", allow_substitute=False, on=date(2021, 3, 1)) is None


def test_a_cpr_never_shows_itself_in_text():
    cpr = ids.parse_cpr("6101701008", allow_substitute=True)
    assert "1008" not in repr(cpr)
    assert "1008" not in f"{cpr}"
    assert ids.mask_cpr("610170-1008") == ids.mask_cpr("6101701008") == "610170-****"
    assert ids.mask_cpr("61017") == "******-****"


@given(st.integers(0, 10**12 - 1).map(lambda stem: f"{stem:012}"), st.integers(1, 9))
def test_an_ean_has_exactly_one_check_digit(stem, change):
    number = ids.ean_with_check_digit(stem)
    assert ids.is_ean(number)
    assert not ids.is_ean(f"{stem}{(int(number[-1]) + change) % 10}")


@pytest.mark.parametrize("text", ["", "579800041765", "57980004176500", "5798000417650 ", "579800041765０"])
def test_other_texts_are_no_ean(text):
    assert not ids.is_ean(text)


@pytest.mark.parametrize(
    ("rid", "form"),
    [
        ("42634739", "oces2"),
        ("27304742", "oces2"),
        ("1237553529373", "oces1"),
        ("1299858196361", "oces1"),
        ("soren", "chosen"),
        ("Søren Å.", "chosen"),
        ("1234", "chosen"),
        ("4263473９", "chosen"),
    ],
)
def test_every_rid_form_is_a_rid(rid, form):
    assert ids.is_rid(rid)
    assert ids.rid_form(rid) == form


@pytest.mark.parametrize(
    "text", ["", " ", "1,23755E+12", "1.23755e+12", "1E+12", "4263\x004739", " 42634739"]
)
def test_what_a_spreadsheet_destroyed_is_no_rid(text):
    assert not ids.is_rid(text)


def test_a_private_subject_number_is_known_by_its_prefix():
    assert ids.is_pid("PID:9208-2002-2-735089857982")
    assert not ids.is_pid("PID:9208-2002-2-73508985798")
    assert not ids.is_pid("735089857982")


@pytest.mark.parametrize(
    "text", ["10 15 08 17", "DK-10150817", "dk 10.15.08.17", "10\u00a015 08 17", " 10150817 "]
)
def test_typed_numbers_are_cleaned(text):
    assert ids.clean_number(text) == "10150817"


@given(stems7.map(ids.cvr_with_check_digit).filter(bool))
def test_a_cvr_is_written_in_pairs_and_read_back(number):
    assert ids.format_cvr(number).replace(" ", "") == number
    assert ids.clean_number(ids.format_cvr(number)) == number
    assert ids.format_cvr("10150817") == "10 15 08 17"
