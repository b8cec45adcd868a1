"""Drafts: written step by step, seen by their author's organisation alone, until they are sent."""

import datetime
from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from identities.models import Identity
from mandates.actions.guards import lock, names, new_number, require_living_parties, require_party, rights_of
from mandates.events import MandateEvent
from mandates.models import Mandate, MandateRight
from mandates.rules import policy as policies
from mandates.rules import words
from portal.agreements.models import Organisation, RegisterCompany
from portal.core import audit
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.permissions import Permission
from rights.actions.guards import require_givable
from rights.models import Right


@action(Permission.MANDATE_GIVE)
def start(*, actor: Actor, cvr: str, as_grantor: bool = True, email: str = "") -> Mandate:
    """A draft between the actor's organisation and the one with the number `cvr`: given by the actor's
    (`as_grantor`), else asked for by it. `email`: the one person at the grantee it is for.

    Raises RuleBroken for oneself, an unknown or ceased organisation, and a person who is not found."""
    if cvr == actor.organisation.cvr:
        raise RuleBroken(_("I kan ikke give jer selv fuldmagt. Indtast den anden parts CVR-nummer."))
    other = named(cvr)
    grantor, grantee = (actor.organisation, other) if as_grantor else (other, actor.organisation)
    mandate = Mandate(
        number=new_number(), grantor=grantor, grantee=grantee, grantor_name=grantor.name, grantee_name=grantee.name,
        created_by_grantor=as_grantor, grantee_identity=person_by_email(grantee, email) if email else None,
    )  # fmt: skip
    require_living_parties(mandate)
    mandate.save(force_insert=True)
    _record(mandate, actor)
    return mandate


@action(Permission.MANDATE_GIVE)
def start_sub_mandate(*, actor: Actor, parent: Mandate, cvr: str) -> Mandate:
    """A draft that gives a received mandate on, to a third organisation. One link only; a carried-over mandate
    cannot be given on."""
    current = lock(parent)
    require_party(actor, current, "grantee")
    _require_delegable(current)
    if cvr in (current.grantor.cvr, current.grantee.cvr):
        raise RuleBroken(
            _("Fuldmagten kan kun gives videre til en tredje organisation. Indtast dens CVR-nummer.")
        )
    other, own = named(cvr), current.grantee
    mandate = Mandate(number=new_number(), grantor=own, grantee=other, grantor_name=own.name, grantee_name=other.name,
                      parent=current, principal=current.grantor, limit_type=current.limit_type,
                      limit_value=current.limit_value)  # fmt: skip
    require_living_parties(mandate)
    mandate.save(force_insert=True)
    _record(mandate, actor)
    return mandate


def _require_delegable(parent: Mandate) -> None:
    if parent.state != Mandate.State.ACTIVE:
        raise RuleBroken(_("Fuldmagten er ikke i kraft og kan derfor ikke gives videre."))
    if parent.basis == Mandate.Basis.CARRIED_OVER:
        raise RuleBroken(
            _("En videreført fuldmagt kan ikke gives videre. Bed begge parter bekræfte den først.")
        )
    if parent.parent_id or parent.grantee_identity_id:
        raise RuleBroken(
            _("Denne fuldmagt kan ikke gives videre. Bed fuldmagtsgiver om at give den direkte.")
        )
    if policies.together(rights_of(parent)).sub_delegate == "no":
        raise RuleBroken(
            _("Mindst én af rettighederne må ikke gives videre. Bed fuldmagtsgiver om at give den direkte.")
        )


@action(Permission.MANDATE_GIVE)
def choose_rights(
    *, actor: Actor, mandate: Mandate, rights: Collection[Right], limit_type: str = "", limit_value: str = ""
) -> Mandate:
    """Which rights the draft is about, and what they are limited to. Raises RuleBroken for what the policy of a
    right, or the catalogue, does not allow."""
    current = own_draft(actor, mandate)
    if not rights:
        raise RuleBroken(_("Vælg mindst én rettighed."))
    policy = policies.together(rights)
    if refused := policies.refusal_to_give(policy, actor.roles, as_grantor=current.created_by_grantor):
        raise RuleBroken(refused)
    require_limit(current, rights, limit_type, limit_value)
    require_within_parent(current, rights, limit_type, limit_value)
    given = MandateRight.objects.across_organisations("the rights of this draft").filter(mandate=current)
    given.exclude(right__in=rights).delete()
    MandateRight.objects.bulk_create([MandateRight(mandate=current, right=each) for each in rights],
                                     ignore_conflicts=True)  # fmt: skip
    return _save(current, actor, limit_type=limit_type, limit_value=limit_value,
                 asks_principal=bool(current.parent_id) and policy.sub_delegate == "ask")  # fmt: skip


def require_limit(mandate: Mandate, rights: Collection[Right], limit_type: str, limit_value: str) -> None:
    """The limit is one the rights may have, and a production unit of the one whose affairs it is about."""
    for right in rights:
        require_givable(mandate.affairs_of, right, limit_type, limit_value)


