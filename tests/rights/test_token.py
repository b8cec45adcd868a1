"""Tokens for service clients: who gets one, and how one is refused."""

import base64
import datetime
import json
import uuid
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.cache import cache
from django.test import Client
from jwt.algorithms import ECAlgorithm

from rights.actions.clients import close_client, open_decision_client, renew_client_secret
from rights.api.token import ASSERTION_TYPE
from tests.rights.conftest import SYSTEM

TOKEN = "/oauth2/token"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.clear()


@pytest.fixture
def service(tax):
    return open_decision_client(actor=SYSTEM, system=tax, name="Skats tjeneste")


def post(**form: str) -> Any:
    form.setdefault("grant_type", "client_credentials")
    return Client(enforce_csrf_checks=True).post(TOKEN, form)


def test_a_secret_gives_a_short_token_that_is_not_stored_anywhere(service):
    client, secret = service
    answer = post(client_id=client.client_id, client_secret=secret)
    body = answer.json()
    assert answer.status_code == 200
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 300)
    assert answer["Cache-Control"] == "no-store"


def test_a_secret_in_the_basic_header_works_too(service):
    client, secret = service
    value = base64.b64encode(f"{client.client_id}:{secret}".encode()).decode()
    answer = Client().post(
        TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {value}"}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 5000, "æøå"])
def test_a_wrong_secret_is_refused_like_an_unknown_client(service, secret):
    known = post(client_id=service[0].client_id, client_secret=secret)
    unknown = post(client_id="nobody", client_secret=secret)
    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()
    assert known.json()["error"] == "invalid_client"
    assert "WWW-Authenticate" in known


def test_a_closed_client_gets_no_token_and_its_old_secret_dies_with_a_new_one(service):
    client, secret = service
    fresh = renew_client_secret(actor=SYSTEM, client=client)
    assert post(client_id=client.client_id, client_secret=secret).status_code == 401
    assert post(client_id=client.client_id, client_secret=fresh).status_code == 200
    close_client(actor=SYSTEM, client=client)
    assert post(client_id=client.client_id, client_secret=fresh).status_code == 401


def test_other_grants_and_doubled_parameters_are_refused(service):
    client, secret = service
    answer = post(grant_type="password", client_id=client.client_id, client_secret=secret)
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")
    twice = Client().post(TOKEN, "grant_type=client_credentials&grant_type=password", content_type=FORM)
    assert (twice.status_code, twice.json()["error"]) == (400, "invalid_request")


def test_guessing_is_slowed_down(service):
    answers = [post(client_id=service[0].client_id, client_secret="guess").status_code for _ in range(61)]
    assert answers[-1] == 429
    assert answers.index(429) <= 60


def test_get_is_not_allowed(db):
    assert Client().get(TOKEN).status_code == 405


class Signer:
    """A client with a key of its own."""

    def __init__(self, tax: Any) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        jwk = json.loads(ECAlgorithm.to_jwk(self.key.public_key()))
        self.client, self.secret = open_decision_client(
            actor=SYSTEM, system=tax, name="Nøgle", public_jwk=jwk
        )

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = datetime.datetime.now(datetime.UTC)
        found = {
            "iss": self.client.client_id,
            "sub": self.client.client_id,
            "jti": str(uuid.uuid4()),
            "aud": "http://127.0.0.1:8000/oauth2/token",
            "iat": now,
            "exp": now + datetime.timedelta(seconds=60),
            **changed,
        }
        return {name: value for name, value in found.items() if value is not None}

    def ask(self, key: Any = None, algorithm: str = "ES256", **changed: Any) -> Any:
        signed = jwt.encode(self.claims(**changed), key or self.key, algorithm=algorithm)
        return post(client_assertion_type=ASSERTION_TYPE, client_assertion=signed)


@pytest.fixture
def signer(tax):
    return Signer(tax)


def test_a_signed_assertion_gives_a_token_and_the_client_has_no_secret(signer):
    assert signer.ask().status_code == 200
    assert (signer.secret, signer.client.secret_hash) == ("", "")


def test_an_assertion_is_used_once(signer):
    jti = str(uuid.uuid4())
    assert [signer.ask(jti=jti).status_code for _ in range(2)] == [200, 401]


NOW = datetime.datetime.now(datetime.UTC)


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "https://elsewhere.example"},
        {"aud": None},
        {"exp": None},
        {"jti": None},
        {"jti": 7},
        {"jti": ""},
        {"exp": NOW - datetime.timedelta(minutes=1)},
        {"exp": NOW + datetime.timedelta(days=1)},
        {"iss": "somebody-else"},
        {"nbf": NOW + datetime.timedelta(hours=1)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_an_assertion_that_is_not_for_us_now_is_refused(signer, changed):
    assert signer.ask(**changed).status_code == 401


def test_an_assertion_signed_by_another_key_or_none_is_refused(signer):
    assert signer.ask(key=ec.generate_private_key(ec.SECP256R1())).status_code == 401
    assert signer.ask(key="a secret of thirty-two characters!", algorithm="HS256").status_code == 401
    unsigned = jwt.encode(signer.claims(), None, algorithm="none")
    assert post(client_assertion_type=ASSERTION_TYPE, client_assertion=unsigned).status_code == 401


@pytest.mark.parametrize("assertion", ["", "x", "a.b.c", "æ" * 100])
def test_what_is_no_assertion_is_refused(db, assertion):
    assert post(client_assertion_type=ASSERTION_TYPE, client_assertion=assertion).status_code == 401


def test_two_proofs_at_once_are_refused(signer):
    signed = jwt.encode(signer.claims(), signer.key, algorithm="ES256")
    answer = post(
        client_assertion_type=ASSERTION_TYPE, client_assertion=signed, client_secret="x", client_id="y"
    )
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_private_key_is_not_accepted_as_the_public_one(tax):
    from portal.core.actions import RuleBroken

    private = json.loads(ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1())))
    with pytest.raises(RuleBroken):
        open_decision_client(actor=SYSTEM, system=tax, name="Nøgle", public_jwk=private)
