"""The databases brought up to date: the portal's by its owner role, the stand-in's by its own project."""

import os
import sys
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

from .markers import once_per_database
from .places import PROJECT
from .processes import ServerFailed, Spec, run
from .stamps import digest

BROKER = PROJECT / "portal" / "broker"
PERSONAS = BROKER / "personas.json"


def migrate() -> bool:
    """Migrate the portal's database if its history lacks something, then renew the app role's grants.

    Asking costs a query; the command itself would load and check for seconds. Returns whether it migrated.
    """
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if behind:
        call_command("migrate", database="owner", interactive=False, verbosity=0, skip_checks=True)
    call_command("grant_app_role", verbosity=0, stdout=StringIO())
    connections.close_all()
    return behind


def prepare_broker(env: Mapping[str, str]) -> bool:
    """The stand-in's tables and personas, once per database and edition. `env`: its BROKER_… variables."""
    edition = digest([*sorted((BROKER / "migrations").glob("*.py")), PERSONAS])

    def work() -> None:
        command([sys.executable, "-m", "portal.broker", "migrate", "--verbosity=0"], env)
        command([sys.executable, "-m", "portal.broker", "load_personas", str(PERSONAS)], env)

    return once_per_database(env["BROKER_DATABASE_URL"], "broker", edition, work)


def command(arguments: list[str], env: Mapping[str, str] = os.environ, cwd: Path = PROJECT) -> None:
    """Run a step to its end. Raises ServerFailed with what it said when it did not end well."""
    done = run(Spec(arguments, env=env, cwd=cwd))
    if done.returncode:
        words = (done.stderr or done.stdout).strip()
        raise ServerFailed(f"{' '.join(arguments[1:])} failed:\n{words}")
