"""Sessions: idle and absolute limits, activity written seldom, the list of one's logins, ending them from
afar."""

import time
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.actors import Actor, AuthContext
from portal.core.models import User
from portal.core.permissions import Level
from portal.web.login import context, sessions
from portal.web.middleware import SEEN_EVERY_SECONDS
from tests.web.agents import Agent, make_agent
from tests.web.conftest import TRAIL, Browser, as_carl
from tests.web.forge import LOA, Forge

HERE = "/mine-logins/"


def is_in(browser: Browser | Agent) -> bool:
    return browser.client.get(HERE).status_code == 200


@pytest.fixture
def anne(browser: Browser) -> Browser:
    """A browser that is logged in."""
    browser.log_in()
    return browser


# -- limits
# ----------------------------------------------------------------------------------------------------


def test_a_session_ends_after_the_idle_time(anne: Browser, settings: Any, time_machine: Any) -> None:
    time_machine.move_to(time.time() + settings.SESSION_IDLE_SECONDS - 5)
    assert is_in(anne)
    time_machine.move_to(time.time() + settings.SESSION_IDLE_SECONDS + 5)
    key = anne.key
    assert not is_in(anne)
    assert not Session.objects.filter(pk=key).exists()
    assert not UserSession.objects.filter(session_key=key).exists()


def test_activity_keeps_a_session_but_not_beyond_the_absolute_time(
    anne: Browser, settings: Any, time_machine: Any
) -> None:
    began = time.time()
    step = settings.SESSION_IDLE_SECONDS - 60
    for passed in range(step, settings.SESSION_ABSOLUTE_SECONDS - 10, step):
        time_machine.move_to(began + passed)
        assert is_in(anne), passed
    time_machine.move_to(began + settings.SESSION_ABSOLUTE_SECONDS + 1)
    assert not is_in(anne)


def test_a_step_up_does_not_begin_a_new_day(
    forge: Forge, anne: Browser, settings: Any, time_machine: Any
) -> None:
    began = time.time()
    time_machine.move_to(began + 1500)
    forge.claims["auth_time"] = int(time.time())
    assert anne.log_in(purpose="step_up").status_code == 302
    for passed in range(3000, settings.SESSION_ABSOLUTE_SECONDS, 1500):
        time_machine.move_to(began + passed)
        assert is_in(anne)
    time_machine.move_to(began + settings.SESSION_ABSOLUTE_SECONDS + 5)
    assert not is_in(anne)


@pytest.mark.parametrize("stamp", [None, "1", 1.5, True])
def test_a_session_without_a_stamp_of_ours_does_not_count(stamp: Any, anne: Browser) -> None:
    session = anne.client.session
    session[sessions.STARTED] = stamp
    session.save()
    assert not is_in(anne)


def test_the_login_page_says_why_one_was_logged_out(anne: Browser, settings: Any, time_machine: Any) -> None:
    time_machine.move_to(time.time() + settings.SESSION_IDLE_SECONDS + 5)
    page = anne.client.get(HERE, follow=True)
    assert page.redirect_chain[-1][0] == "/log-ind/?next=/mine-logins/"
    assert "ikke skete noget" in page.content.decode()
    assert "ikke skete noget" not in anne.client.get("/log-ind/").content.decode()


def test_logging_in_again_leads_back_to_the_page(anne: Browser, settings: Any, time_machine: Any) -> None:
    time_machine.move_to(time.time() + settings.SESSION_IDLE_SECONDS + 5)
    anne.client.get(HERE)
    assert anne.log_in(next=HERE)["Location"] == HERE
    assert is_in(anne)


def test_activity_is_written_at_most_every_five_minutes(anne: Browser, time_machine: Any) -> None:
    time_machine.move_to(time.time() + SEEN_EVERY_SECONDS + 5)
    for expected in (True, False, False):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            is_in(anne)
        wrote = [each["sql"] for each in queries if each["sql"].startswith(("UPDATE", "INSERT"))]
        assert bool(wrote) is expected, wrote


