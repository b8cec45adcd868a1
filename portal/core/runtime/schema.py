"""The databases brought up to date: the portal's by its owner role, the stand-in's by its own project."""

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from .markers import once_per_database
from .places import PROJECT
from .processes import ServerFailed, Spec, run
from .stamps import digest

BROKER = PROJECT / "portal" / "broker"
PERSONAS = BROKER / "personas.json"
GRANTS = PROJECT / "portal" / "core" / "management" / "commands" / "grant_app_role.py"
MANAGE = (sys.executable, "manage.py")
STANDIN = (sys.executable, "-m", "portal.broker")


def migrate(owner: str, env: Mapping[str, str]) -> bool:
    """Migrate as the owner role, then grant to the app role; once per database and edition of the schema.

    Comparing the edition costs a query; Django would load for seconds to find nothing to do.
    """
    ours = [path for pattern in ("*", "portal/*") for path in PROJECT.glob(f"{pattern}/migrations/*.py")]
    # The packages bring migrations too: their edition is the lock.
    edition = digest([*sorted(ours), PROJECT / "requirements" / "base.txt", GRANTS])

    def work() -> None:
        command([*MANAGE, "migrate", "--database=owner", "--noinput", "--skip-checks", "--verbosity=0"], env)
        command([*MANAGE, "grant_app_role"], env)

    return once_per_database(owner, "schema", edition, work)


def prepare_broker(env: Mapping[str, str]) -> bool:
    """The stand-in's tables and personas, once per database and edition. `env`: its BROKER_… variables."""
    edition = digest([*sorted((BROKER / "migrations").glob("*.py")), PERSONAS])

    def work() -> None:
        command([*STANDIN, "migrate", "--verbosity=0"], env)
        command([*STANDIN, "load_personas", str(PERSONAS)], env)

    return once_per_database(env["BROKER_DATABASE_URL"], "broker", edition, work)


def make_demo(owner: str, env: Mapping[str, str], say: Callable[[str], object]) -> bool:
    """The demo country, once per database: from then on it is the visitor's."""

    def work() -> None:
        say("Making the demo country ...")
        command([*MANAGE, "demo_country"], env)

    return once_per_database(owner, "demo", "made", work)


def translate() -> bool:
    """Compile stale catalogues; the library for it is only loaded when there are some."""
    from .translations import compile_translations

    return bool(compile_translations())


def command(arguments: list[str], env: Mapping[str, str] = os.environ, cwd: Path = PROJECT) -> str:
    """Run a step to its end and return what it printed. Raises ServerFailed with its words when it failed."""
    done = run(Spec(arguments, env=env, cwd=cwd))
    if done.returncode:
        words = (done.stderr or done.stdout).strip()
        raise ServerFailed(f"{' '.join(arguments[1:])} failed:\n{words}")
    return done.stdout
