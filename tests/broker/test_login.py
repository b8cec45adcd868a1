"""The code flow from request to claims."""

import uuid

import pytest

from .relying_party import LOA, Browser, RelyingParty


def test_a_person_logs_in_with_the_app_at_substantial(portal: RelyingParty, browser: Browser) -> None:
    claims = portal.log_in(browser, login_hint="persona:anna;auth=app").claims
    assert claims["acr"] == claims["loa"] == f"{LOA}Substantial"
    assert (claims["ial"], claims["aal"]) == ("High", "Substantial")
    assert claims["amr"] == ["code_app"]
    assert (claims["idp"], claims["identity_type"]) == ("mitid", "private")
    assert claims["exp"] - claims["iat"] == 300
    assert 0 <= claims["iat"] - claims["auth_time"] <= 5
    assert uuid.UUID(claims["sid"])


@pytest.mark.parametrize(
    ("persona", "authenticator", "level", "amr"),
    [
        ("anna", "app-high", "High", ["code_app_enchanced"]),
        ("anna", "password-chip", "High", ["password", "u2f_token"]),
        ("anna", "password-display", "Substantial", ["password", "code_token"]),
        ("nadia", "password-audio", "Substantial", ["password", "code_reader"]),
        ("anna", "password", "Low", ["password"]),
        ("lav", "app", "Low", ["code_app"]),
    ],
)
def test_the_level_is_the_lowest_of_identity_and_authenticator(
    portal: RelyingParty, browser: Browser, persona: str, authenticator: str, level: str, amr: list[str]
) -> None:
    claims = portal.log_in(browser, login_hint=f"persona:{persona};auth={authenticator}").claims
    assert claims["acr"] == LOA + level
    assert claims["amr"] == amr


def test_userinfo_names_the_private_person(portal: RelyingParty, browser: Browser) -> None:
    found = portal.log_in(browser, login_hint="persona:anna;auth=app").userinfo
    assert (found["name"], found["given_name"], found["family_name"]) == (
        "Anna Opdigtsen",
        "Anna",
        "Opdigtsen",
    )
    assert found["birthdate"] == found["mitid.date_of_birth"] == "1979-03-14"
    assert found["identity_type"] == "private"
    assert found["mitid.has_cpr"] is True
    assert uuid.UUID(found["mitid.uuid"])
    assert not {"cvr", "professional_uuid", "org_name", "rid", "auth_to_repr"} & found.keys()


def test_a_professional_login_tells_the_organisation_and_not_the_private_identifier(
    portal: RelyingParty, browser: Browser
) -> None:
    answer = portal.log_in(browser, login_hint="persona:mange;auth=app;as=99000066")
    assert answer.claims["identity_type"] == "professional"
    assert answer.claims["idp"] == "mitid_erhverv"
    expected = {
        "cvr": "99000066",
        "org_name": "Stille Prøve ApS",
        "professional_uuid": "0d0a7c1e-93f4-4c58-9b8e-2f7a35f0a001",
        "rid": "12345678",
        "p_number": "1999900018",
        "auth_to_repr": ["99000074"],
    }
    assert {name: answer.userinfo[name] for name in expected} == expected
    assert "mitid.uuid" not in answer.userinfo


def test_a_local_login_is_professional(portal: RelyingParty, browser: Browser) -> None:
    claims = portal.log_in(browser, login_hint="persona:mange;auth=local;as=99000074").claims
    assert (claims["idp"], claims["amr"], claims["acr"]) == ("local", ["local"], f"{LOA}Substantial")


@pytest.mark.parametrize(
    ("scope", "expected"),
    [("openid", False), ("openid mitid nemlogin profile", False), ("openid ssn", True)],
)
def test_the_cpr_number_needs_its_own_scope(
    portal: RelyingParty, browser: Browser, scope: str, expected: bool
) -> None:
    answer = portal.log_in(browser, login_hint="persona:anna;auth=app", scope=scope)
    assert ("cpr" in answer.userinfo) is expected
    assert answer.userinfo.get("cpr", "7403791010") == "7403791010"
    assert "cpr" not in answer.claims


def test_without_a_person_scope_nobody_is_named(portal: RelyingParty, browser: Browser) -> None:
    found = portal.log_in(browser, login_hint="persona:anna;auth=app", scope="openid").userinfo
    assert found.keys() == {"sub", "identity_type"}


def test_a_person_without_a_cpr_number_has_none_to_give(portal: RelyingParty, browser: Browser) -> None:
    found = portal.log_in(browser, login_hint="persona:nadia;auth=app", scope="openid mitid ssn").userinfo
    assert found["mitid.has_cpr"] is False
    assert "cpr" not in found


def test_a_protected_name_is_left_out(portal: RelyingParty, browser: Browser) -> None:
    found = portal.log_in(browser, login_hint="persona:skjult;auth=app").userinfo
    assert found["alias"] == "Pseudonym"
    assert not {"name", "given_name", "family_name"} & found.keys()


def test_the_subject_is_the_same_at_every_login(portal: RelyingParty, broker: object) -> None:
    first, second = (
        portal.log_in(Browser(portal.issuer), login_hint="persona:anna;auth=app") for _ in range(2)
    )
    assert first.claims["sub"] == second.claims["sub"]
    assert first.claims["sid"] != second.claims["sid"]


def test_the_subject_differs_between_clients_and_between_private_and_work(
    portal: RelyingParty, other: RelyingParty, browser: Browser
) -> None:
    subjects = {
        portal.log_in(browser, login_hint="persona:mange;auth=app").claims["sub"],
        other.log_in(browser, login_hint="persona:mange;auth=app").claims["sub"],
        portal.log_in(browser, login_hint="persona:mange;auth=app;as=99000066").claims["sub"],
        portal.log_in(browser, login_hint="persona:mange;auth=app;as=99000074").claims["sub"],
    }
    assert len(subjects) == 4


def test_two_browsers_of_one_person_keep_their_own_levels(portal: RelyingParty, broker: object) -> None:
    high, low = Browser(portal.issuer), Browser(portal.issuer)
    asked = [portal.begin(login_hint=f"persona:anna;auth={key}") for key in ("app-high", "password")]
    codes = [
        portal.callback(attempt, who.get(attempt.url))["code"]
        for attempt, who in zip(asked, (high, low), strict=True)
    ]
    answers = [portal.redeem(attempt, code) for attempt, code in zip(asked, codes, strict=True)]
    assert [answer.claims["acr"] for answer in answers] == [f"{LOA}High", f"{LOA}Low"]
