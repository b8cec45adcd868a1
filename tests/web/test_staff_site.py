"""The support area: staff who came by the staff login and gave a code not long ago, and nobody else, by no
other way."""

import ast
import time
from pathlib import Path
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.core.models import User
from portal.web.login.context import STAFF_BACKEND
from portal.web.staff import otp
from portal.web.staff.adapter import StaffAccountAdapter, StaffMFAAdapter
from portal.web.staff.site import CODES, support_site
from tests.house.routes import routes
from tests.web.agents import PASSWORD, Agent, make_agent
from tests.web.conftest import TRAIL, Browser
from tests.web.race import at_once

pytestmark = pytest.mark.django_db
SUPPORT = [each for each in routes() if each.pattern.startswith("support/")]
ACCOUNT = [each for each in routes() if each.pattern.startswith("supportkonto/")]


@pytest.fixture
def agent() -> Agent:
    return make_agent()


# -- the layers
# ------------------------------------------------------------------------------------------------


def closed(client: Client, path: str) -> bool:
    response = client.get(path)
    return response.status_code in (302, 403, 404) and not response.get("Location", "").startswith(
        "/support/?"
    )


def test_the_support_area_has_addresses() -> None:
    assert reverse("support:index") == "/support/"
    assert len(SUPPORT) >= 5


def test_nobody_is_sent_to_the_staff_login() -> None:
    first = Client().get("/support/")
    assert first["Location"] == "/support/login/?next=/support/"
    assert Client().get(first["Location"])["Location"] == "/supportkonto/log-ind/?next=/support/"


def test_staff_without_a_code_reach_no_address_of_the_support_area(agent: Agent) -> None:
    agent.log_in()
    for route in SUPPORT:
        if route.pattern not in ("support/login/", "support/logout/"):
            assert closed(agent.client, route.address()), route
    assert agent.client.get("/support/login/").status_code == 200


def test_with_a_code_the_area_opens_under_a_new_key(agent: Agent) -> None:
    agent.log_in()
    before = agent.key
    assert agent.open_support()["Location"] == "/support/"
    assert agent.key != before
    assert agent.client.get("/support/").status_code == 200
    assert TRAIL.filter(event="web.staff.code_accepted").count() == 1


def test_the_page_one_came_for_opens_after_the_code(agent: Agent) -> None:
    agent.log_in()
    response = agent.client.post("/support/login/?next=/support/jsi18n/", {"code": agent.code})
    assert response["Location"] == "/support/jsi18n/"


