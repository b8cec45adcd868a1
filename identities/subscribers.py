"""What this app does when the agreements below it announce something."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from identities.actions.appoint import appoint_first_administrator
from identities.actions.dedicated import order_for
from identities.actions.following import REGISTER, recognise_own, stop_owners
from identities.actions.invoicing import final_invoice
from identities.actions.roles import ALL_IN_ONE
from identities.models import AdministratorRole, Authenticator, AuthenticatorKind, Identity
from identities.queries import people
from identities.signals import last_administrator_left
from portal.agreements.actions import open_recovery
from portal.agreements.models import RegisterChange
from portal.agreements.queries import organisation_by_number
from portal.agreements.signals import (
    administrators_wanted,
    agreement_concluded,
    agreement_ended,
    organisation_set_up,
    register_changed,
)
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


@receiver(organisation_set_up, dispatch_uid="identities.organisation_set_up")
def keep_the_administrator_in(sender: Any, *, organisation: Any, actor: Any, **kwargs: Any) -> None:
    """Private MitID let the appointed administrator in until now. Where it no longer does, a dedicated one is on its
    way at once: nobody is left outside the organisation they have just set up."""
    if organisation.allows_private_mitid:
        return
    rows = Identity.objects.across_organisations("of the organisation that was set up")
    appointed = rows.filter(
        organisation=organisation, source=Identity.Source.AGREEMENT, state=Identity.State.ACTIVE
    )
    has_one = Authenticator.objects.across_organisations("of the appointed administrator").exclude(
        state=Authenticator.State.STOPPED
    )
    for identity in appointed.exclude(pk__in=has_one.values("identity")).select_related("organisation"):
        order_for(identity, AuthenticatorKind.APP, actor=Actor.system("agreement"))


@receiver(administrators_wanted, dispatch_uid="identities.administrators_wanted")
def name_administrators(sender: Any, *, organisation: Any, former: bool, **kwargs: Any) -> list[Recipient]:
    """Whom the floor below writes to when its agreement, or the register, says something new."""
    now = people.recipients_in_role(organisation, AdministratorRole.ORGANISATION_ADMINISTRATOR)
    return [*now, *people.former_administrators(organisation)] if former else now


@receiver(agreement_ended, dispatch_uid="identities.agreement_ended")
def send_final_invoice(sender: Any, *, organisation: Any, **kwargs: Any) -> None:
    """What is still open is invoiced with the agreement's end, whatever the amount."""
    final_invoice(actor=Actor.system("agreement"), organisation=organisation)


@receiver(last_administrator_left, dispatch_uid="identities.last_administrator_left")
def tell_who_can_appoint(sender: Any, *, organisation: Any, **kwargs: Any) -> None:
    """Nobody administers the organisation: the floor below knows who can appoint somebody."""
    open_recovery(actor=Actor.system("identities"), organisation=organisation)


@receiver(user_logged_in, dispatch_uid="identities.recognise_own")
def recognise(sender: Any, *, user: Any, **kwargs: Any) -> None:
    """Whoever the register lets act alone has MitID privat til erhverv, without asking for it."""
    if not user.is_staff and user.cpr_index is not None:
        recognise_own(actor=REGISTER, user=user)


OF_MANAGEMENT = (RegisterChange.NEW_SIGNING_RULE, RegisterChange.NEW_SIGNATORIES, RegisterChange.LIQUIDATION)
OF_EVERYBODY = (RegisterChange.BANKRUPTCY, RegisterChange.OWNER_DEATH, RegisterChange.CEASED)


@receiver(register_changed, dispatch_uid="identities.register_changed")
def follow_register(sender: Any, *, cvr: str, event: str, **kwargs: Any) -> None:
    """Bankruptcy, death and the end stop automatic identities; a new management those who are no longer of it."""
    organisation = organisation_by_number(cvr)
    if organisation is not None and event in (*OF_MANAGEMENT, *OF_EVERYBODY):
        stop_owners(actor=REGISTER, organisation=organisation, why=event, everybody=event in OF_EVERYBODY)
