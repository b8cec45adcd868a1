"""Every mail this app sends; the texts are in templates/mail/mandates/. Both sides are always told."""

from collections.abc import Callable
from typing import Any

from identities.models import AdministratorRole, Identity
from identities.queries import people
from mandates.models import Mandate
from mandates.rules import words
from portal.core.mail import Letter, Recipient, mail


def _letter(mandate: Mandate, organisation: Any, **context: Any) -> Letter:
    """To the organisation administrators of one party; nobody where it has none."""
    told = {
        "mandate": mandate, "organisation": organisation, "party": words.party_of(mandate, organisation),
        "other": mandate.grantee if organisation.pk == mandate.grantor_id else mandate.grantor,
    }  # fmt: skip
    return Letter(to=_readers(mandate, organisation), organisation=organisation, context={**told, **context})


def _readers(mandate: Mandate, organisation: Any) -> list[Recipient]:
    """Those who decide; and the one person the mandate names, who must know what they may do and no longer may."""
    readers = _leaders(organisation)
    person = mandate.grantee_identity
    if person and person.organisation_id == organisation.pk and person.email and mandate.sent_at:
        readers.append(
            Recipient(address=person.email, name=person.name, language=person.language, reader=person.pk)
        )
    # Two may share an address; each reads their own message in the portal.
    return list({(each.address, each.reader): each for each in readers}.values())


def _leaders(organisation: Any) -> list[Recipient]:
    """Organisation administrators; where there is no agreement the owners whom the register lets act alone."""
    found = people.recipients_in_role(organisation, AdministratorRole.ORGANISATION_ADMINISTRATOR)
    owners = Identity.objects.across_organisations("the owners of a party").select_related("user")
    alone = owners.filter(
        organisation=organisation, kind=Identity.Kind.AUTOMATIC, state=Identity.State.ACTIVE
    )
    return found + [
        Recipient(address=address, name=each.name, language=each.language, reader=each.pk)
        for each in alone
        if (address := each.email or (each.user.email if each.user else ""))
    ]


def _to_each(letter: Callable[..., None]) -> Callable[[Mandate], None]:
    def send(mandate: Mandate, **context: Any) -> None:
        for organisation in mandate.organisations():
            if str(organisation.pk) != mandate.silent_for:
                letter(mandate, organisation, **context)

    return send


@mail("mandates/offered")
def _offered(mandate: Mandate, organisation: Any) -> Letter:
    return _letter(mandate, organisation)


@mail("mandates/requested")
def _requested(mandate: Mandate, organisation: Any) -> Letter:
    return _letter(mandate, organisation)


@mail("mandates/accepted")
def _accepted(mandate: Mandate, organisation: Any) -> Letter:
    return _letter(mandate, organisation)


@mail("mandates/declined")
def _declined(mandate: Mandate, organisation: Any) -> Letter:
    return _letter(mandate, organisation)


@mail("mandates/stopped")
def _stopped(mandate: Mandate, organisation: Any) -> Letter:
    return _letter(mandate, organisation, because=words.reason(mandate.ended_because))


@mail("mandates/suspended")
def _suspended(mandate: Mandate, organisation: Any) -> Letter:
    return _letter(mandate, organisation)


@mail("mandates/resumed")
def _resumed(mandate: Mandate, organisation: Any) -> Letter:
    return _letter(mandate, organisation)


@mail("mandates/second_signature")
def second_signature(mandate: Mandate, organisation: Any, first: str) -> Letter:
    return _letter(mandate, organisation, first=first)


@mail("mandates/answer_soon")
def answer_soon(mandate: Mandate, organisation: Any, days: int) -> Letter:
    """To the party that has not answered."""
    return _letter(mandate, organisation, days=days)


@mail("mandates/ends_soon")
def ends_soon(mandate: Mandate, organisation: Any, days: int) -> Letter:
    return _letter(mandate, organisation, days=days)


@mail("mandates/confirm_soon")
def confirm_soon(mandate: Mandate, organisation: Any, days: int) -> Letter:
    return _letter(mandate, organisation, days=days)


@mail("mandates/renewed_many")
def renewed_many(organisation: Any, *, job: Any, done: int, refused: int) -> Letter:
    """To the side that renewed: one mail about all of them."""
    context = {"organisation": organisation, "job": job, "done": done, "refused": refused}
    return Letter(to=_leaders(organisation), organisation=organisation, context=context)


@mail("mandates/stopped_many")
def stopped_many(organisation: Any, *, number: int, because: str) -> Letter:
    """To the organisation whose own end ended them all."""
    context = {"organisation": organisation, "number": number, "because": words.reason(because)}
    return Letter(to=_leaders(organisation), organisation=organisation, context=context)


offered, requested, accepted, declined = map(_to_each, (_offered, _requested, _accepted, _declined))
stopped, suspended, resumed = map(_to_each, (_stopped, _suspended, _resumed))
