"""Ports, turns, steps and the patience of the supervisor: small real processes."""

import os
import socket
import sys

import pytest

from portal.core.runtime import alone, ports
from portal.core.runtime.alone import only_one
from portal.core.runtime.orphans import children, end_orphans
from portal.core.runtime.parts import embedded_parts
from portal.core.runtime.processes import ServerFailed, Spec, spawn
from portal.core.runtime.secret import kept_secret
from portal.core.runtime.service import Service
from portal.core.runtime.stamps import digest, once
from portal.core.runtime.supervisor import LONGEST_PAUSE, RECOVERED_AFTER, Care, ending
from portal.core.runtime.system import Need, ensure
from portal.core.runtime.verification import Step, run_step


def test_a_taken_port_gives_the_next_free_one():
    with socket.socket() as somebody:
        somebody.bind((ports.HOST, 0))
        somebody.listen()
        taken = somebody.getsockname()[1]
        with ports.listen(taken) as listener:
            assert taken < ports.port_of(listener) < taken + ports.TRIES or taken > 65535 - ports.TRIES
        with ports.listen(taken) as again:
            assert ports.port_of(again) != taken


def test_a_second_up_on_the_same_folder_says_where_the_first_one_is(tmp_path):
    with only_one(tmp_path) as turn:
        with pytest.raises(ServerFailed, match="is still starting"), only_one(tmp_path):
            pass
        turn.tell(address="http://localhost:8000")
        with pytest.raises(ServerFailed, match="runs at http://localhost:8000"), only_one(tmp_path):
            pass
    with only_one(tmp_path):
        pass


def test_after_a_killed_up_the_next_one_waits_for_its_servers(tmp_path, monkeypatch):
    said: list[str] = []
    with only_one(tmp_path) as turn:
        left_over = Service("Left over", Spec(["sleep", "0.5"]))
        left_over.start((turn.fileno(),))
        turn.tell(pid=os.getpid(), born="long ago")
    with only_one(tmp_path, said.append):
        assert not left_over.running
    assert said == ["The last `up` was killed. Waiting until its servers have ended ..."]

    monkeypatch.setattr(alone, "PATIENCE", 0.3)
    with only_one(tmp_path) as turn:
        stuck = Service("Stuck", Spec(["sleep", "60"]))
        stuck.start((turn.fileno(),))
        turn.tell(pid=os.getpid(), born="long ago")
    with pytest.raises(ServerFailed, match="still use"), only_one(tmp_path, said.append):
        pass
    stuck.stop()


def test_a_service_that_ends_while_starting_is_explained_by_its_log(tmp_path):
    service = Service("Toy", Spec(["sh", "-c", "echo no such table; exit 3"], log=tmp_path / "toy.log"), bool)
    service.start()
    with pytest.raises(ServerFailed, match=r"Toy ended while starting(.|\n)*no such table"):
        service.wait_ready()


def test_a_service_that_never_answers_is_not_waited_for_for_ever(tmp_path):
    service = Service("Toy", Spec(["sleep", "60"]), bool)
    service.start()
    try:
        with pytest.raises(ServerFailed, match="Toy does not answer"):
            service.wait_ready(0.3)
    finally:
        service.stop()


def test_what_does_not_end_when_asked_is_killed(tmp_path):
    ready = tmp_path / "ready"
    ignore = (
        "import signal, sys, time; signal.signal(15, signal.SIG_IGN); open(sys.argv[1], 'w'); time.sleep(60)"
    )
    service = Service("Deaf", Spec([sys.executable, "-c", ignore, str(ready)]), ready.exists, patience=0.3)
    service.start()
    service.wait_ready()
    assert service.stop() is False
    assert not service.running


def test_each_death_in_a_row_waits_longer_and_a_long_life_is_forgiven():
    care = Care(Service("Toy", Spec(["true"])))
    care.start()
    pauses = [care.plan_restart() for _ in range(9)]
    assert pauses[:4] == [0.5, 1, 2, 4]
    assert pauses[-1] == LONGEST_PAUSE
    care.started -= RECOVERED_AFTER + 1
    assert care.plan_restart() == 0.5
    care.service.stop()


def test_endings_are_said_in_words():
    assert ending(-9) == "was ended by SIGKILL"
    assert ending(3) == "ended with code 3"


def test_only_strangers_among_our_children_are_ended():
    others = children()
    ours, stranger = spawn(Spec(["sleep", "60"])), spawn(Spec(["sleep", "60"]))
    try:
        assert end_orphans({*others, ours.pid}) == [stranger.pid]
        assert ours.poll() is None
    finally:
        ours.kill()
        ours.wait()
        stranger.poll()


def test_the_environment_replaces_each_part_and_half_a_database_is_refused():
    parts = embedded_parts({})
    assert (parts.database, parts.redis, parts.provider, parts.cluster) == (True, True, True, True)
    own = {"DATABASE_URL": "postgresql://a@db/x", "OWNER_DATABASE_URL": "postgresql://b@db/x"}
    assert embedded_parts(own).cluster
    assert not embedded_parts({**own, "OIDC_OP_ISSUER": "https://broker.example"}).cluster
    assert not embedded_parts({"REDIS_URL": "redis://q"}).redis
    with pytest.raises(ServerFailed, match="OWNER_DATABASE_URL"):
        embedded_parts({"DATABASE_URL": "postgresql://a@db/x"})


def test_a_step_is_done_once_for_its_content_and_again_when_it_failed(tmp_path):
    stamp, source, done = tmp_path / "deep" / "stamp", tmp_path / "lock", []
    source.write_text("one")

    def fail() -> None:
        raise OSError

    with pytest.raises(OSError):
        once(stamp, digest([source]), fail)
    for _ in range(2):
        once(stamp, digest([source]), lambda: done.append(1))
    source.write_text("two")
    once(stamp, digest([source, tmp_path / "missing"]), lambda: done.append(1))
    assert len(done) == 2


def test_a_secret_is_made_once_and_read_by_its_owner_alone(tmp_path):
    path = tmp_path / "secrets" / "broker"
    first = kept_secret(path)
    assert kept_secret(path) == first
    assert len(first) == 64
    assert path.stat().st_mode & 0o777 == 0o600
    assert kept_secret(tmp_path / "other") != first


def test_a_missing_library_ends_with_the_line_to_run(monkeypatch):
    said: list[str] = []
    met = Need("air", ("oxygen",), lambda: True)
    ensure([met], said.append)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(
        ServerFailed, match=r"Missing: paper.*apt-get install --no-install-recommends pulp ink"
    ):
        ensure([met, Need("paper", ("pulp", "ink"), lambda: False)], said.append)
    assert said == []


def test_a_step_that_finds_something_says_so_and_gives_its_words():
    passed, words = run_step(Step("Fine", (sys.executable, "-c", "print('fine')")), {})
    assert (passed, words) == (True, "fine")
    broken = "import os, sys; sys.exit(os.environ['WHY'])"
    assert run_step(Step("Broken", (sys.executable, "-c", broken), {"WHY": "it rains"}), {}) == (
        False,
        "it rains",
    )
