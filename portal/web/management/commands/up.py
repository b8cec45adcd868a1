"""Start everything the portal needs on this machine, and stop it all again with Ctrl-C."""

import sys

from django.core.management.base import BaseCommand

from portal.core.runtime.up import main


class Command(BaseCommand):
    """Listed here for `manage.py help`; manage.py itself goes straight to `main`, without loading Django first."""

    help = __doc__

    def run_from_argv(self, argv: list[str]) -> None:
        """The options are main's own."""
        sys.exit(main(argv[2:]))
