"""Accounts of staff: made by command, a password only the agent ever knows, passkey and recovery codes."""

import json
import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.core.models import User
from portal.web.staff import otp
from tests.web.agents import PASSWORD, Agent, make_agent, run
from tests.web.conftest import TRAIL
from tests.web.passkey import Passkey

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> Agent:
    return make_agent()


def link_in(printed: str) -> str:
    [link] = re.findall(r"http://127\.0\.0\.1:8000(/supportkonto/adgangskode/ny/\S+)", printed)
    return link


def choose(client: Client, link: str, password: str = PASSWORD) -> Any:
    form = client.get(link, follow=True)
    where = form.request["PATH_INFO"]
    return client.post(where, {"password1": password, "password2": password})


# -- made by command
# -------------------------------------------------------------------------------------------


def test_a_fresh_portal_has_no_accounts() -> None:
    assert not User.objects.exists()


def test_a_new_agent_has_no_secret_until_the_agent_chooses_one() -> None:
    printed = run("create_agent", "sus", "--role", "supervisor", "--name", "Sus Support")
    user = User.objects.get(username="sus")
    assert user.is_staff
    assert not user.has_usable_password()
    assert list(user.groups.values_list("name", flat=True)) == ["support_supervisor"]
    assert not TOTPDevice.objects.get(user=user).confirmed
    assert "otpauth://totp/" in printed
    client = Client()
    assert choose(client, link_in(printed))["Location"] == "/supportkonto/adgangskode/gemt/"
    assert client.get("/supportkonto/adgangskode/gemt/").status_code == 200
    assert Agent(user).log_in()["Location"] == "/support/"
    assert TRAIL.filter(event="web.staff.created").count() == 1
    assert TRAIL.filter(event="web.staff.password_set").count() == 1


def test_choosing_a_password_logs_nobody_in() -> None:
    client = Client()
    choose(client, link_in(run("create_agent", "sus")))
    assert client.get("/supportkonto/").status_code == 302


def test_the_link_works_once() -> None:
    link = link_in(run("create_agent", "sus"))
    choose(Client(), link)
    page = Client().get(link, follow=True).content.decode()
    assert "Linket virker ikke længere" in page


def test_a_new_link_kills_the_old_one_and_the_password(agent: Agent) -> None:
    run("create_agent", "bob")
    old = link_in(run("create_agent", "sus", "--new-link"))
    new = link_in(run("create_agent", "sus", "--new-link"))
    assert "virker ikke længere" in Client().get(old, follow=True).content.decode()
    assert not agent.log_in().has_header("Location")
    choose(Client(), new)
    assert agent.log_in()["Location"] == "/support/"


def test_a_link_dies_after_a_day(time_machine: Any) -> None:
    link = link_in(run("create_agent", "sus"))
    time_machine.move_to(time.time() + 24 * 3600 + 60)
    assert "virker ikke længere" in Client().get(link, follow=True).content.decode()


@pytest.mark.parametrize("key", ["abc-def", "0-set-password", "1z-c00000-0123456789abcdef0123456789abcdef"])
def test_a_made_up_link_tells_nothing(key: str) -> None:
    page = Client().get(f"/supportkonto/adgangskode/ny/{key}/", follow=True).content.decode()
    assert "virker ikke længere" in page


@pytest.mark.parametrize("password", ["short", "just under 14", "sussussussussus"])
def test_a_weak_password_is_refused(password: str) -> None:
    run("create_agent", "sussussussus")
    link = link_in(run("create_agent", "sussussussus", "--new-link"))
    response = choose(Client(), link, password)
    assert response.status_code == 200
    assert "form-error" in response.content.decode()
    assert not User.objects.get(username="sussussussus").has_usable_password()


def test_a_name_taken_is_refused(agent: Agent) -> None:
    with pytest.raises(CommandError):
        run("create_agent", "SUS")


def test_unknown_names_and_roles_are_refused() -> None:
    for command in (("create_agent", "sus", "--new-link"), ("otp_code", "sus"), ("confirm_agent", "sus", "123456"),
                    ("create_agent", "sus", "--role", "king")):  # fmt: skip
        with pytest.raises(CommandError):
            run(*command)


def test_a_second_person_confirms_the_code_app() -> None:
    run("create_agent", "sus")
    device = TOTPDevice.objects.get()
    with pytest.raises(CommandError):
        run("confirm_agent", "sus", "000000")
    assert not TOTPDevice.objects.get().confirmed
    TOTPDevice.objects.update(throttling_failure_count=0)
    run("confirm_agent", "sus", otp.current_code(device))
    assert TOTPDevice.objects.get().confirmed
    assert TRAIL.filter(event="web.staff.code_confirmed").count() == 1


