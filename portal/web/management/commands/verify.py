"""Check everything there is to check, then run the tests, on servers of their own."""

import os
import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.runtime import assets, places, system
from portal.core.runtime.orphans import adopt_orphans, end_orphans
from portal.core.runtime.processes import ServerFailed
from portal.core.runtime.supervisor import StopAsked, stop_signals
from portal.core.runtime.throwaway import Throwaway
from portal.core.runtime.translations import compile_translations
from portal.core.runtime.verification import Step, run_step, run_tests, steps

OWN_OPTIONS = {"--full"}
# One process a core; a file's tests stay together, because they share what its fixtures made. Files in their usual
# order: by number of tests, the few long ones in a browser would all come last.
SPREAD = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile", "--no-loadscope-reorder")
# Only the programs' names matter to the stand-in's own checks; it is not started.
STANDIN = {"BROKER_SECRET_KEY": "only-for-checks-that-start-nothing-0123456789"}


class Command(BaseCommand):
    """Every step runs, whatever the ones before found; the code is 0 when none found anything."""

    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Our one option, then pytest's."""
        parser.add_argument(
            "--full", action="store_true", help="both languages, all states, kill storms, fuzzing"
        )
        parser.add_argument("pytest_args", nargs="*", metavar="PYTEST_ARGUMENT")

    def run_from_argv(self, argv: list[str]) -> None:
        """What is not ours goes to pytest untouched, options included."""
        ours = [word for word in argv[2:] if word in OWN_OPTIONS]
        if not {"-h", "--help"} & set(argv):
            theirs = [word for word in argv[2:] if word not in OWN_OPTIONS]
            argv = [*argv[:2], *ours, "--", *theirs]
        super().run_from_argv(argv)

    def handle(self, *args: Any, full: bool, pytest_args: list[str], **options: Any) -> None:
        """Ends with pytest's summary, and after it the steps that found something."""
        adopt_orphans()
        try:
            with stop_signals():
                code = self._verify([*SPREAD, "-m", "" if full else "not full", *pytest_args])
        except ServerFailed as failure:
            raise CommandError(str(failure)) from None
        except StopAsked:
            code = 130
        finally:
            end_orphans(())
        sys.exit(code)

    def _verify(self, pytest_args: list[str]) -> int:
        system.ensure([system.PANGO, system.CHROMIUM, system.TOOLS], self.say)
        assets.fetch()
        compile_translations()
        with Throwaway() as servers:
            env = {**os.environ, **STANDIN, **servers.environment()}
            failed = [step.title for step in steps() if not self._step(step, env)]
            self.say("Tests")
            tests = run_tests(pytest_args, {**os.environ, **servers.environment()})
        if failed:
            self.say(f"verify found something in: {', '.join(failed)} (shown above).")
        return tests or int(bool(failed))

    def _step(self, step: Step, env: dict[str, str]) -> bool:
        started = time.monotonic()
        passed, words = run_step(step, env)
        sign = self.style.SUCCESS("ok") if passed else self.style.ERROR("FAILED")
        self.say(f"{step.title:.<24} {time.monotonic() - started:5.1f} s  {sign}")
        if not passed:
            self.say(f"$ {' '.join(shown(word) for word in step.command[:8])}\n{words}\n")
        return passed

    def say(self, sentence: str) -> None:
        """One line, at once."""
        self.stdout.write(sentence)
        self.stdout.flush()


def shown(word: str) -> str:
    """A word of a command as one would type it in the project's folder."""
    return word.replace(f"{places.PROJECT}{os.sep}", "")
