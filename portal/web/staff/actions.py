"""What changes a staff account, each with its trace. Nobody but the agent ever chooses or sees a secret."""

from allauth.account import app_settings as account_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.models import User
from portal.core.permissions import Permission, Role
from portal.web.staff.events import StaffEvent

ROLES = {"agent": Role.SUPPORT_AGENT, "supervisor": Role.SUPPORT_SUPERVISOR, "owner": Role.SERVICE_OWNER}
STAFF = Actor.system("staff accounts")


@action(Permission.SUPPORT_SUPERVISE)
def create_agent(
    *, actor: Actor, username: str, name: str, role: str, email: str = "", cpr_index: bytes | None = None
) -> User:
    """An account without any secret yet; `set_up_link` lets the agent choose one. Raises RuleBroken for a
    name taken. Address and index tell where the agent works themselves: there a colleague takes the case."""
    if User.objects.filter(username__iexact=username).exists():
        raise RuleBroken(_("Der er allerede en supportkonto med det brugernavn."))
    user = User(username=username, name=name or username, email=email, cpr_index=cpr_index, is_staff=True)
    user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    user.groups.add(Group.objects.get_or_create(name=ROLES[role].value)[0])
    TOTPDevice.objects.create(user=user, name="telefon", confirmed=False)
    audit.record(StaffEvent.CREATED, user, actor=actor, organisations=[], role=role)
    return user


@action(Permission.SUPPORT_SUPERVISE)
def set_up_link(*, actor: Actor, user: User) -> str:
    """An address that lets the agent choose a password, once, within a day. Earlier links and the old
    password die."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    audit.record(StaffEvent.LINK_MADE, user, actor=actor, organisations=[])
    token = account_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    kwargs = {"uidb36": user_pk_to_url_str(user), "key": token}
    return settings.BASE_URL.rstrip("/") + reverse("account_reset_password_from_key", kwargs=kwargs)


@action(Permission.SUPPORT_SUPERVISE)
def confirm_code(*, actor: Actor, user: User, code: str) -> None:
    """A second person confirms that the agent's phone shows the right codes. Raises RuleBroken when it does
    not."""
    device = TOTPDevice.objects.select_for_update().filter(user=user).first()
    if device is None or not device.verify_token(code):
        raise RuleBroken(_("Koden passer ikke. Prøv med den næste kode, telefonen viser."))
    device.confirmed = True
    device.save(update_fields=["confirmed"])
    audit.record(StaffEvent.CODE_CONFIRMED, user, actor=actor, organisations=[])


@action(Permission.SUPPORT_SUPERVISE)
def make_ready(*, actor: Actor, user: User, password: str) -> TOTPDevice:
    """An account to try at once, with this password and a confirmed code app: for a machine of one's own."""
    user.set_password(password)
    user.save(update_fields=["password"])
    device, _created = TOTPDevice.objects.get_or_create(user=user, defaults={"name": "telefon"})
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    audit.record(StaffEvent.CODE_CONFIRMED, user, actor=actor, organisations=[])
    return device


@action(Permission.OWN_SESSIONS)
def note(*, actor: Actor, event: models.TextChoices, user: User) -> None:
    """Note something that the account's owner, or somebody at their login page, did."""
    audit.record(event, user, actor=actor, organisations=[])
