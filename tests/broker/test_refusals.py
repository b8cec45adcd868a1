"""What the broker does not answer, and where it says so."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from .relying_party import Browser, RelyingParty

APP = "persona:anna;auth=app"


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": "{own}/"},
        {"redirect_uri": "{own}?next=x"},
        {"redirect_uri": "http://127.0.0.1:2/portal/callback"},
        {"redirect_uri": "http://elsewhere.example/callback"},
        {"redirect_uri": ""},
        {"client_id": "unknown"},
        {"client_id": "other"},
        {"client_id": "portal\0"},
        {"client_id": ""},
    ],
)
@pytest.mark.parametrize("hint", [APP, "cancel", ""])
def test_a_wrong_client_or_address_keeps_the_browser_here(
    portal: RelyingParty, browser: Browser, changes: dict[str, str], hint: str
) -> None:
    changes = {name: value.replace("{own}", portal.redirect_uri) for name, value in changes.items()}
    response = browser.get(portal.begin(login_hint=hint, **changes).url)
    assert response.status_code == 400
    assert "Login kan ikke begynde" in response.text
    assert "Location" not in response.headers


def test_a_person_who_cancels_is_an_error_of_the_client(portal: RelyingParty, browser: Browser) -> None:
    assert portal.refused(browser, login_hint="cancel") == {
        "error": "access_denied",
        "error_description": "mitid_user_aborted",
    }


def test_an_error_can_be_simulated(portal: RelyingParty, browser: Browser) -> None:
    assert portal.refused(browser, login_hint="error")["error"] == "server_error"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": "", "code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"request": "x.y.z"}, "request_not_supported"),
        ({"request_uri": "https://elsewhere.example/r"}, "request_uri_not_supported"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"scope": "openid everything"}, "invalid_scope"),
    ],
)
def test_a_request_that_cannot_be_answered_goes_back_with_its_error(
    portal: RelyingParty, browser: Browser, changes: dict[str, str], error: str
) -> None:
    attempt = portal.begin(login_hint=APP, **changes)
    response = browser.get(attempt.url)
    location = response.headers["Location"]
    assert location.startswith(portal.redirect_uri)
    assert f"error={error}" in location
    assert f"state={attempt.state}" in location


def fresh_code(portal: RelyingParty, browser: Browser):
    attempt = portal.begin(login_hint=APP)
    return attempt, portal.callback(attempt, browser.get(attempt.url))["code"]


def test_a_code_is_good_once(portal: RelyingParty, browser: Browser) -> None:
    attempt, code = fresh_code(portal, browser)
    assert portal.exchange(attempt, code).status_code == 200
    again = portal.exchange(attempt, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_code_is_good_once_also_for_requests_at_the_same_moment(
    portal: RelyingParty, browser: Browser
) -> None:
    for _ in range(5):
        attempt, code = fresh_code(portal, browser)
        with ThreadPoolExecutor(4) as pool:
            answers = [pool.submit(portal.exchange, attempt, code) for _ in range(4)]
        assert sorted(answer.result().status_code for answer in answers) == [200, 400, 400, 400]


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "v" * 64},
        {"code_verifier": ""},
        {"redirect_uri": "http://127.0.0.1:2/portal/callback"},
        {"code": "guessed"},
    ],
)
def test_a_code_is_worth_nothing_without_what_belongs_to_it(
    portal: RelyingParty, browser: Browser, changes: dict[str, str]
) -> None:
    attempt, code = fresh_code(portal, browser)
    response = portal.exchange(attempt, **({"code": code} | changes))
    assert response.status_code == 400
    assert "id_token" not in response.json()


@pytest.mark.parametrize("secret", ["", "wrong"])
def test_a_client_must_know_its_secret(portal: RelyingParty, browser: Browser, secret: str) -> None:
    attempt, code = fresh_code(portal, browser)
    assert portal.exchange(attempt, code, client_secret=secret).json()["error"] == "invalid_client"


def test_a_code_of_one_client_is_nothing_to_another(
    portal: RelyingParty, other: RelyingParty, browser: Browser
) -> None:
    attempt, code = fresh_code(portal, browser)
    response = other.exchange(attempt, code, redirect_uri=portal.redirect_uri)
    assert response.json()["error"] == "invalid_grant"


def test_userinfo_wants_a_token_that_was_issued(portal: RelyingParty, broker: object) -> None:
    assert portal.ask_userinfo("guessed").status_code == 401


@pytest.mark.parametrize("path", ["identity/o/device", "identity/o/api/device/code", "nowhere"])
def test_what_is_not_offered_is_not_found(portal: RelyingParty, broker: object, path: str) -> None:
    for method in ("GET", "POST"):
        response = requests.request(method, f"{portal.issuer}/{path}", timeout=20)
        assert response.status_code == 404
        assert "Siden findes ikke" in response.text


def test_a_forged_host_is_refused(portal: RelyingParty, broker: object) -> None:
    response = requests.get(f"{portal.issuer}/", headers={"Host": "evil.example"}, timeout=20)
    assert response.status_code == 400


def test_a_stranger_cannot_log_somebody_in_by_a_form_of_his_own(
    portal: RelyingParty, browser: Browser
) -> None:
    url = portal.begin().url.replace("/identity/o/authorize", "/login/") + "&persona=anna"
    response = browser.post(url, {"action": "approve", "authenticator": "app"})
    assert response.status_code == 403
    assert "Siden var for gammel" in response.text
    assert portal.refused(browser, prompt="none")["error"] == "login_required"


@pytest.mark.parametrize(
    ("hint", "says"),
    [
        ("persona:nobody", "ingen person med nøglen nobody"),
        ("persona:emil;auth=app-high", "ikke identifikationsmidlet app-high"),
        ("persona:mange;auth=local", "tilføj as=CVR"),
        ("persona:anna;auth=app;as=99000074", "ikke knyttet til 99000074"),
    ],
)
def test_a_hint_that_cannot_be_followed_says_why(
    portal: RelyingParty, browser: Browser, hint: str, says: str
) -> None:
    response = browser.get(portal.begin(login_hint=hint).url)
    assert response.status_code == 400
    assert says in response.text