@pytest.mark.parametrize("address", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_the_code_page_never_leads_elsewhere(address: str, agent: Agent) -> None:
    agent.log_in()
    response = agent.client.post(f"/support/login/?next={address}", {"code": agent.code})
    assert response["Location"] == "/support/"


def test_the_area_closes_after_its_time(agent: Agent, settings: Any, time_machine: Any) -> None:
    settings.ADMIN_OTP_MINUTES = 20
    agent.log_in()
    agent.open_support()
    time_machine.move_to(time.time() + 19 * 60)
    assert agent.client.get("/support/").status_code == 200
    time_machine.move_to(time.time() + 2 * 60)
    assert agent.client.get("/support/").status_code == 302
    agent.open_support()
    assert agent.client.get("/support/").status_code == 200


def test_control_the_library_s_own_site_has_no_limit_of_age(agent: Agent, rf: Any, time_machine: Any) -> None:
    from django_otp.admin import OTPAdminSite
    from django_otp.middleware import OTPMiddleware

    agent.log_in()
    agent.open_support()
    request = rf.get("/support/")
    request.session, request.user = agent.client.session, agent.user
    assert request.session[otp.VERIFIED_AT]
    time_machine.move_to(time.time() + 30 * 24 * 3600)
    OTPMiddleware(lambda request: None)(request)
    assert OTPAdminSite().has_permission(request)
    assert not support_site.has_permission(request)


@pytest.mark.parametrize(
    "missing", ["staff flag", "active", "backend", "device", "time", "time is a text", "time ahead"]
)
def test_each_missing_layer_closes_the_area(missing: str, agent: Agent) -> None:
    agent.log_in()
    agent.open_support()
    assert agent.client.get("/support/").status_code == 200
    session = agent.client.session
    if missing == "staff flag":
        User.objects.filter(pk=agent.user.pk).update(
            is_staff=False, issuer="i", subject="s", username=None, password="!x"
        )
    if missing == "active":
        User.objects.filter(pk=agent.user.pk).update(is_active=False)
    if missing == "backend":
        session["_auth_user_backend"] = "portal.web.login.backend.MitIDBackend"
    if missing == "device":
        TOTPDevice.objects.all().delete()
    if missing.startswith("time"):
        session[otp.VERIFIED_AT] = {
            "time": None,
            "time is a text": "9999999999",
            "time ahead": int(time.time()) + 99,
        }[missing]
    session.save()
    assert agent.client.get("/support/").status_code in (302, 403)


def test_a_person_from_mitid_gets_nothing_even_with_the_flag_of_a_device(browser: Browser) -> None:
    browser.log_in()
    assert browser.user
    device = TOTPDevice.objects.create(user=browser.user, confirmed=True, name="x")
    session = browser.client.session
    session["otp_device_id"], session[otp.VERIFIED_AT] = device.persistent_id, int(time.time())
    session.save()
    assert browser.client.get("/support/").status_code == 302
    assert browser.client.get("/support/login/").status_code == 403
    assert browser.client.post("/support/login/", {"code": "123456"}).status_code == 403


def test_staff_without_a_confirmed_device_are_told_what_to_do(agent: Agent) -> None:
    TOTPDevice.objects.update(confirmed=False)
    agent.log_in()
    assert "ikke bekræftet endnu" in agent.client.get("/support/login/").content.decode()
    assert agent.open_support("123456").status_code == 200
    assert agent.client.get("/support/").status_code == 302


def test_the_code_of_another_agent_opens_nothing(agent: Agent) -> None:
    bob = make_agent("bob")
    bob.log_in()
    assert bob.open_support(agent.code).status_code == 200
    assert bob.client.get("/support/").status_code == 302


# -- codes
# -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5x", "-12345", "0x1234"]
)
def test_what_is_no_code_is_not_even_tried(code: str, agent: Agent) -> None:
    agent.log_in()
    page = agent.open_support(code).content.decode()
    assert "seks cifre" in page
    assert TOTPDevice.objects.get().throttling_failure_count == 0


def test_a_code_may_be_typed_in_two_halves(agent: Agent) -> None:
    agent.log_in()
    code = agent.code
    assert agent.open_support(f"{code[:3]} {code[3:]}").status_code == 302


def test_a_code_works_once(agent: Agent) -> None:
    agent.log_in()
    code = agent.code
    agent.open_support(code)
    other = Agent(agent.user)
    other.log_in()
    assert other.open_support(code).status_code == 200
    assert other.client.get("/support/").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_one_code_sent_by_many_at_once_opens_one_session() -> None:
    agent = make_agent()
    code = agent.code
    browsers = [Agent(agent.user) for _ in range(4)]
    for each in browsers:
        each.log_in()
    waiting = iter(browsers)
    found = at_once(lambda: next(waiting).open_support(code).status_code, workers=4)
    assert sorted(found) == [200, 200, 200, 302]


def test_a_wrong_code_slows_the_device_down_and_is_in_the_trail(agent: Agent) -> None:
    agent.log_in()
    page = agent.open_support("000000").content.decode()
    assert "Vent" in page
    assert agent.open_support().status_code == 200, "the right code too, until the pause is over"
    assert TRAIL.filter(event="web.staff.code_refused").count() == 2


def test_guessing_codes_ends_in_a_pause_of_minutes(agent: Agent) -> None:
    agent.log_in()
    answers = [agent.open_support(f"{number:06d}").status_code for number in range(CODES.times + 20)]
    assert answers[: CODES.times] == [200] * CODES.times
    assert set(answers[CODES.times :]) == {429}
    assert TOTPDevice.objects.get().throttling_failure_count < CODES.times


