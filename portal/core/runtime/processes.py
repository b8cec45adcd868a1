"""Starting and stopping children so that none outlives its parent."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")


class ServerFailed(Exception):
    """Something cannot run; the text tells the person at the terminal what happened and what to do."""


@dataclass(frozen=True)
class Spec:
    """How one child is run.

    `death`: what the kernel sends it when we die. `log`: takes both its streams. `fds`: files it inherits.
    """

    command: Sequence[str]
    death: signal.Signals = signal.SIGTERM
    account: str = "self"
    log: Path | None = None
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    fds: tuple[int, ...] = ()


def launched(spec: Spec) -> list[str]:
    """The command, run through launch.py: under its account, and tied to our life."""
    head = [sys.executable, "-I", "-S", str(LAUNCH), spec.account, str(int(spec.death)), str(os.getpid())]
    return [*head, *spec.command]


def spawn(spec: Spec) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own: Ctrl-C reaches only us, and we stop the children in order.

    Call it from the main thread: the kernel ties the child to the thread that started it.
    """
    output = spec.log.open("ab") if spec.log else subprocess.DEVNULL
    try:
        return subprocess.Popen(
            launched(spec),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=spec.env,
            cwd=spec.cwd or "/",
            pass_fds=spec.fds,
            start_new_session=True,
        )
    finally:
        if not isinstance(output, int):
            output.close()


def run(spec: Spec) -> subprocess.CompletedProcess[str]:
    """Run a short command to its end, under the same account rules. The caller looks at the return code."""
    return subprocess.run(
        launched(replace(spec, death=signal.SIGKILL)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=spec.env,
        cwd=spec.cwd or "/",
        check=False,
    )


def await_end(process: subprocess.Popen[bytes], patience: float) -> bool:
    """Wait for a child that was asked to end; SIGKILL after `patience` seconds. True if asking was enough."""
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False
    return True


def tail(log: Path, lines: int = 8) -> str:
    """The last lines of a log, for the sentence that says why a server did not start."""
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
