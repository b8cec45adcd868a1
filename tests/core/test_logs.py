"""No line of the log carries a CPR number, a token or a secret, however it got there."""

import logging.config

import pytest
import structlog

from portal.settings.logs import clean, scrub

CPR = "6101701008"
JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "text",
    [
        f"fandt {CPR} i filen", f"{CPR[:6]}-{CPR[6:]}", f"?cpr={CPR}&x=1", f"Authorization: Bearer {JWT}", f"id_token={JWT}",
        "/tilbage/?code=Zm9vYmFyYmF6&state=c3RhdGVzdGF0ZQ", "client_secret=hemmeligt-og-langt", 'password: "hemmeligt-og-langt"',
    ],
)  # fmt: skip
def test_a_line_is_cleaned(text):
    told = clean(text)
    for secret in (CPR, f"{CPR[:6]}-{CPR[6:]}", JWT, "Zm9vYmFyYmF6", "c3RhdGVzdGF0ZQ", "hemmeligt-og-langt"):
        assert secret not in told


def test_values_are_cleaned_at_any_depth_and_by_their_name():
    told = scrub(None, "", {
        "event": "x", "cpr": "whatever", "rows": [{"text": f"({CPR})"}, (JWT,)], "headers": {"Cookie": "session=abc"}, "n": 7,
    })  # fmt: skip
    assert told == {
        "event": "x", "cpr": "[…]", "rows": [{"text": "(6101**-****)"}, ["[token]"]], "headers": {"Cookie": "[…]"}, "n": 7,
    }  # fmt: skip


@pytest.mark.parametrize("number", ["99000015", "1900000001", "1292830004066", "20101759"])
def test_the_numbers_one_looks_for_stay(number):
    assert clean(f"organisation {number}") == f"organisation {number}"


def test_lines_of_libraries_and_of_exceptions_go_the_same_way(settings, capsys):
    logging.config.dictConfig(settings.LOGGING)
    try:
        raise ValueError(f"{CPR} is not valid")
    except ValueError:
        logging.getLogger("django.request").exception("failed for %s", CPR)
    structlog.get_logger("portal").error("told", token=JWT)
    told = capsys.readouterr().err
    assert "failed for" in told
    assert CPR not in told
    assert JWT not in told
