"""What this app does when the agreements below it announce something."""

from typing import Any

from django.dispatch import receiver

from identities.actions.appoint import appoint_first_administrator
from identities.actions.roles import ALL_IN_ONE
from identities.models import AdministratorRole
from portal.agreements.signals import agreement_concluded
from portal.core.actors import Actor
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