# -- no second way in
# ------------------------------------------------------------------------------------------


def test_the_login_of_the_site_takes_no_password(agent: Agent) -> None:
    client = Client()
    form = {"username": "sus", "login": "sus", "password": PASSWORD, "otp_token": agent.code, "code": agent.code,
            "otp_device": TOTPDevice.objects.get().persistent_id}  # fmt: skip
    assert client.post("/support/login/", form)["Location"].startswith("/supportkonto/log-ind/")
    assert SESSION_KEY not in client.session


def test_control_the_library_s_own_site_would_take_it(agent: Agent, rf: Any) -> None:
    from django.contrib.sessions.backends.db import SessionStore
    from django_otp.admin import OTPAdminSite

    form = {"username": "sus", "password": PASSWORD, "otp_token": agent.code,
            "otp_device": TOTPDevice.objects.get().persistent_id}  # fmt: skip
    request = rf.post("/admin/login/?next=/support/", form)
    request.session, request._dont_enforce_csrf_checks = SessionStore(), True
    request.user = AnonymousUser()
    OTPAdminSite().login(request)
    assert request.session[SESSION_KEY] == str(agent.user.pk)


def test_passwords_are_changed_in_one_place(agent: Agent) -> None:
    agent.log_in()
    agent.open_support()
    assert agent.client.get("/support/password_change/")["Location"] == "/supportkonto/adgangskode/"
    new = {"old_password": PASSWORD, "new_password1": "x" * 20, "new_password2": "x" * 20}
    agent.client.post("/support/password_change/", new)
    agent.user.refresh_from_db()
    assert agent.user.check_password(PASSWORD)


def test_logging_out_of_the_site_ends_the_session(agent: Agent) -> None:
    agent.log_in()
    agent.open_support()
    assert agent.client.post("/support/logout/")["Location"] == "/log-af/faerdig/"
    assert not agent.is_in
    assert agent.client.get("/support/").status_code == 302


@pytest.mark.parametrize("name", [
    "account_signup", "account_signup_by_passkey", "account_reset_password", "account_email", "account_set_password",
    "account_confirm_login_code", "account_request_login_code", "mfa_signup_webauthn", "mfa_activate_totp",
    "socialaccount_signup", "socialaccount_connections", "socialaccount_login_cancelled", "usersessions_list",
    "oidc_authentication_init", "oidc_logout",
])  # fmt: skip
def test_these_addresses_do_not_exist(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "login/", "2fa/", "email/", "3rdparty/", "login/code/"]
)
def test_the_library_s_own_addresses_do_not_exist(path: str, agent: Agent) -> None:
    agent.log_in()
    for prefix in ("accounts", "supportkonto", "konto"):
        assert agent.client.get(f"/{prefix}/{path}").status_code == 404


def test_only_our_own_models_are_in_the_site() -> None:
    class Whatever(admin.ModelAdmin):
        pass

    support_site.register([TOTPDevice], Whatever)
    assert not support_site.is_registered(TOTPDevice)
    assert {model._meta.app_label for model in support_site._registry} <= {
        "core", "web", "agreements", "identities", "rights", "mandates", "migration_flow",
    }  # fmt: skip


# -- people from MitID and the staff pages
# ---------------------------------------------------------------------


def test_a_person_from_mitid_is_refused_by_every_page_of_a_staff_account(browser: Browser) -> None:
    browser.log_in()
    for route in ACCOUNT:
        if route.name in ("account_logout", "account_inactive", "account_reset_password_from_key_done"):
            continue
        address = route.address() if "(?P" not in route.pattern else "/supportkonto/adgangskode/ny/1-abc/"
        cache.clear()
        assert browser.client.get(address).status_code in (403, 404, 405), route
        assert browser.client.post(address, {"login": "x", "password": "y"}).status_code in (403, 404), route
    assert browser.user


