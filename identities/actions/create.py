"""A new identity."""

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions.edit import refuse_second_rid
from identities.actions.guarding import lock_organisation, organisation_of
from identities.actions.order import demand_channel, order_now, refuse_if_dearer
from identities.events import IdentityEvent
from identities.models import Identity, Price
from identities.queries.prices import price
from identities.rules import people
from portal.agreements.models import Organisation
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission

SealedCpr = tuple[bytes, bytes]


@action(Permission.IDENTITY_MANAGE)
def create_identity(
    *,
    actor: Actor,
    given_name: str,
    surname: str = "",
    email: str = "",
    cpr: str | SealedCpr | None = None,
    birth_date: datetime.date | None = None,
    organisation: Organisation | None = None,
    order: bool = True,
    path: str = "",
    price_shown: Decimal | None = None,
    starts_on: datetime.date | None = None,
    **fields: Any,
) -> Identity:
    """Create an identity and, unless `order` is False or it starts later, send its activation.

    `cpr`: ten digits or (ciphertext, index). `fields`: phone, p_number, se_number, department, language,
    may_sign, ends_on, rid, pseudonym, is_pseudonym. `price_shown`: what the page said one more costs; a
    higher price raises RuleBroken before anything happens."""
    home = lock_organisation(organisation_of(actor, organisation))
    sealed = _sealed(home, cpr)
    if isinstance(cpr, str) and birth_date is None:
        birth_date = people.birth_date_in(cpr)
    _refuse_unusable(sealed, birth_date, home)
    _refuse_fields(fields, home)
    starts_later = starts_on is not None and starts_on > timezone.localdate()
    if order:
        demand_channel(home, 1)
        refuse_if_dearer(price_shown)
    cipher, index = sealed or (None, None)
    identity = Identity.objects.create(
        organisation=home, given_name=given_name, surname=surname, email=email, birth_date=birth_date, cpr=cipher,
        cpr_index=index, starts_on=starts_on, state=Identity.State.DRAFT,
        ordered_price=price(Price.Item.IDENTITY) if order else None, **fields,
    )  # fmt: skip
    audit.record(IdentityEvent.CREATED, identity, actor=actor, organisations=[home], name=identity.shown_name)
    if order and not starts_later:
        order_now(identity, actor=actor, path=path)
    return identity


def _refuse_fields(fields: dict[str, Any], organisation: Organisation) -> None:
    if fields.get("rid"):
        refuse_second_rid(organisation, fields["rid"])
    if fields.get("pseudonym") and not organisation.allows_pseudonyms:
        raise RuleBroken(_("Jeres organisation tillader ikke navnebeskyttelse. Intet er gemt."))


def _sealed(organisation: Organisation, cpr: str | SealedCpr | None) -> SealedCpr | None:
    if cpr is None or cpr == "":
        return None
    if not organisation.asks_for_cpr:
        raise RuleBroken(_("Jeres organisation beder ikke om CPR-numre. Intet er gemt."))
    return people.sealed_cpr(cpr) if isinstance(cpr, str) else cpr


def _refuse_unusable(
    sealed: SealedCpr | None, birth_date: datetime.date | None, organisation: Organisation
) -> None:
    if people.is_too_young(birth_date):
        raise RuleBroken(_("Brugere skal være fyldt 13 år. Intet er gemt."))
    if sealed is None:
        return
    rows = Identity.objects.across_organisations("of an organisation already found through its scope")
    if (
        rows.filter(organisation=organisation, cpr_index=sealed[1])
        .exclude(state=Identity.State.CLOSED)
        .exists()
    ):
        raise RuleBroken(
            _("Der er allerede en bruger med det CPR-nummer hos jer. Find brugeren på listen i stedet.")
        )
