"""What people type, and what the fields make of it."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError

from portal.core.forms import (
    CprField,
    CvrField,
    DatePartsField,
    EanField,
    MailField,
    PhoneField,
    PNumberField,
    SeNumberField,
)
from portal.core.identifiers import cvr_with_check_digit, ean_with_check_digit, p_number_with_check_digit

CVR = next(filter(None, map(cvr_with_check_digit, ("9200001", "9200002", "9200003"))))
P_NUMBER = next(filter(None, map(p_number_with_check_digit, ("190000001", "190000002", "190000003"))))
EAN = ean_with_check_digit("579000000000")


def code(field: forms.Field, typed) -> str:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    return refused.value.code


@pytest.mark.parametrize("written", ["{}", " {} ", "DK{}", "dk {}", "CVR"])
def test_a_cvr_number_may_be_written_as_people_write_it(written):
    typed = f"{CVR[:2]} {CVR[2:4]} {CVR[4:6]}.{CVR[6:]}" if written == "CVR" else written.format(CVR)
    assert CvrField().clean(typed) == CVR


@pytest.mark.parametrize("typed", ["12345678", CVR[:-1], "bageren", f"{CVR}1", "0" * 8])
def test_what_is_no_cvr_number_is_refused(typed):
    assert code(CvrField(), typed) == "invalid"


def test_a_number_from_the_portal_is_taken_only_where_the_field_says_so():
    assert CvrField(allows_portal_number=True).clean("01 23 45 67") == "01234567"
    assert code(CvrField(), "01234567") == "invalid"
    assert code(CvrField(allows_portal_number=True), "012345678") == "invalid"


@pytest.mark.parametrize(
    ("field", "right"), [(SeNumberField(), CVR), (PNumberField(), P_NUMBER), (EanField(), EAN)]
)
def test_the_other_numbers_are_checked_digit_by_digit(field, right):
    assert field.clean(f"{right[:4]} {right[4:]}") == right
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    assert code(field, wrong) == "invalid"


def test_an_empty_number_is_missing_or_none():
    assert code(CvrField(), "  ") == "required"
    assert CvrField(required=False).clean("") == ""


@pytest.mark.parametrize("typed", ["610190-1234", "6101901234", " 610190 1234 "])
def test_a_cpr_number_cleans_to_ten_digits(typed):
    assert CprField().clean(typed) == "6101901234"


def test_whether_substitute_numbers_are_taken_is_a_setting(settings):
    settings.ALLOW_SUBSTITUTE_CPR = False
    assert code(CprField(), "610190-1234") == "invalid"
    assert CprField(allow_substitute=True).clean("610190-1234") == "6101901234"


def test_the_message_about_a_cpr_number_does_not_repeat_it():
    with pytest.raises(ValidationError) as refused:
        CprField().clean("991390-9999")
    assert "9999" not in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("12 34 56 78", "+4512345678"),
        ("+45 12345678", "+4512345678"),
        ("0046 70 123 45 67", "+46701234567"),
    ],
)
def test_a_phone_number_is_danish_unless_it_says_otherwise(typed, stored):
    assert PhoneField().clean(typed) == stored


@pytest.mark.parametrize("typed", ["1234", "ring til mig", "+999 12345678"])
def test_what_nobody_can_call_is_refused(typed):
    assert code(PhoneField(), typed) == "invalid"


@pytest.mark.parametrize("typed", ["søren@bageren.example", "anne.mette@Bageren.EXAMPLE", "å@æøå.example"])
def test_danish_letters_are_letters_in_a_mail_address(typed):
    name, _at, domain = typed.partition("@")
    assert MailField().clean(f" {typed} ") == f"{name}@{domain.lower()}"


@pytest.mark.parametrize(
    "typed", ["lone@", "lone", "@bageren.example", "lo ne@bageren.example", "a@b..example"]
)
def test_what_is_no_mail_address_is_refused_with_an_example(typed):
    with pytest.raises(ValidationError, match="navn@eksempel.dk"):
        MailField().clean(typed)


def test_a_date_is_read_from_three_boxes():
    assert DatePartsField().clean(["1", "02", "2027"]) == datetime.date(2027, 2, 1)


@pytest.mark.parametrize(
    ("boxes", "reason"),
    [
        (["", "", ""], "required"),
        (None, "required"),
        (["1", "", "2027"], "incomplete"),
        (["31", "2", "2027"], "invalid"),
        (["1", "2", "27"], "invalid"),
        (["-1", "2", "2027"], "invalid"),
        (["1", "februar", "2027"], "invalid"),
        (["١", "2", "2027"], "invalid"),
    ],
)
def test_a_date_that_is_none_says_why(boxes, reason):
    assert code(DatePartsField(), boxes) == reason


def test_a_voluntary_date_is_all_or_nothing():
    assert DatePartsField(required=False).clean(["", "", ""]) is None
    assert code(DatePartsField(required=False), ["1", "", ""]) == "incomplete"


def test_a_known_date_fills_the_boxes():
    class Form(forms.Form):
        day = DatePartsField(is_birth_date=True)

    markup = str(Form(initial={"day": datetime.date(1990, 2, 1)})["day"])
    assert all(f'value="{part}"' in markup for part in ("1", "2", "1990"))
    assert 'autocomplete="bday-year"' in markup
