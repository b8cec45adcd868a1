"""`manage.py bench [NAME …] [--json]`: on a PostgreSQL of its own, with durability on, as `up` runs it."""

import argparse
import importlib
import json
import os
import pkgutil
import tempfile
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

import tests.benchmarks
from portal.core.runtime import places
from portal.core.runtime.postgres import Cluster
from portal.core.runtime.roles import provision
from portal.core.runtime.valkey import valkey


def main() -> None:
    parser = argparse.ArgumentParser(prog="manage.py bench")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    known = [
        each.name for each in pkgutil.iter_modules(tests.benchmarks.__path__) if not each.name.startswith("_")
    ]
    with ExitStack() as stack:
        serve(stack, Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-"))))
        for name in wanted.names or known:
            for figure in importlib.import_module(f"tests.benchmarks.{name}").run():
                tell(figure, wanted.json)


def serve(stack: ExitStack, folder: Path) -> None:
    """PostgreSQL and Valkey for the run; the schema made by the owner, used as the app role."""
    folder.chmod(0o711)
    sockets = places.socket_dir(folder)
    sockets.mkdir(exist_ok=True)
    cluster = Cluster(folder / "postgres", sockets, folder / "postgres.log")
    cluster.prepare()
    for service in (
        cluster.service(),
        valkey(folder / "valkey", sockets, folder / "valkey.log", lasting=False),
    ):
        stack.callback(service.stop)
        service.start()
        service.wait_ready()
    provision(cluster)
    os.environ |= {
        "DATABASE_URL": places.database_url(places.APP_ROLE, var=folder),
        "OWNER_DATABASE_URL": places.database_url(places.OWNER_ROLE, var=folder),
        "REDIS_URL": places.redis_url(var=folder), "DJANGO_SETTINGS_MODULE": "portal.settings", "LOG_LEVEL": "ERROR",
    }  # fmt: skip
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    with open(os.devnull, "w") as nowhere:
        call_command("grant_app_role", stdout=nowhere)


def tell(figure: tests.benchmarks.Figure, as_json: bool) -> None:
    if as_json:
        print(json.dumps({**asdict(figure), "met": figure.met}), flush=True)
        return
    sign = "≤" if figure.better == "lower" else "≥"
    print(f"{figure.name:28} {figure.value:10.3f}   goal {sign} {figure.goal:<8g} {'met' if figure.met else 'NOT met':8} "
          f"{figure.compared}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
