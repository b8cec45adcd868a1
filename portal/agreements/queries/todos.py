"""What waits for somebody about the agreement, for the overview."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.agreements.models import Organisation
from portal.agreements.queries.organisations import agreement_of, open_successions, successions_of
from portal.agreements.queries.terms import bind_from, unaccepted_terms, waiting_terms
from portal.core.permissions import Permission, Role
from portal.core.prepared import Counts
from portal.core.todo import Todo

S = Organisation.State


def todo(actor: Any) -> list[Todo]:
    """Set-up not done, terms to accept, an agreement that ends; for an owner without an agreement, that there is one.
    One query, and one more for each kind that is there."""
    organisation = actor.organisation
    if organisation.state == S.NAMED and Role.MANAGEMENT_REPRESENTATIVE in actor.roles:
        return [_connect()]
    if not actor.may(Permission.AGREEMENT_TERMINATE):
        return []
    found = []
    if organisation.state == S.CONNECTED and organisation.set_up_at is None:
        found.append(_set_up(organisation))
    if organisation.state == S.TERMINATING:
        found += _ending(organisation)
    waiting = _waiting.of(organisation.pk)
    if waiting["successions"]:
        found += _successions(organisation)
    return [*found, *_terms(organisation)] if waiting["terms"] else found


def _made(organisation: uuid.UUID) -> dict[str, QuerySet[Any]]:
    return {"successions": open_successions(organisation), "terms": unaccepted_terms(organisation)}


_waiting = Counts(_made)


def _connect() -> Todo:
    return Todo(title=_("Skal flere handle for jer?"), url=reverse("agreements_public:start"),
                text=_("I bruger MitID privat til erhverv. Indgå en aftale, hvis flere skal have adgang."))  # fmt: skip


def _set_up(organisation: Organisation) -> Todo:
    return Todo(title=_("Sæt organisationen op"), text=_("Vælg blandt andet, om medarbejdere må bruge privat MitID."),
                url=reverse("agreements:set_up", args=[organisation.cvr]), urgent=True)  # fmt: skip


def _ending(organisation: Organisation) -> list[Todo]:
    agreement = agreement_of(organisation)
    if agreement is None or agreement.ends_at is None:
        return []
    return [Todo(title=_("Aftalen er opsagt"), text=_("Fortryd opsigelsen, hvis I vil fortsætte."), urgent=True,
                 url=reverse("agreements:undo", args=[organisation.cvr]), due=agreement.ends_at.date().isoformat())]  # fmt: skip


def _successions(organisation: Organisation) -> list[Todo]:
    if organisation.state != S.CONNECTED:
        return []
    return [
        Todo(title=_("Overtag fra %(name)s") % {"name": each.predecessor.name},
             url=reverse("web:succession", args=[organisation.cvr, each.pk]),
             text=_("Vælg, hvilke brugere og fuldmagter der skal med. Intet flyttes af sig selv."))
        for each in successions_of(organisation)
    ]  # fmt: skip


def _terms(organisation: Organisation) -> list[Todo]:
    change = waiting_terms(organisation)
    if change is None:
        return []
    day = bind_from(change)
    return [Todo(title=_("Læs og accepter de nye vilkår"), text=_("De gælder fra %(day)s.") % {"day": date_format(day)},
                 url=reverse("agreements:terms", args=[organisation.cvr]), due=day.isoformat())]  # fmt: skip
