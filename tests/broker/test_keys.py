"""The keys that sign, and their change."""

import jwt
import requests

from .conftest import Broker
from .relying_party import Browser, RelyingParty

APP = "persona:anna;auth=app"


def kid(id_token: str) -> str:
    return jwt.get_unverified_header(id_token)["kid"]


def rotate(portal: RelyingParty, **data: str) -> dict[str, object]:
    return requests.post(f"{portal.issuer}/headless/rotate-keys", data=data, timeout=20).json()


def test_after_a_rotation_a_new_key_signs_and_the_old_one_is_still_published(
    portal: RelyingParty, browser: Browser
) -> None:
    before = kid(portal.log_in(browser, login_hint=APP).id_token)
    answer = rotate(portal)
    after = kid(portal.log_in(browser, login_hint=APP).id_token)
    assert after == answer["kid"] != before
    assert {before, after} <= portal.jwks().keys()


def test_without_overlap_the_old_keys_are_gone_at_once(portal: RelyingParty, browser: Browser) -> None:
    before = kid(portal.log_in(browser, login_hint=APP).id_token)
    rotate(portal, overlap="0")
    assert before not in portal.jwks()
    portal.log_in(browser, login_hint=APP)


def test_the_command_rotates_too(portal: RelyingParty, broker: Broker, browser: Browser) -> None:
    before = kid(portal.log_in(browser, login_hint=APP).id_token)
    assert broker.command("rotate_keys").returncode == 0
    assert kid(portal.log_in(browser, login_hint=APP).id_token) != before


def test_every_published_key_is_a_public_signing_key_of_2048_bits(
    portal: RelyingParty, broker: object
) -> None:
    for key in portal.jwks().values():
        assert key["kty"] == "RSA"
        assert "d" not in key
        assert jwt.PyJWK(key, "RS256").key.key_size >= 2048


def test_keys_are_cached_for_minutes_only(portal: RelyingParty, broker: object) -> None:
    response = requests.get(f"{portal.issuer}/.well-known/jwks.json", timeout=20)
    assert response.headers["Cache-Control"] in {
        f"max-age={seconds}, must-revalidate" for seconds in range(301)
    }


def test_the_metadata_says_what_is_offered(portal: RelyingParty, broker: object) -> None:
    data = portal.metadata
    assert data["issuer"] == portal.issuer
    endpoints = {name: url for name, url in data.items() if name.endswith(("_endpoint", "_uri"))}
    assert len(endpoints) == 6
    assert all(url.startswith(f"{portal.issuer}/") for url in endpoints.values())
    assert data["subject_types_supported"] == ["pairwise"]
    assert data["response_types_supported"] == ["code"]
    assert data["code_challenge_methods_supported"] == ["S256"]


def test_the_metadata_names_the_issuer_whatever_name_was_used(portal: RelyingParty, broker: object) -> None:
    url = portal.issuer.replace("127.0.0.1", "localhost")
    data = requests.get(f"{url}/.well-known/openid-configuration", timeout=20).json()
    assert data == portal.metadata
