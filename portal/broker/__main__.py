"""`python -m portal.broker COMMAND`: the stand-in's commands (migrate, runserver, load_personas …)."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from portal.broker import environment


def main() -> None:
    """Refuse in one sentence where the stand-in must not run, else do what was asked."""
    try:
        environment.read(os.environ)
    except ImproperlyConfigured as refusal:
        sys.exit(f"portal.broker: {refusal}")
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.broker.settings"
    sys.argv[0] = "portal.broker"
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
