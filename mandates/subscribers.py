"""What this app does when the floors below announce something."""

from typing import Any

from django.dispatch import receiver

from identities.signals import about_person, identities_merged, identity_closed
from mandates import queries
from mandates.actions import end_of_organisation, end_of_person, follow_person, suspend_given
from portal.agreements.models import Organisation
from portal.agreements.signals import agreement_ended, register_changed
from portal.core.actors import Actor


@receiver(agreement_ended, dispatch_uid="mandates.agreement_ended")
def end_with_agreement(sender: Any, *, organisation: Any, **more: Any) -> None:
    """An organisation whose agreement has ended neither gives nor holds mandates."""
    end_of_organisation(actor=Actor.system("agreement"), organisation=organisation, because="agreement_ended")


@receiver(identity_closed, dispatch_uid="mandates.identity_closed")
def end_with_person(sender: Any, *, identity: Any, **more: Any) -> None:
    end_of_person(actor=Actor.system("identities"), identity=identity)


@receiver(identities_merged, dispatch_uid="mandates.identities_merged")
def stay_with_person(sender: Any, *, kept: Any, merged: Any, **more: Any) -> None:
    follow_person(actor=Actor.system("identities"), kept=kept, merged=merged)


@receiver(about_person, dispatch_uid="mandates.about_person")
def tell_person(sender: Any, *, user: Any, **more: Any) -> dict[Any, list[str]]:
    """The mandates that name them, for the person's own page."""
    return queries.naming(user)


@receiver(register_changed, dispatch_uid="mandates.register_changed")
def follow_register(sender: Any, *, cvr: str, event: str, **more: Any) -> None:
    """Ceased: everything ends. Bankrupt: what was given rests until the trustee decides."""
    organisation = Organisation.objects.across_organisations("the register names it").filter(cvr=cvr).first()
    if organisation is None:
        return
    clock = Actor.system("register")
    if str(event) == "ceased":
        end_of_organisation(actor=clock, organisation=organisation, because="organisation_ceased")
    elif str(event) == "bankruptcy":
        suspend_given(actor=clock, organisation=organisation, because="bankruptcy")
