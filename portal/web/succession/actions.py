"""Taking over from a predecessor, item by item: users with their rights; mandates are asked for anew."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from identities.actions import create_identity
from identities.models import Identity
from mandates import actions as mandate
from mandates.models import Mandate
from portal.agreements.models import Organisation, Succession, SuccessionItem
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.web.succession import queries
from portal.web.succession.events import SuccessionEvent as Event
from rights.actions import grant_right
from rights.models import Grant

D, K = SuccessionItem.Decision, SuccessionItem.Kind


@action(Permission.IDENTITY_MANAGE)
def carry_people(
    *, actor: Actor, succession: Succession, people: Iterable[Any], price_shown: Decimal | None = None
) -> list[SuccessionItem]:
    """Each becomes a user here with the rights they had there, and gets an activation link; whoever is here already
    keeps the user they have. Raises RuleBroken, and takes nobody over, where one of them cannot be created."""
    offer = _offered(actor, succession)
    rows = list(queries.people(offer).filter(pk__in=list(people)))
    _require(rows)
    held = queries.rights_held(rows)
    return [_carry(offer, person, held[person.pk], actor, price_shown) for person in rows]


@action(Permission.IDENTITY_MANAGE)
def leave_people(*, actor: Actor, succession: Succession, people: Iterable[Any]) -> list[SuccessionItem]:
    """They are not users here. It is noted, so that nothing is undecided at the end."""
    offer = _offered(actor, succession)
    rows = list(queries.people(offer).filter(pk__in=list(people)))
    _require(rows)
    return [_leave(offer, K.PERSON, each.pk, each.shown_name, actor) for each in rows]


@action(Permission.MANDATE_GIVE)
def ask_mandates(*, actor: Actor, succession: Succession, mandates: Iterable[Any]) -> list[SuccessionItem]:
    """Each is offered (where the predecessor gave it) or asked for (where it held it) anew: the other side decides."""
    offer = _offered(actor, succession)
    rows = list(queries.mandates(offer).filter(pk__in=list(mandates)))
    _require(rows)
    rights = queries.rights_of(rows)
    return [_ask(offer, each, rights[each.pk], actor) for each in rows]


@action(Permission.MANDATE_GIVE)
def leave_mandates(*, actor: Actor, succession: Succession, mandates: Iterable[Any]) -> list[SuccessionItem]:
    offer = _offered(actor, succession)
    rows = list(queries.mandates(offer).filter(pk__in=list(mandates)))
    _require(rows)
    return [_leave(offer, K.MANDATE, each.pk, each.number, actor) for each in rows]


@action(Permission.SETTINGS_CHANGE)
def close(*, actor: Actor, succession: Succession) -> Succession:
    """Done with it: what is undecided stays behind, and the offer leaves the overview."""
    offer = _offered(actor, succession)
    offer.closed_at = timezone.now()
    offer.save(update_fields=["closed_at"])
    audit.record(Event.CLOSED, offer, actor=actor, organisations=offer.organisations())
    return offer


def _offered(actor: Actor, succession: Succession) -> Succession:
    """Locked: of two administrators the second one sees what the first decided."""
    rows = Succession.objects.for_actor(actor).select_for_update(of=("self",))
    offer = rows.select_related("predecessor", "successor").filter(pk=succession.pk).first()
    if offer is None or offer.successor_id != actor.organisation.pk:
        raise PermissionDenied("not offered to this organisation")
    if offer.closed_at is not None:
        raise RuleBroken(_("Overtagelsen er afsluttet. Intet er ændret."))
    if actor.organisation.state != Organisation.State.CONNECTED:
        raise RuleBroken(_("I skal have en aftale i kraft, før I kan tage noget med."))
    return offer


def _require(rows: list[Any]) -> None:
    if not rows:
        raise RuleBroken(_("Vælg mindst én. Det, der allerede er besluttet, kan ikke vælges igen."))


def _carry(
    offer: Succession, person: Identity, held: list[Grant], actor: Actor, price_shown: Decimal | None
) -> SuccessionItem:
    target = _already_here(person, actor) or _create(person, actor, price_shown)
    without = [name for grant in held if (name := _give(grant, target, actor))]
    item = SuccessionItem.objects.create(
        succession=offer, kind=K.PERSON, subject=person.pk, result=target.pk, name=person.shown_name, decision=D.CARRIED,
        without=sorted(set(without)), decided_by=actor.label,
    )  # fmt: skip
    audit.record(Event.PERSON_CARRIED, target, actor=actor, organisations=offer.organisations(), name=person.shown_name,
                 predecessor=offer.predecessor.cvr)  # fmt: skip
    return item


def _already_here(person: Identity, actor: Actor) -> Identity | None:
    if person.user_id is None:
        return None
    rows = Identity.objects.for_actor(actor).exclude(state=Identity.State.CLOSED)
    return rows.filter(
        organisation=actor.organisation, user=person.user_id, kind=Identity.Kind.ORDINARY
    ).first()


def _create(person: Identity, actor: Actor, price_shown: Decimal | None) -> Identity:
    sealed = (bytes(person.cpr), bytes(person.cpr_index)) if person.cpr and person.cpr_index else None
    hidden = {"is_pseudonym": True, "pseudonym": person.pseudonym} if person.is_pseudonym else {}
    try:
        return create_identity(
            actor=actor, given_name=person.given_name, surname=person.surname, email=person.email, phone=person.phone,
            birth_date=person.birth_date, cpr=sealed if actor.organisation.asks_for_cpr else None,
            language=person.language, price_shown=price_shown, **hidden,
        )  # fmt: skip
    except RuleBroken as refused:
        raise RuleBroken(f"{person.shown_name}: {refused}") from refused


def _give(grant: Grant, target: Identity, actor: Actor) -> str:
    """ "", or the name of a right that cannot be given here."""
    try:
        grant_right(actor=actor, organisation=actor.organisation, right=grant.right, identity=target,
                    limit_type=grant.limit_type, limit_value=grant.limit_value, constraints=grant.constraints,
                    ends_at=grant.ends_at)  # fmt: skip
    except RuleBroken:
        has_it = Grant.objects.for_actor(actor).filter(
            identity=target, right=grant.right, limit_value=grant.limit_value
        )
        return "" if has_it.exists() else str(grant.right.name)
    return ""


def _ask(offer: Succession, old: Mandate, rights: list[Any], actor: Actor) -> SuccessionItem:
    gave = old.grantor_id == offer.predecessor_id
    other = old.grantee if gave else old.grantor
    named = old.grantee_identity.email if gave and old.grantee_identity else ""
    message = _("Afløser fuldmagt %(number)s, fordi %(old)s fortsætter i et nyt CVR-nummer.") % {
        "number": old.number, "old": offer.predecessor.name}  # fmt: skip
    try:
        new = mandate.start(actor=actor, cvr=other.cvr, as_grantor=gave, email=named)
        new = mandate.choose_rights(actor=actor, mandate=new, rights=rights, limit_type=old.limit_type,
                                   limit_value=old.limit_value)  # fmt: skip
        new = mandate.choose_period(actor=actor, mandate=new, starts_on=None, ends_on=None, message=message)
        new = mandate.send(actor=actor, mandate=new)
    except RuleBroken as refused:
        raise RuleBroken(f"{old.number}, {other.name}: {refused}") from refused
    audit.record(Event.MANDATE_ASKED, new, actor=actor, organisations=offer.organisations(), number=new.number,
                 before=old.number)  # fmt: skip
    return SuccessionItem.objects.create(
        succession=offer, kind=K.MANDATE, subject=old.pk, result=new.pk, name=f"{old.number}, {other.name}",
        decision=D.CARRIED, decided_by=actor.label,
    )  # fmt: skip


def _leave(offer: Succession, kind: str, subject: Any, name: str, actor: Actor) -> SuccessionItem:
    audit.record(Event.LEFT, offer, actor=actor, organisations=offer.organisations(), name=name)
    return SuccessionItem.objects.create(succession=offer, kind=kind, subject=subject, name=name, decision=D.LEFT,
                                         decided_by=actor.label)  # fmt: skip
