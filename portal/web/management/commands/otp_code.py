"""`manage.py otp_code NAME`: the code the agent's phone would show now. Not in production."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.models import User
from portal.web.staff import otp


class Command(BaseCommand):
    help = "Print the current one-time code of a staff account (never in production)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError(
                "Codes are for the agent's own phone; this command does not exist in production."
            )
        user = User.objects.filter(username=options["username"], is_staff=True).first()
        device = otp.device_of(user) if user else None
        if device is None:
            raise CommandError(f"There is no staff account {options['username']} with a confirmed code app.")
        self.stdout.write(otp.current_code(device))
