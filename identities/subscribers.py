"""What this app does when the agreements below it announce something."""

from typing import Any

from django.dispatch import receiver

from identities.actions.appoint import appoint_first_administrator
from identities.actions.roles import ALL_IN_ONE
from identities.models import AdministratorRole
from identities.queries import people
from portal.agreements.signals import administrators_wanted, agreement_concluded
from portal.core.actors import Actor
from portal.core.mail import Recipient
from portal.core.permissions import Permission


@receiver(agreement_concluded)
def appoint(sender: Any, *, organisation: Any, connection: Any, actor: Any, **kwargs: Any) -> None:
    """A concluded agreement gets its first administrator in the same transaction."""
    if connection is None or not connection.administrator_name:
        return
    given, _space, surname = connection.administrator_name.strip().rpartition(" ")
    sealed = (connection.administrator_cpr, connection.administrator_cpr_index)
    appoint_first_administrator(
        actor=actor if actor.may(Permission.AGREEMENT_SIGN) else Actor.system("agreement"),
        organisation=organisation,
        given_name=given or surname,
        surname=surname if given else "",
        email=connection.administrator_email,
        birth_date=connection.administrator_birth_date,
        cpr=sealed if sealed[0] else None,
        roles=ALL_IN_ONE if connection.all_roles_in_one else (AdministratorRole.ORGANISATION_ADMINISTRATOR,),
        user=connection.started_by if connection.administrator_is_starter else None,
    )


@receiver(administrators_wanted, dispatch_uid="identities.administrators_wanted")
def name_administrators(sender: Any, *, organisation: Any, former: bool, **kwargs: Any) -> list[Recipient]:
    """Whom the floor below writes to when its agreement, or the register, says something new."""
    now = people.recipients_in_role(organisation, AdministratorRole.ORGANISATION_ADMINISTRATOR)
    return [*now, *people.former_administrators(organisation)] if former else now