def test_the_adapter_refuses_people_from_mitid_whatever_page_asks(browser: Browser, rf: Any) -> None:
    browser.log_in()
    person = browser.user
    with pytest.raises(PermissionDenied):
        StaffAccountAdapter(None).set_password(person, PASSWORD)
    with pytest.raises(PermissionDenied):
        StaffAccountAdapter(None).login(rf.get("/"), person)
    with pytest.raises(PermissionDenied):
        StaffMFAAdapter().get_public_key_credential_user_entity(person)
    assert not StaffAccountAdapter(None).is_open_for_signup(rf.get("/"))


def test_a_reset_link_for_a_person_from_mitid_sets_nothing(browser: Browser) -> None:
    from allauth.account import app_settings
    from allauth.account.utils import user_pk_to_url_str

    browser.log_in()
    person = browser.user
    assert person
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    visitor = Client()
    link = f"/supportkonto/adgangskode/ny/{user_pk_to_url_str(person)}-{token}/"
    form = visitor.get(link, follow=True).request["PATH_INFO"]
    assert visitor.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 403
    person.refresh_from_db()
    assert not person.has_usable_password()


def test_a_staff_session_is_nobody_at_the_pages_of_an_organisation(agent: Agent) -> None:
    agent.log_in()
    assert agent.client.get("/99000015/").status_code in (302, 404)
    assert agent.client.get("/mine-logins/").status_code == 200


# -- every route that can create a session
# ---------------------------------------------------------------------

CREATE_SESSIONS = {
    "login:callback": "MitID, by a verified answer to a login this browser began",
    "local_idp:callback": "an organisation's own provider, by a verified answer to a login this browser began",
    "account_login": "staff, by password",
    "mfa_login_webauthn": "staff, by passkey",
    "mfa_authenticate": "staff, by passkey or recovery code after the password",
}


def test_every_route_that_can_create_a_session_is_known() -> None:
    assert set(CREATE_SESSIONS) <= {each.name for each in routes()}


def test_no_other_route_logs_anybody_in_with_a_password_and_a_code(agent: Agent) -> None:
    """The right secrets of a member of staff, sent to every address there is under every usual name."""
    form = {"login": "sus", "username": "sus", "email": "sus", "user": "sus", "password": PASSWORD, "code": agent.code,
            "otp_token": agent.code, "otp_device": TOTPDevice.objects.get().persistent_id}  # fmt: skip
    for route in routes():
        if route.name in CREATE_SESSIONS or "(?P" in route.pattern:
            continue
        client = Client(raise_request_exception=False)
        for method in (client.get, client.post):
            method(route.address(), form)
            assert SESSION_KEY not in client.session, route


def test_the_code_that_logs_in_stands_in_these_modules_only() -> None:
    """`login(` of django.contrib.auth, allauth's flows and django-otp: every call in the portal's own
    code."""
    root = Path(__file__).resolve().parents[2]
    callers = set()
    for place in ("portal", "identities", "rights", "mandates", "migration_flow"):
        for path in (root / place).rglob("*.py"):
            if "portal/broker" in str(path):
                continue
            tree = ast.parse(path.read_text())
            names = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            if names & {
                "auth.login",
                "login",
                "django_login",
                "super().login",
                "perform_login",
                "auth_login",
            }:
                callers.add(str(path.relative_to(root)))
    assert callers == {
        "portal/web/login/callback.py", "portal/web/local_idp/callback.py", "portal/web/staff/adapter.py",
    }  # fmt: skip


def test_the_backends_are_these() -> None:
    from django.conf import settings

    assert settings.AUTHENTICATION_BACKENDS == [
        "portal.web.login.backend.MitIDBackend", "portal.web.local_idp.backend.LocalIdpBackend", STAFF_BACKEND, "guardian.backends.ObjectPermissionBackend",
    ]  # fmt: skip
    assert get_user_model() is User
    assert get_resolver().url_patterns
