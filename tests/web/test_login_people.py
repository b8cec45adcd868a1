"""The attack list, F: who it is. Issuer and subject decide; a new subject of somebody known is never merged
silently."""

import threading
import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client

from portal.core.models import AuditPayload, User
from portal.web.login import actions, people
from portal.web.login.models import LastLogin
from tests.web.conftest import TRAIL, Browser, as_carl, proven
from tests.web.forge import CPR, LOA, Forge


def make(issuer: str, subject: str, **fields: Any) -> User:
    user = User(issuer=issuer, subject=subject, name=fields.pop("name", "Anne Aagaard"), **fields)
    user.set_unusable_password()
    user.save()
    return user


def new_number(forge: Forge, subject: str = "subject-after-the-change") -> None:
    """The provider has given the same person another subject."""
    forge.claims["sub"] = subject


def as_employee(forge: Forge, rid: str = "12345678", cvr: str = "99000015") -> None:
    forge.claims |= {"identity_type": "professional", "cvr": cvr, "rid": rid}


def test_a_person_known_to_nobody_may_log_in_and_belongs_nowhere(forge: Forge, browser: Browser) -> None:
    assert browser.log_in().status_code == 302
    user = browser.user
    assert user is not None
    assert (user.issuer, user.subject, user.name) == (forge.issuer, "subject-of-anne", "Anne Aagaard")
    assert str(user.birth_date) == "1966-01-01"
    assert bytes(user.cpr_index or b"") == people.cpr_index(CPR)
    assert not user.has_usable_password()
    assert not user.is_staff
    assert browser.client.get("/99000015/").status_code == 404


def test_the_same_subject_of_another_issuer_is_another_person(forge: Forge, browser: Browser) -> None:
    other = make("https://other.example", "subject-of-anne", cpr_index=people.cpr_index(CPR))
    browser.log_in()
    assert browser.user != other
    assert User.objects.filter(subject="subject-of-anne").count() == 2


def test_the_same_mail_address_never_makes_one_person_of_two(forge: Forge, browser: Browser) -> None:
    known = make(forge.issuer, "subject-of-bo", email="anne@bageri.example")
    forge.userinfo["email"] = "anne@bageri.example"
    browser.log_in()
    assert browser.user != known