def test_a_tampered_cookie_is_nobody(anne: Browser) -> None:
    for value in ("x", anne.key[:-1] + "!", "æ", "a" * 4000, "../../etc"):
        stranger = Client()
        stranger.cookies["session"] = value
        assert stranger.get(HERE).status_code == 302


def test_a_fixed_session_key_is_not_kept_at_login(forge: Forge, db: None) -> None:
    attacker = Browser(forge)
    attacker.start()
    planted = attacker.key
    victim = Browser(forge)
    victim.client.cookies["session"] = planted
    victim.log_in()
    assert victim.key != planted
    assert not is_in(attacker)


def test_changing_the_organisation_can_change_the_key(anne: Browser, rf: Any) -> None:
    before = anne.key
    request = rf.post("/")
    request.session = anne.client.session
    context.rotate(request)
    request.session.save()
    old = Client()
    old.cookies["session"] = before
    assert old.get(HERE).status_code == 302
    anne.client.cookies["session"] = request.session.session_key
    assert is_in(anne)
    assert UserSession.objects.get().session_key == request.session.session_key


# -- what a session says
# ---------------------------------------------------------------------------------------


def test_the_proof_is_read_back_as_it_was_stored(rf: Any, db: None) -> None:
    import datetime

    from django.contrib.sessions.backends.db import SessionStore

    user = User(issuer="i", subject="s", name="Anne")
    auth = AuthContext(population="professional", issuer="i", subject="s", level=Level.HIGH,
                       at=datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC),
                       authenticators=("code_app", "u2f_token"), organisation_cvr="99000015", rid="1")  # fmt: skip
    request = rf.get("/")
    request.user, request.session = user, SessionStore()
    request.session["_auth_user_backend"] = context.MITID_BACKEND
    context.store(request.session, auth)
    assert context.auth_context(request) == auth
    for backend in (context.STAFF_BACKEND, "x", None):
        request.session["_auth_user_backend"] = backend
        assert context.auth_context(request) is None
    request.session["_auth_user_backend"] = context.MITID_BACKEND
    user.subject = "another"
    assert context.auth_context(request) is None


def test_staff_prove_no_level(db: None, rf: Any) -> None:
    agent = make_agent()
    agent.log_in()
    request = rf.get("/")
    request.user, request.session = agent.user, agent.client.session
    auth = context.auth_context(request)
    assert auth is not None
    assert (auth.population, auth.level) == (context.STAFF, Level.NONE)
    request.session["_auth_user_backend"] = context.MITID_BACKEND
    assert context.auth_context(request) is None


# -- the list
# --------------------------------------------------------------------------------------------------


def test_the_list_tells_devices_in_words(forge: Forge, anne: Browser) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile/15E Safari/604.1"
    phone = Browser(forge, Client(headers={"user-agent": agent}))
    phone.log_in()
    page = anne.client.get(HERE).content.decode()
    assert "Safari på iPhone" in page
    assert page.count("Denne browser") == 1
    assert page.count("/afslut/") == 1
    assert phone.key not in page


@pytest.mark.parametrize(("agent", "words"), [
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge på Windows"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox på Linux"),
    ("Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome på Android"),
    ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) AppleWebKit/605 Version/19 Safari/605", "Safari på Mac"),
    ("curl/8", "Ukendt enhed"), ("", "Ukendt enhed"), ("<script>", "Ukendt enhed"),
])  # fmt: skip
def test_a_device_is_told_in_words(agent: str, words: str) -> None:
    assert sessions.device(agent) == words


def test_ending_one_login_works_at_its_next_request(forge: Forge, anne: Browser) -> None:
    other = Browser(forge)
    other.log_in()
    [row] = UserSession.objects.filter(session_key=other.key)
    assert is_in(other)
    assert anne.client.post(f"/mine-logins/{row.pk}/afslut/")["Location"] == HERE
    assert not is_in(other)
    assert is_in(anne)
    assert TRAIL.filter(event="web.session.ended").count() == 1


