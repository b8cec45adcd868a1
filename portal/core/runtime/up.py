"""`python3 manage.py up`: start everything the portal needs on this machine, stop it all again with Ctrl-C."""

import argparse
import os
import sys
import time
from collections.abc import Sequence

import psycopg

from . import places
from .alone import Turn, only_one
from .house import House
from .processes import ServerFailed
from .supervisor import StopAsked, Supervisor, stop_signals

PORT = 8000
PRODUCTION = (
    "Nothing embedded starts under PORTAL_ENV=production. Run gunicorn, celery worker and celery beat under "
    "your own service manager; the README says how."
)


def main(arguments: Sequence[str]) -> int:
    """The exit code: 0 when it was asked to stop, 1 with a sentence when something could not run."""
    parser = argparse.ArgumentParser(prog="manage.py up", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help=f"preferred port of the portal ({PORT})")
    try:
        if os.environ.get("PORTAL_ENV") == "production":
            raise ServerFailed(PRODUCTION)
        _run(parser.parse_args(arguments).port)
    except StopAsked:
        say("Stopped.")
    except ServerFailed as failure:
        return _fail(str(failure))
    except psycopg.OperationalError as failure:
        return _fail(f"The database does not answer: {failure}")
    return 0


def _run(port: int) -> None:
    with (
        stop_signals(),
        only_one(places.var_dir(), say) as turn,
        Supervisor(say, (turn.fileno(),)) as supervisor,
    ):
        _open(House(supervisor, say, port), turn)
        supervisor.watch()


def _open(house: House, turn: Turn) -> None:
    started = time.monotonic()
    address = house.open()
    turn.tell(address=address)
    say(f"\nThe portal is ready at {address} (after {time.monotonic() - started:.1f} s).")
    say(f"Logs: {places.var_dir() / 'log'}. Ctrl-C stops everything.\n")
    if house.parts.provider:
        say(house.things_to_try())


def say(sentence: str) -> None:
    """One line, at once."""
    print(sentence, flush=True)  # noqa: T201 - talking to the terminal is its purpose


def _fail(sentence: str) -> int:
    print(f"up: {sentence}", file=sys.stderr)  # noqa: T201
    return 1