def require_within_parent(
    mandate: Mandate, rights: Collection[Right], limit_type: str, limit_value: str
) -> None:
    if mandate.parent is None:
        return
    if not {each.pk for each in rights} <= {each.pk for each in rights_of(mandate.parent)}:
        raise RuleBroken(_("I kan kun give de rettigheder videre, som I selv har fået."))
    held = (mandate.parent.limit_type, mandate.parent.limit_value)
    if held[0] and held != (limit_type, limit_value):
        raise RuleBroken(_("Fuldmagten kan ikke gives videre med en videre begrænsning end jeres egen."))


@action(Permission.MANDATE_GIVE)
def choose_period(
    *,
    actor: Actor,
    mandate: Mandate,
    starts_on: datetime.date | None,
    ends_on: datetime.date | None,
    message: str = "",
) -> Mandate:
    """From and to (whole days in Copenhagen, both included) and a message. Without an end: as long as the policy
    allows. Raises RuleBroken for a period the policy does not allow."""
    current = own_draft(actor, mandate)
    policy = policies.together(rights_of(current))
    starts_at, ends_at = period(policy, starts_on, ends_on)
    if current.parent and current.parent.ends_at:
        ends_at = current.parent.ends_at if ends_on is None else ends_at
        if ends_at > current.parent.ends_at:
            raise RuleBroken(_("Fuldmagten kan ikke gives videre længere, end I selv har den."))
    if refused := policies.refusal_of_period(policy, starts_at or timezone.now(), ends_at):
        raise RuleBroken(refused)
    return _save(current, actor, starts_at=starts_at, ends_at=ends_at, message=message)


def period(
    policy: Any, starts_on: datetime.date | None, ends_on: datetime.date | None
) -> tuple[datetime.datetime | None, datetime.datetime]:
    """(from, to) as points in time; from is None for "as soon as it is accepted"."""
    today = timezone.localdate()
    if starts_on and starts_on < today:
        raise RuleBroken(_("Startdatoen er passeret. Vælg i dag eller en senere dag."))
    starts_at = _midnight(starts_on) if starts_on and starts_on > today else None
    if ends_on is None:
        return starts_at, policies.latest_end(starts_at or timezone.now(), policy.longest_months)
    if ends_on < today:
        raise RuleBroken(_("Slutdatoen er passeret. Vælg en senere dag."))
    return starts_at, _midnight(ends_on + datetime.timedelta(days=1))


def _midnight(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


@action(Permission.MANDATE_GIVE)
def discard(*, actor: Actor, mandate: Mandate) -> None:
    """A draft is nobody's promise: it is deleted. The history says that it was there."""
    current = own_draft(actor, mandate)
    audit.record(MandateEvent.DISCARDED, current, actor=actor, organisations=[actor.organisation],
                 number=current.number)  # fmt: skip
    current.delete()


def own_draft(actor: Actor, mandate: Mandate) -> Mandate:
    """The locked draft of the actor's organisation. Raises PermissionDenied for the other side's."""
    current = lock(mandate)
    if words.party_of(current, actor.organisation) != author(current):
        raise PermissionDenied(current.number)
    if current.state != Mandate.State.DRAFT:
        raise RuleBroken(_("Kladden er allerede sendt og kan ikke rettes. Intet er ændret."))
    return current


def author(mandate: Mandate) -> str:
    return "grantor" if mandate.created_by_grantor else "grantee"


def named(cvr: str) -> Organisation:
    """The organisation with the number, which exists here from now on. Raises RuleBroken when nobody knows it."""
    every = Organisation.objects.across_organisations("the other party of a mandate")
    known = every.filter(cvr=cvr).first()
    if known is not None:
        return known
    company = RegisterCompany.objects.filter(pk=cvr).first()
    if company is None:
        raise RuleBroken(_("Vi kender ingen organisation med det CVR-nummer. Tjek cifrene."))
    found, _created = every.get_or_create(
        cvr=cvr, defaults={"name": company.name, "form_code": company.form_code}
    )
    return found


def person_by_email(organisation: Organisation, email: str) -> Identity:
    """The one active user there with the address. Which of the two did not fit is not told."""
    found = Identity.objects.across_organisations("the named person of a mandate").filter(
        organisation=organisation, email__iexact=email, state=Identity.State.ACTIVE
    )
    matches = list(found[:2])
    if len(matches) != 1:
        raise RuleBroken(
            _("Vi fandt ikke præcis én aktiv bruger med det CVR-nummer og den e-mail. Tjek begge dele.")
        )
    return matches[0]


def _save(mandate: Mandate, actor: Actor, **changes: Any) -> Mandate:
    """A changed draft loses the first of two signatures: it was given to another text."""
    changes |= {"first_signed_at": None, "first_signed_by": "", "first_signed_user": None,
                "version": mandate.version + 1}  # fmt: skip
    for field, value in changes.items():
        setattr(mandate, field, value)
    mandate.save(update_fields=list(changes))
    _record(mandate, actor)
    return mandate


def _record(mandate: Mandate, actor: Actor) -> None:
    """Only in the author's own history: the other side does not know of a draft."""
    audit.record(
        MandateEvent.DRAFTED, mandate, actor=actor, organisations=[actor.organisation], number=mandate.number,
        rights=names(rights_of(mandate)), grantor=mandate.grantor_name, grantee=mandate.grantee_name,
    )  # fmt: skip
