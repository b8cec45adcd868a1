"""`manage.py confirm_agent NAME CODE`: a second person confirms an agent's code app."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.core.actions import RuleBroken
from portal.core.models import User
from portal.web.staff import actions


class Command(BaseCommand):
    help = "Confirm the code app of a staff account with a code that its owner reads aloud."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("code")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_staff=True).first()
        if user is None:
            raise CommandError(f"There is no staff account {options['username']}.")
        try:
            actions.confirm_code(actor=actions.STAFF, user=user, code=options["code"])
        except RuleBroken as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"The code app of {user.username} is confirmed.")
