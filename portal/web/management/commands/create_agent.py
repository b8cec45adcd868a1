"""`manage.py create_agent NAME --role agent`: a staff account, its code app, and a link to choose a
password with."""

import getpass
import secrets
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_otp.plugins.otp_totp.models import TOTPDevice

from identities.rules import people
from portal.core.actions import RuleBroken
from portal.core.identifiers import parse_cpr
from portal.core.models import User
from portal.web.staff import actions, otp
from portal.web.staff.actions import ROLES, STAFF

PASSWORD_BYTES = 15
CPR = "ask for the agent's CPR number, unseen; only its index is kept, to know the agent's own employers"
READY = "to try at once: print a password and a code (never in production)"


class Command(BaseCommand):
    help = "Create a staff account; print a link, valid once and for a day, to choose its password with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", choices=ROLES, default="agent")
        parser.add_argument("--name", default="", help="the person's name")
        parser.add_argument("--email", default="", help="the agent's own, private or where they work")
        parser.add_argument("--with-cpr", action="store_true", help=CPR)
        parser.add_argument("--new-link", action="store_true", help="print a new link")
        parser.add_argument("--ready", action="store_true", help=READY)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["ready"]:
            return self._ready(options)
        user = self._known(options["username"]) if options["new_link"] else self._create(options)
        link = actions.set_up_link(actor=STAFF, user=user)
        self.stdout.write(f"Choose a password here, once, within a day:\n  {link}")
        device = TOTPDevice.objects.filter(user=user).first()
        if device and not device.confirmed:
            self.stdout.write(
                f"Put this into the agent's code app:\n  {device.config_url}\n"
                f"Then let the agent read a code aloud:\n  manage.py confirm_agent {user.username} CODE"
            )
        return None

    def _ready(self, options: dict[str, Any]) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("--ready shows a password and a code; it does not exist in production.")
        user = User.objects.filter(username=options["username"], is_staff=True).first() or self._create(
            options
        )
        password = secrets.token_urlsafe(PASSWORD_BYTES)
        device = actions.make_ready(actor=STAFF, user=user, password=password)
        self.stdout.write(
            f"user name: {user.username}\npassword: {password}\ncode: {otp.current_code(device)}"
        )

    def _index(self, options: dict[str, Any]) -> bytes | None:
        if options["with_cpr"]:
            digits = getpass.getpass("CPR number of the agent: ").replace("-", "").strip()
            if parse_cpr(digits, allow_substitute=not settings.IS_PRODUCTION) is None:
                raise CommandError("That is no CPR number. No account was made.")
            return people.cpr_index(digits)
        if not options["email"] and not options["ready"]:
            self.stdout.write(
                "Neither address nor CPR number: where the agent works rests on their own word alone."
            )
        return None

    def _known(self, username: str) -> User:
        user = User.objects.filter(username=username, is_staff=True).first()
        if user is None:
            raise CommandError(f"There is no staff account {username}.")
        return user

    def _create(self, options: dict[str, Any]) -> User:
        fields = {name: options[name] for name in ("username", "name", "role", "email")}
        try:
            return actions.create_agent(actor=STAFF, **fields, cpr_index=self._index(options))
        except (RuleBroken, ValidationError) as refusal:
            raise CommandError(str(refusal)) from refusal
