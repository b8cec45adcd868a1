"""The parent: starts its children in order, starts a dead one again, stops all in reverse order."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from .orphans import adopt_orphans, end_orphans
from .service import Service

LOOK_EVERY = 0.25
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# A child that lived this long has recovered: its next death begins with the short pause again.
RECOVERED_AFTER = 60.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(BaseException):
    """Ctrl-C, kill or a closed terminal: unwinds from wherever we are."""


def _raise(number: int, frame: FrameType | None) -> None:
    raise StopAsked(signal.Signals(number).name)


@contextmanager
def stop_signals() -> Iterator[None]:
    """While this is open, the stop signals raise StopAsked."""
    before = {number: signal.signal(number, _raise) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def deaf() -> None:
    """Stopping has begun and is bounded; a second Ctrl-C must not interrupt it half-way."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


@dataclass
class Care:
    """What the supervisor remembers of one child."""

    service: Service
    fds: tuple[int, ...] = ()
    started: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float | None = None

    def start(self) -> None:
        """Start it now."""
        self.started, self.again_at = time.monotonic(), None
        self.service.start(self.fds)

    def plan_restart(self) -> float:
        """Decide when to start it again, later after each death in a row. Returns the seconds until then."""
        now = time.monotonic()
        if now - self.started > RECOVERED_AFTER:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        self.again_at = now + pause
        return pause


class Supervisor:
    """Use as a context manager: leaving it, however, stops everything that was started.

    `fds`: files that every child inherits (the lock of the folder they work in).
    """

    def __init__(self, say: Callable[[str], object], fds: tuple[int, ...] = ()) -> None:
        self._say = say
        self._fds = fds
        self._groups: list[list[Care]] = []

    def __enter__(self) -> "Supervisor":
        adopt_orphans()
        return self

    def __exit__(self, *_: object) -> None:
        deaf()
        self._say("Stopping ...")
        self.stop()

    def start(self, *services: Service) -> None:
        """Start these together and wait until each answers. Raises ServerFailed with the reason."""
        group: list[Care] = []
        self._groups.append(group)
        for service in services:
            group.append(Care(service, self._fds))
            group[-1].start()
        for service in services:
            service.wait_ready()

    def look(self) -> None:
        """One look at every child: a dead one is told of and started again, more slowly each time."""
        for care in self._cares():
            if care.service.running:
                continue
            if care.again_at is None:
                self._mourn(care)
            elif time.monotonic() >= care.again_at:
                care.start()
        self._end_orphans()

    def watch(self) -> None:
        """Look for ever; StopAsked ends it."""
        while True:
            self.look()
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """Stop all, the last started group first, and whatever they left behind."""
        while self._groups:
            group = [care.service for care in self._groups[-1]]
            for service in group:
                service.ask_to_end()
            for service in group:
                if not service.stop():
                    self._say(f"{service.name} did not end when asked and was killed.")
            self._groups.pop()
        end_orphans(())

    def _cares(self) -> Iterator[Care]:
        return (care for group in self._groups for care in group)

    def _mourn(self, care: Care) -> None:
        process = care.service.process
        how = ending(process.returncode) if process else "did not start"
        pause = care.plan_restart()
        log = f" (see {care.service.spec.log})" if care.service.spec.log else ""
        self._say(f"{care.service.name} {how}{log}; it starts again in {pause:g} s.")

    def _end_orphans(self) -> None:
        end_orphans(care.service.process.pid for care in self._cares() if care.service.process)


def ending(returncode: int) -> str:
    """How a process ended, in words."""
    if returncode < 0:
        return f"was ended by {signal.Signals(-returncode).name}"
    return f"ended with code {returncode}"
