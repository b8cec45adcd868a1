"""The portal's own processes under `up`: web, worker, beat, and the stand-in for MitID."""

import http.client
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from socket import socket

from .places import PROJECT
from .ports import HOST, port_of
from .processes import Spec
from .service import Service

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 - gunicorn makes its own unnamed file in it


def answers_http(port: int, path: str) -> Callable[[], bool]:
    """A question for Service.ready: whether `path` gives an answer that is no server error."""

    def ask() -> bool:
        connection = http.client.HTTPConnection(HOST, port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return ask


def _gunicorn(application: str, listener: socket, workers: int) -> list[str]:
    """Persistent connections need threads (gthread); the control socket would lie in the home folder.

    Loaded before forking: the code is read once, and a killed worker is replaced in no time.
    """
    options = {
        "bind": f"fd://{listener.fileno()}",
        "workers": workers,
        "worker-class": "gthread",
        "threads": 4,
        "keep-alive": 5,
        "timeout": 60,
        "graceful-timeout": 5,
        "log-level": "warning",
    }
    if os.access(SHARED_MEMORY, os.W_OK):
        # A heartbeat file on a slow disk makes healthy workers look dead.
        options["worker-tmp-dir"] = str(SHARED_MEMORY)
    arguments = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "gunicorn", application, "--preload", "--no-control-socket", *arguments]


def _spec(command: list[str], log: Path, env: Mapping[str, str], fds: tuple[int, ...] = ()) -> Spec:
    """When we die these get SIGQUIT: end now, without waiting for work that nobody asks for any more."""
    return Spec(command, signal.SIGQUIT, log=log, env=env, cwd=PROJECT, fds=fds)


def web(
    listener: socket, logs: Path, env: Mapping[str, str], application: str = "portal.wsgi:application"
) -> Service:
    """The portal's pages and API."""
    command = _gunicorn(application, listener, workers=2)
    spec = _spec(command, logs / "web.log", env, (listener.fileno(),))
    return Service("Web", spec, answers_http(port_of(listener), "/healthz"))


def broker(listener: socket, logs: Path, env: Mapping[str, str]) -> Service:
    """The stand-in for MitID and NemLog-in."""
    command = _gunicorn("portal.broker.wsgi:application", listener, workers=1)
    spec = _spec(command, logs / "broker.log", env, (listener.fileno(),))
    metadata = "/.well-known/openid-configuration"
    return Service("Stand-in MitID", spec, answers_http(port_of(listener), metadata))


def _celery(app: str, log: Path, env: Mapping[str, str], *arguments: str) -> Service:
    command = [sys.executable, "-m", "celery", "-A", app, *arguments, "--loglevel=WARNING"]
    return Service(log.stem.capitalize(), _spec(command, log, env))


def worker(logs: Path, env: Mapping[str, str], app: str = "portal.celery") -> Service:
    """Two processes for background work. They talk to nobody but the queue: one machine needs no gossip."""
    alone = ("--concurrency=2", "--without-gossip", "--without-mingle")
    return _celery(app, logs / "worker.log", env, "worker", *alone)


def beat(folder: Path, logs: Path, env: Mapping[str, str]) -> Service:
    """The clock. Its notes lie in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    notes = f"--schedule={folder / 'schedule'}"
    return _celery("portal.celery", logs / "beat.log", env, "beat", notes, "--pidfile=")
