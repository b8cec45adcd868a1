"""How often the same may be tried, with Valkey and without it; and whose address counts."""

import threading
import time
from typing import Any

import pytest
from django.test import Client

from portal.core import ratelimit
from portal.core.ratelimit import Limit, TooMany, client_address, count
from portal.web.login import callback, logout, start
from portal.web.staff import gates
from tests.web.agents import make_agent
from tests.web.conftest import Browser
from tests.web.forge import Forge

FEW = Limit("test.few", 5, 60)


@pytest.fixture
def without_valkey(settings: Any) -> Any:
    """The cache points where nothing listens."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}}
    ratelimit._local.__init__()  # type: ignore[misc]
    yield
    ratelimit._local.__init__()  # type: ignore[misc]


def tries(limit: Limit, key: str, times: int) -> int:
    """How many of the attempts were let through."""
    through = 0
    for _ in range(times):
        try:
            count(limit, key)
            through += 1
        except TooMany as refusal:
            wait = refusal.retry_after
            assert 0 < wait <= limit.seconds
    return through


def test_so_many_and_no_more(time_machine: Any) -> None:
    time_machine.move_to(1_800_000_000, tick=False)
    assert tries(FEW, "a", 9) == 5
    assert tries(FEW, "b", 3) == 3


def test_the_window_slides(time_machine: Any) -> None:
    time_machine.move_to(1_800_000_000 + 59, tick=False)
    assert tries(FEW, "a", 5) == 5
    time_machine.move_to(1_800_000_000 + 61, tick=False)
    assert tries(FEW, "a", 5) == 0, "the burst before the border still counts"
    time_machine.move_to(1_800_000_000 + 181, tick=False)
    assert tries(FEW, "a", 5) == 5


def test_fifty_at_once_are_counted_right() -> None:
    limit, barrier, through = Limit("test.race", 10, 3600), threading.Barrier(50), []

    def attempt() -> None:
        barrier.wait()
        through.append(tries(limit, "one", 1))

    threads = [threading.Thread(target=attempt) for _ in range(50)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(through) == 10


def test_control_reading_and_writing_apart_lets_more_through() -> None:
    """The counter as it is often written: get, compare, set."""
    from django.core.cache import cache

    barrier, through = threading.Barrier(20), []

    def attempt() -> None:
        barrier.wait()
        now = cache.get("naive", 0)
        time.sleep(0.01)
        if now < 10:
            cache.set("naive", now + 1, 60)
            through.append(1)

    threads = [threading.Thread(target=attempt) for _ in range(20)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sum(through) > 10


def test_without_valkey_each_process_counts_for_itself(without_valkey: Any, time_machine: Any) -> None:
    time_machine.move_to(1_800_000_000, tick=False)
    assert tries(FEW, "a", 9) == 5


def test_without_valkey_nobody_waits(without_valkey: Any) -> None:
    began = time.monotonic()
    tries(FEW, "a", 50)
    assert time.monotonic() - began < 2


def test_a_login_works_without_valkey(forge: Forge, browser: Browser, without_valkey: Any) -> None:
    assert browser.log_in().status_code == 302
    assert browser.user


def test_the_shared_counter_is_used_again_when_valkey_is_back(without_valkey: Any, settings: Any) -> None:
    tries(FEW, "a", 1)
    assert ratelimit._local.until > time.monotonic()
    ratelimit._local.until = 0
    assert ratelimit._counted(["limit:x:1", "limit:x:0"], 60)[0] == 1
    assert ratelimit._local.until > time.monotonic(), "asked again, still away"


# -- the pages
# -------------------------------------------------------------------------------------------------


@pytest.fixture
def still(time_machine: Any) -> None:
    """The clock stands still at the beginning of a window."""
    time_machine.move_to(time.time() // 3600 * 3600 + 3600, tick=False)


def until_refused(send: Any, most: int) -> int:
    for number in range(most + 2):
        response = send()
        if response.status_code == 429:
            assert int(response["Retry-After"]) > 0
            assert "Vent lidt" in response.content.decode()
            return number
    raise AssertionError("never refused")


def test_starting_a_login_is_limited_by_person_and_by_address(
    forge: Forge, browser: Browser, still: None
) -> None:
    browser.log_in()
    assert until_refused(lambda: browser.client.post("/oidc/authenticate/"), 40) == start.STARTS_OF_ONE.times
    assert Browser(forge).start()


def test_an_address_cannot_start_without_end(forge: Forge, db: None, still: None) -> None:
    assert until_refused(lambda: Client().post("/oidc/authenticate/"), 300) == start.STARTS.times
    assert Client(headers={}, REMOTE_ADDR="192.0.2.7").post("/oidc/authenticate/").status_code == 302


def test_coming_back_is_limited(forge: Forge, db: None, still: None) -> None:
    client = Client()
    assert until_refused(lambda: client.get("/oidc/callback/?state=x"), 300) == callback.RETURNS.times


def test_logging_out_is_limited(db: None, still: None) -> None:
    assert until_refused(lambda: Client().post("/log-af/"), logout.LOGOUTS.times) == logout.LOGOUTS.times


def test_passwords_are_limited_by_name_whatever_the_address(db: None, still: None) -> None:
    agent = make_agent()
    addresses = iter(range(1, 200))

    def guess() -> Any:
        form = {"login": " SUS ", "password": "wrong"}
        return Client(REMOTE_ADDR=f"192.0.2.{next(addresses)}").post("/supportkonto/log-ind/", form)

    assert until_refused(guess, 60) == gates.TRIES_OF_NAME.times
    assert agent.log_in().status_code == 429
    assert Client(REMOTE_ADDR="198.51.100.1").get("/supportkonto/log-ind/").status_code == 200


def test_passwords_are_limited_by_address_whatever_the_name(db: None, still: None) -> None:
    names = iter(range(1000))

    def guess() -> Any:
        return Client().post("/supportkonto/log-ind/", {"login": f"n{next(names)}", "password": "wrong"})

    assert until_refused(guess, 60) == gates.TRIES.times


def test_the_second_step_is_limited(db: None, still: None) -> None:
    client = Client()
    path = "/supportkonto/log-ind/andet-trin/"
    assert until_refused(lambda: client.post(path, {"code": "1"}), 60) == gates.TRIES.times


# -- whose address
# ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("proxies", "forwarded", "remote", "address"), [
    (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
    (1, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
    (1, "6.6.6.6, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
    (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "10.0.0.1", "203.0.113.9"),
    (2, "203.0.113.9", "10.0.0.1", "0.0.0.0"),
    (1, "", "10.0.0.1", "0.0.0.0"),
    (1, "a", "10.0.0.1", "0.0.0.0"),
    (1, "203.0.113.9:443", "10.0.0.1", "0.0.0.0"),
    (0, "", "", "0.0.0.0"),
    (0, "", "2001:db8::1", "2001:db8::1"),
])  # fmt: skip
def test_the_address_is_what_our_own_proxy_saw(
    proxies: int, forwarded: str, remote: str, address: str, rf: Any, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", headers={"x-forwarded-for": forwarded, "x-real-ip": "6.6.6.6"}, REMOTE_ADDR=remote)
    assert client_address(request) == address


def test_an_address_that_cannot_be_read_escapes_no_limit(db: None, settings: Any, still: None) -> None:
    """Fail closed: all of them share one counter."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    marks = iter(range(1000))

    def guess() -> Any:
        client = Client(headers={"x-forwarded-for": f"a{next(marks)}"})
        return client.post("/supportkonto/log-ind/", {"login": f"n{next(marks)}", "password": "wrong"})

    assert until_refused(guess, 60) == gates.TRIES.times


def test_without_valkey_staff_wait_but_nothing_hangs_and_nobody_gets_in_unlimited(
    db: None, without_valkey: Any
) -> None:
    """The counters inside allauth need Valkey: its login pages answer with an error page until it is back."""
    agent = make_agent()
    agent.client.raise_request_exception = False
    began = time.monotonic()
    response = agent.log_in()
    assert time.monotonic() - began < 5
    assert response.status_code >= 500
    assert not agent.is_in