def test_name_and_birth_date_follow_the_provider_and_leave_a_trace(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    forge.userinfo |= {"name": "Anne Bach", "birthdate": "1966-01-02"}
    browser.log_in()
    assert browser.user is not None
    assert (browser.user.name, str(browser.user.birth_date)) == ("Anne Bach", "1966-01-02")
    [entry] = TRAIL.filter(event="web.person.refreshed")
    data = AuditPayload.objects.get(entry_id=entry.pk).data
    assert data["fields"] == ["birth_date", "name"]
    assert "Bach" not in str(data)


def test_what_the_provider_leaves_out_stays(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    forge.drop_userinfo |= {"name", "birthdate", "cpr"}
    browser.log_in()
    assert browser.user is not None
    assert browser.user.name == "Anne Aagaard"
    assert browser.user.cpr_index is not None


def test_a_protected_name_is_a_pseudonym(forge: Forge, browser: Browser) -> None:
    forge.drop_userinfo.add("name")
    forge.userinfo["alias"] = "Pseudonym"
    browser.log_in()
    assert browser.user
    assert browser.user.name == "Pseudonym"


@pytest.mark.parametrize("name", ["A" * 500, "Anne\u202eegaagaA", "Anne\x00", "<script>alert(1)</script>"])
def test_a_strange_name_breaks_nothing(name: str, forge: Forge, browser: Browser) -> None:
    forge.userinfo["name"] = name
    assert browser.log_in().status_code == 302
    page = browser.client.get("/mine-logins/").content.decode()
    assert "<script>alert" not in page
    assert browser.user
    assert len(browser.user.name) <= 200
    assert browser.user.name.isprintable()


def test_the_trail_tells_the_login_without_an_organisation(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    [entry] = TRAIL.filter(event="web.login.succeeded")
    assert entry.organisation is None
    assert entry.subject_id == str(browser.user.pk) if browser.user else False
    data = AuditPayload.objects.get(entry_id=entry.pk).data
    assert (data["level"], data["population"], data["authenticators"]) == (
        "SUBSTANTIAL",
        "private",
        ["code_app"],
    )


def test_a_refused_login_is_in_the_trail_without_personal_words(forge: Forge, browser: Browser) -> None:
    forge.claims["acr"] = "Low"
    browser.log_in()
    [entry] = TRAIL.filter(event="web.login.refused")
    assert AuditPayload.objects.get(entry_id=entry.pk).data["why"] == "level"


def test_answers_that_anybody_can_send_leave_no_trace(forge: Forge, browser: Browser) -> None:
    browser.client.get("/oidc/callback/?error=x&state=y")
    assert not TRAIL.filter(event="web.login.refused").exists()


def test_a_professional_login_carries_organisation_and_number(forge: Forge, browser: Browser) -> None:
    as_employee(forge)
    browser.log_in()
    assert (proven(browser)["population"], proven(browser)["organisation_cvr"]) == (
        "professional",
        "99000015",
    )
    assert proven(browser)["rid"] == "12345678"
    assert LastLogin.objects.get(user=browser.user).rid == "12345678"


def test_a_closed_person_is_refused_and_told(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    User.objects.update(is_active=False)
    again = Browser(forge)
    response = again.log_in()
    assert response.status_code == 403
    assert "Din bruger er lukket" in response.content.decode()
    assert again.user is None
    assert TRAIL.filter(event="web.login.succeeded").count() == 1


def test_closing_a_person_ends_the_sessions_at_the_next_request(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    assert browser.client.get("/mine-logins/").status_code == 200
    User.objects.update(is_active=False)
    assert browser.client.get("/mine-logins/").status_code == 302


def test_control_the_stock_backend_keeps_a_closed_person_logged_in(db: None) -> None:
    from mozilla_django_oidc.auth import OIDCAuthenticationBackend

    from portal.web.login.backend import MitIDBackend

    user = make("https://login.example", "anne", is_active=False)
    assert OIDCAuthenticationBackend().get_user(user.pk) == user
    assert MitIDBackend().get_user(user.pk) is None


# -- a new subject of somebody known
# ---------------------------------------------------------------------------


@pytest.mark.parametrize("employee", [False, True])
def test_a_new_subject_of_somebody_known_becomes_a_page_not_a_login(
    employee: bool, forge: Forge, browser: Browser
) -> None:
    if employee:
        as_employee(forge)
    browser.log_in()
    known = browser.user
    new_number(forge)
    visitor = Browser(forge)
    response = visitor.log_in(next="/organisationer/?a=1")
    assert response["Location"] == "/log-ind/genkend/"
    assert visitor.user is None
    page = visitor.client.get("/log-ind/genkend/").content.decode()
    assert ("medarbejdernummer" if employee else "samme CPR-nummer") in page
    assert 'value="relink"' in page
    assert list(User.objects.all()) == [known]


@pytest.mark.parametrize("employee", [False, True])
def test_a_fresh_login_links_the_new_subject_and_leaves_a_trace(
    employee: bool, forge: Forge, browser: Browser
) -> None:
    if employee:
        as_employee(forge)
    browser.log_in()
    known = browser.user
    new_number(forge)
    visitor = Browser(forge)
    visitor.log_in(next="/organisationer/?a=1")
    forge.claims["auth_time"] = int(time.time()) + 1
    params = visitor.start(purpose="relink")
    assert (params["prompt"], params["acr_values"]) == ("login", f"{LOA}Substantial")
    assert visitor.come_back(params)["Location"] == "/organisationer/?a=1"
    assert visitor.user == known
    assert visitor.user
    assert visitor.user.subject == "subject-after-the-change"
    [entry] = TRAIL.filter(event="web.login.relinked")
    data = AuditPayload.objects.get(entry_id=entry.pk).data
    assert (data["before"], data["after"]) == ("subject-of-anne", "subject-after-the-change")
    assert browser.client.get("/mine-logins/").status_code == 302, "logins under the old subject are ended"


def test_linking_needs_the_person_to_be_asked_again(forge: Forge, browser: Browser) -> None:
    forge.claims["auth_time"] = int(time.time()) - 100
    browser.log_in()
    new_number(forge)
    visitor = Browser(forge)
    visitor.log_in()
    assert visitor.log_in(purpose="relink").status_code == 403
    assert visitor.user is None
    assert not User.objects.filter(subject="subject-after-the-change").exists()


@pytest.mark.parametrize("level", ["Low"])
def test_linking_needs_substantial(level: str, forge: Forge, browser: Browser) -> None:
    browser.log_in()
    new_number(forge)
    visitor = Browser(forge)
    visitor.log_in()
    forge.claims |= {"acr": f"{LOA}{level}", "loa": f"{LOA}{level}", "auth_time": int(time.time()) + 1}
    assert visitor.log_in(purpose="relink").status_code == 403
    assert not User.objects.filter(subject="subject-after-the-change").exists()


def test_linking_is_not_done_by_another_person(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    new_number(forge)
    visitor = Browser(forge)
    visitor.log_in()
    as_carl(forge)
    forge.claims["auth_time"] = int(time.time()) + 1
    assert visitor.log_in(purpose="relink").status_code == 403
    assert visitor.user is None
    assert list(User.objects.values_list("subject", flat=True)) == ["subject-of-anne"]


def test_linking_without_the_page_before_it_is_nothing(forge: Forge, browser: Browser) -> None:
    response = browser.client.post("/oidc/authenticate/", {"purpose": "relink"})
    assert response["Location"] == "/log-ind/"
    assert browser.client.get("/log-ind/genkend/")["Location"] == "/log-ind/"


def test_a_closed_person_does_not_come_back_under_a_new_subject(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    User.objects.update(is_active=False)
    new_number(forge)
    visitor = Browser(forge)
    assert visitor.log_in()["Location"] == "/log-ind/genkend/"
    forge.claims["auth_time"] = int(time.time()) + 1
    assert visitor.log_in(purpose="relink").status_code == 403
    assert visitor.user is None


def test_an_employee_number_used_again_is_not_the_same_person(forge: Forge, browser: Browser) -> None:
    as_employee(forge)
    browser.log_in()
    as_carl(forge)
    as_employee(forge)
    visitor = Browser(forge)
    assert visitor.log_in(next="/organisationer/")["Location"] == "/organisationer/"
    assert visitor.user != browser.user


@pytest.mark.parametrize("change", ["rid", "cvr", "no rid"])
def test_another_number_or_organisation_is_not_the_same_person(
    change: str, forge: Forge, browser: Browser
) -> None:
    as_employee(forge)
    browser.log_in()
    new_number(forge)
    as_employee(
        forge, **{"rid": {"rid": "87654321"}, "cvr": {"cvr": "99000023"}, "no rid": {"rid": ""}}[change]
    )
    visitor = Browser(forge)
    assert visitor.log_in().status_code == 302
    assert visitor.user
    assert visitor.user != browser.user


def test_a_private_login_is_never_linked_to_a_professional_one(forge: Forge, browser: Browser) -> None:
    """The same human, two lives: the brokers keep the numbers apart by law, so does the portal."""
    as_employee(forge)
    browser.log_in()
    new_number(forge, "private-subject-of-anne")
    forge.claims |= {"identity_type": "private"}
    visitor = Browser(forge)
    visitor.log_in()
    assert visitor.user
    assert visitor.user != browser.user


def test_a_new_subject_without_a_cpr_number_is_a_new_person(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    new_number(forge)
    forge.drop_userinfo.add("cpr")
    visitor = Browser(forge)
    visitor.log_in()
    assert visitor.user
    assert visitor.user != browser.user


# -- the first login twice at once
# -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_first_logins_at_once_make_one_person() -> None:
    from tests.web.race import at_once, proof

    found = at_once(lambda: actions.log_in(actor=actions.LOGIN, proof=proof()).pk)
    assert len(found) == 6
    assert len(set(found)) == 1
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_control_without_the_constraint_the_check_alone_is_not_enough() -> None:
    """Each looks, finds nobody, and creates: the database is what says no."""
    barrier = threading.Barrier(2)
    ends: list[str] = []

    def naive() -> None:
        try:
            exists = User.objects.filter(issuer="https://x.example", subject="s").exists()
            barrier.wait()
            if not exists:
                with transaction.atomic():
                    make("https://x.example", "s")
                ends.append("created")
        except IntegrityError:
            ends.append("refused by the constraint")
        finally:
            connection.close()

    threads = [threading.Thread(target=naive) for _ in range(2)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(ends) == ["created", "refused by the constraint"]


def test_sessions_of_two_people_are_two_sessions(forge: Forge, browser: Browser) -> None:
    browser.log_in()
    as_carl(forge)
    other = Browser(forge, Client())
    other.log_in()
    assert Session.objects.count() == 2
    assert browser.user != other.user