def test_what_the_newcomer_is_printed_opens_the_support_area() -> None:
    """`up` prints user name, password and code; the demo agent gets in with them, by the ordinary pages."""
    printed = dict(line.split(": ") for line in run("create_agent", "agent", "--ready").splitlines())
    client = Client()
    client.post("/supportkonto/log-ind/", {"login": printed["user name"], "password": printed["password"]})
    assert client.get("/support/").status_code == 302
    assert client.post("/support/login/", {"code": printed["code"]})["Location"] == "/support/"
    assert client.get("/support/").status_code == 200
    again = dict(line.split(": ") for line in run("create_agent", "agent", "--ready").splitlines())
    assert again["password"] != printed["password"]
    assert len(again["password"]) >= 14


@pytest.mark.parametrize("command", [("create_agent", "sus", "--ready"), ("otp_code", "sus")])
def test_production_prints_no_secret(command: tuple[str, ...], settings: Any, agent: Agent) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError):
        run(*command)


def test_the_printed_code_is_one_that_has_not_been_used(agent: Agent) -> None:
    agent.log_in()
    first = run("otp_code", "sus").strip()
    assert agent.open_support(first).status_code == 302
    second = run("otp_code", "sus").strip()
    assert second != first
    other = Agent(agent.user)
    other.log_in()
    assert other.open_support(first).status_code == 200
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert other.open_support(second).status_code == 302


# -- password
# --------------------------------------------------------------------------------------------------


def test_the_right_password_logs_in_under_a_new_key(agent: Agent) -> None:
    agent.client.get("/supportkonto/log-ind/")
    agent.client.get("/supportkonto/log-ind/noegle/", headers={"accept": "application/json"})
    before = agent.key
    assert agent.log_in()["Location"] == "/support/"
    assert agent.is_in
    assert agent.key != before
    assert TRAIL.filter(event="web.staff.logged_in").count() == 1


@pytest.mark.parametrize(("login", "password"), [("sus", "wrong"), ("nobody", PASSWORD), ("nobody", "wrong")])
def test_wrong_and_unknown_look_the_same(login: str, password: str, agent: Agent) -> None:
    response = agent.log_in(login=login, password=password)
    assert response.status_code == 200
    assert response.content.decode().count("passer ikke sammen") == 1
    assert not agent.is_in
    assert TRAIL.filter(event="web.staff.login_failed").count() == 1


def test_no_answer_repeats_the_password(agent: Agent) -> None:
    assert "secret-I-typed" not in agent.log_in(password="secret-I-typed").content.decode()


@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_the_staff_login_never_leads_elsewhere(address: str, agent: Agent) -> None:
    assert agent.log_in(next=address)["Location"] == "/support/"


def test_a_closed_account_is_refused(agent: Agent) -> None:
    User.objects.filter(pk=agent.user.pk).update(is_active=False)
    agent.log_in()
    assert not agent.is_in


def test_changing_the_password_ends_the_other_logins(agent: Agent) -> None:
    other = Agent(agent.user)
    other.log_in()
    agent.log_in()
    new = "another sentence nobody would think of"
    response = agent.client.post(
        "/supportkonto/adgangskode/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert response["Location"] == "/supportkonto/"
    assert agent.client.get("/supportkonto/").status_code == 200
    assert other.client.get("/supportkonto/").status_code == 302


def test_changing_the_password_needs_the_old_one(agent: Agent) -> None:
    agent.log_in()
    new = "another sentence nobody would think of"
    form = {"oldpassword": "wrong", "password1": new, "password2": new}
    assert agent.client.post("/supportkonto/adgangskode/", form).status_code == 200
    agent.user.refresh_from_db()
    assert agent.user.check_password(PASSWORD)


# -- passkey and recovery codes
# --------------------------------------------------------------------------------


def enrol(agent: Agent, passkey: Passkey) -> Any:
    """Add a passkey, as the pages lead: prove it is you, then the browser's dialogue."""
    agent.client.post("/supportkonto/bekraeft/", {"password": PASSWORD})
    page = agent.client.get("/supportkonto/noegler/tilfoej/").content.decode()
    [data] = re.findall(r'<script id="js_data" type="application/json">(.*?)</script>', page, re.S)
    credential = json.dumps(passkey.create(json.loads(data)["creation_options"]))
    form = {"name": "min nøgle", "passwordless": "on", "credential": credential}
    return agent.client.post("/supportkonto/noegler/tilfoej/", form)


def log_in_with(passkey: Passkey, client: Client) -> Any:
    told = client.get("/supportkonto/log-ind/noegle/", headers={"accept": "application/json"}).json()
    credential = json.dumps(passkey.get(told["request_options"]))
    return client.post("/supportkonto/log-ind/noegle/", {"credential": credential})


def test_a_passkey_is_one_step_and_recovery_codes_are_its_alternative(agent: Agent) -> None:
    passkey = Passkey()
    agent.log_in()
    assert enrol(agent, passkey)["Location"] == "/supportkonto/koder/"
    codes = re.findall(r"<code>(\d{8})</code>", agent.client.get("/supportkonto/koder/").content.decode())
    assert len(codes) == 10
    assert TRAIL.filter(event="web.staff.passkey_added").exists()

    by_key = Agent(agent.user)
    assert log_in_with(passkey, by_key.client)["Location"] == "/support/"
    assert by_key.is_in

    by_code = Agent(agent.user)
    assert by_code.log_in()["Location"] == "/supportkonto/log-ind/andet-trin/"
    assert not by_code.is_in
    assert by_code.client.get("/supportkonto/log-ind/andet-trin/").status_code == 200
    assert (
        by_code.client.post("/supportkonto/log-ind/andet-trin/", {"code": codes[0]})["Location"]
        == "/support/"
    )
    assert by_code.is_in

    again = Agent(agent.user)
    again.log_in()
    assert again.client.post("/supportkonto/log-ind/andet-trin/", {"code": codes[0]}).status_code == 200
    assert not again.is_in


def test_recovery_codes_are_not_stored_in_the_clear(agent: Agent) -> None:
    agent.log_in()
    enrol(agent, Passkey())
    stored = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).data
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().generate_codes()
    assert not [code for code in codes if code in str(stored)]
    assert bytes.fromhex(stored["seed"])