def test_control_ending_only_the_row_of_the_list_would_not_end_the_login(forge: Forge, anne: Browser) -> None:
    other = Browser(forge)
    other.log_in()
    UserSession.objects.filter(session_key=other.key).delete()
    assert is_in(other)


def test_ending_all_others_keeps_this_one(forge: Forge, anne: Browser) -> None:
    others = [Browser(forge) for _ in range(3)]
    for each in others:
        each.log_in()
    assert anne.client.post("/mine-logins/afslut-andre/").status_code == 302
    assert not [each for each in others if is_in(each)]
    assert is_in(anne)


def test_the_login_of_somebody_else_is_not_found(forge: Forge, anne: Browser) -> None:
    as_carl(forge)
    carl = Browser(forge)
    carl.log_in()
    [row] = UserSession.objects.filter(session_key=carl.key)
    assert anne.client.post(f"/mine-logins/{row.pk}/afslut/").status_code == 404
    assert anne.client.post("/mine-logins/4711/afslut/").status_code == 404
    anne.client.post("/mine-logins/afslut-andre/")
    assert is_in(carl)


def test_the_action_itself_ends_only_ones_own(forge: Forge, anne: Browser) -> None:
    from django.core.exceptions import PermissionDenied

    as_carl(forge)
    carl = Browser(forge)
    carl.log_in()
    actor = Actor.person(carl.user, None)
    with pytest.raises(PermissionDenied):
        sessions.end_sessions(actor=actor, user=anne.user, sessions=UserSession.objects.all(), which="one")
    with pytest.raises(PermissionDenied):
        sessions.end_all_of(actor=actor, user=anne.user)
    assert is_in(anne)


def test_ending_by_get_or_from_another_site_is_refused(anne: Browser) -> None:
    assert anne.client.get("/mine-logins/afslut-andre/").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = anne.client.cookies
    assert strict.post("/mine-logins/afslut-andre/").status_code == 403


def test_nobody_is_sent_to_the_login_page(db: None) -> None:
    assert Client().get(HERE)["Location"] == "/log-ind/?next=/mine-logins/"
    assert Client().post("/mine-logins/afslut-andre/").status_code == 302


def test_the_list_follows_a_step_up_and_a_log_out(forge: Forge, anne: Browser) -> None:
    forge.claims["auth_time"] = int(time.time()) + 1
    anne.log_in(purpose="step_up")
    assert [each.session_key for each in UserSession.objects.all()] == [anne.key]
    anne.client.post("/log-af/")
    assert not UserSession.objects.exists()


def test_sessions_that_are_over_are_not_listed_and_can_be_swept(forge: Forge, anne: Browser) -> None:
    from django.utils import timezone

    gone = Browser(forge)
    gone.log_in()
    Session.objects.filter(pk=gone.key).update(expire_date=timezone.now())
    assert sessions.live(anne.user).count() == 1
    assert sessions.sweep() == 1
    assert [each.session_key for each in UserSession.objects.all()] == [anne.key]


def test_the_list_works_for_staff_too(db: None) -> None:
    agent = make_agent()
    agent.log_in()
    other = Agent(agent.user)
    other.log_in()
    assert is_in(agent)
    agent.client.post("/mine-logins/afslut-andre/")
    assert not is_in(other)
    assert agent.is_in


def test_a_weak_login_can_still_end_the_others(forge: Forge, anne: Browser, settings: Any) -> None:
    """Lost phone: no level is asked for closing doors."""
    session = anne.client.session
    session[context.KEY] = {**session[context.KEY], "level": "LOW"}
    session.save()
    other = Browser(forge)
    other.log_in()
    assert anne.client.post("/mine-logins/afslut-andre/").status_code == 302
    assert not is_in(other)
    assert LOA


def test_support_and_the_portal_can_end_everything_of_a_person(forge: Forge, anne: Browser) -> None:
    other = Browser(forge)
    other.log_in()
    assert sessions.end_all_of(actor=Actor.system("test"), user=anne.user) == 2
    assert not is_in(anne)
    assert not is_in(other)
