"""One embedded server or worker: how it starts, when it is ready, how it is asked to end."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .processes import ServerFailed, Spec, await_end, spawn, tail

LOOK_AGAIN = 0.02


def always_ready() -> bool:
    """For children that have nothing to ask: running is ready."""
    return True


@dataclass
class Service:
    """A child under care. `ready` answers quickly and never raises; `patience`: seconds until SIGKILL."""

    name: str
    spec: Spec
    ready: Callable[[], bool] = always_ready
    stop_with: signal.Signals = signal.SIGTERM
    patience: float = 10
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self, fds: tuple[int, ...] = ()) -> None:
        """Start it; returns at once. `fds`: files it inherits beside its own."""
        self.process = spawn(replace(self.spec, fds=(*self.spec.fds, *fds)))

    @property
    def running(self) -> bool:
        """Whether the process is there (not whether it answers)."""
        return self.process is not None and self.process.poll() is None

    def wait_ready(self, seconds: float = 60) -> None:
        """Wait until it answers. Raises ServerFailed with the end of its log when it does not."""
        deadline = time.monotonic() + seconds
        while not self.ready():
            if not self.running or time.monotonic() > deadline:
                raise ServerFailed(self._why())
            time.sleep(LOOK_AGAIN)

    def _why(self) -> str:
        happened = "does not answer" if self.running else "ended while starting"
        log = self.spec.log
        return f"{self.name} {happened}." + (f" From {log}:\n{tail(log)}" if log else "")

    def ask_to_end(self) -> None:
        """Returns at once."""
        if self.process is not None and self.running:
            self.process.send_signal(self.stop_with)

    def stop(self) -> bool:
        """Ask it to end, insist after `patience`. True when asking was enough."""
        self.ask_to_end()
        return self.process is None or await_end(self.process, self.patience)