def test_a_passkey_that_verified_nobody_is_refused(agent: Agent) -> None:
    passkey = Passkey()
    agent.log_in()
    enrol(agent, passkey)
    passkey.verifies = False
    visitor = Agent(agent.user)
    log_in_with(passkey, visitor.client)
    assert not visitor.is_in


@pytest.mark.parametrize("bend", ["another key", "another challenge", "another site", "replayed"])
def test_a_forged_passkey_answer_is_refused(bend: str, agent: Agent) -> None:
    passkey = Passkey()
    agent.log_in()
    enrol(agent, passkey)
    visitor = Agent(agent.user)
    ask = {"headers": {"accept": "application/json"}}
    options = visitor.client.get("/supportkonto/log-ind/noegle/", **ask).json()["request_options"]
    if bend == "another key":
        passkey.key = Passkey().key
    if bend == "another challenge":
        options["publicKey"]["challenge"] = "AAAA"
    if bend == "another site":
        passkey.rp = "evil.example"
    answer = {"credential": json.dumps(passkey.get(options))}
    if bend == "replayed":
        visitor.client.get("/supportkonto/log-ind/noegle/", **ask)
    visitor.client.post("/supportkonto/log-ind/noegle/", answer)
    assert not visitor.is_in


@pytest.mark.parametrize("credential", ["", "x", "{}", "[]", '{"response": {"userHandle": "AAAA"}}', "null"])
def test_nonsense_instead_of_a_passkey_breaks_nothing(credential: str, agent: Agent) -> None:
    response = agent.client.post("/supportkonto/log-ind/noegle/", {"credential": credential})
    assert response.status_code == 302
    assert not agent.is_in


def test_what_changes_an_account_asks_for_a_fresh_proof(agent: Agent, time_machine: Any) -> None:
    agent.log_in()
    response = agent.client.get("/supportkonto/noegler/tilfoej/")
    assert response["Location"].startswith("/supportkonto/bekraeft/")
    assert agent.client.get(response["Location"]).status_code == 200
    assert (
        agent.client.post(response["Location"], {"password": PASSWORD})["Location"]
        == "/supportkonto/noegler/tilfoej/"
    )
    assert agent.client.get("/supportkonto/noegler/tilfoej/").status_code == 200
    time_machine.move_to(time.time() + 1000)
    assert agent.client.get("/supportkonto/noegler/tilfoej/").status_code == 302


def test_every_page_of_an_account_can_be_seen(agent: Agent) -> None:
    passkey = Passkey()
    agent.log_in()
    enrol(agent, passkey)
    pk = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    for path in ("", "noegler/", "noegler/tilfoej/", f"noegler/{pk}/navn/", f"noegler/{pk}/fjern/", "koder/",
                 "koder/nye/", "koder/hent/", "adgangskode/", "bekraeft/", "bekraeft/kode/", "bekraeft/noegle/"):  # fmt: skip
        response = agent.client.get(f"/supportkonto/{path}")
        assert response.status_code == 200, path
        assert "no-store" in response["Cache-Control"], path
    assert agent.client.post(f"/supportkonto/noegler/{pk}/navn/", {"name": "ny"}).status_code == 302
    assert agent.client.post("/supportkonto/koder/nye/").status_code == 302
    assert agent.client.post(f"/supportkonto/noegler/{pk}/fjern/").status_code == 302
    assert not Authenticator.objects.exists()
    assert TRAIL.filter(event="web.staff.passkey_removed").exists()


def test_another_agents_passkey_is_not_found(agent: Agent) -> None:
    agent.log_in()
    enrol(agent, Passkey())
    pk = Authenticator.objects.get(type=Authenticator.Type.WEBAUTHN).pk
    bob = make_agent("bob")
    bob.log_in()
    bob.client.post("/supportkonto/bekraeft/", {"password": PASSWORD})
    for path in (f"noegler/{pk}/navn/", f"noegler/{pk}/fjern/"):
        assert bob.client.get(f"/supportkonto/{path}").status_code == 404
        assert bob.client.post(f"/supportkonto/{path}", {"name": "x"}).status_code == 404
