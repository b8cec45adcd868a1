"""Every mail about a move; the texts are in templates/mail/migration_flow/. Administrators and employees each get their
own."""

from typing import Any

from identities.models import AdministratorRole
from identities.queries import people
from migration_flow.models import LegacyCompany
from migration_flow.queries.letters import said
from portal.core.mail import Letter, Recipient, mail

ADMINISTRATORS = tuple(AdministratorRole.values)


def to_administrators(move: Any) -> list[Recipient]:
    """Everybody who administers, each address once."""
    found = people.recipients_in_role(move.organisation, *ADMINISTRATORS)
    return list({each.address: each for each in found}.values())


def _to_administrators(move: Any, **context: Any) -> Letter:
    return Letter(
        to=to_administrators(move), organisation=move.organisation, context={"move": move, **context}
    )


@mail("migration_flow/moved")
def moved(move: Any, counts: dict[str, dict[str, int]]) -> Letter:
    """To the administrators: what works, where the receipt is, what comes now."""
    missing = counts["right"]["missing"] + counts["mandate"]["missing"]
    return _to_administrators(move, counts=counts, missing=missing)


@mail("migration_flow/undo_refused")
def undo_refused(move: Any, why: str) -> Letter:
    return _to_administrators(move, why=why)


def undone(move: Any, told: list[tuple[str, str, str]]) -> None:
    """The administrators, and every employee whose link no longer works."""
    _undone_administrators(move)
    _undone_employees(move, told)


@mail("migration_flow/undone")
def _undone_administrators(move: Any) -> Letter:
    return _to_administrators(move)


@mail("migration_flow/undone_employee")
def _undone_employees(move: Any, told: list[tuple[str, str, str]]) -> Letter:
    to = [Recipient(address=address, name=name, language=language) for address, name, language in told]
    return Letter(to=to, organisation=move.organisation, context={"move": move})


@mail("migration_flow/invitation")
def invitation(move: Any, facts: dict[str, Any]) -> Letter:
    """To the mailbox the legacy system has for the company: its administrators, before anybody is here."""
    legacy = LegacyCompany.objects.across_organisations("the company invited").filter(cvr=move.cvr).first()
    address = legacy.email if legacy is not None else ""
    return Letter(to=[Recipient(address=address, name=move.name)] if address else [], organisation=None,
                  context={"move": move, "facts": said(facts)})  # fmt: skip


@mail("migration_flow/employee")
def employee(identity: Any, token: str, sender: str, days: int) -> Letter:
    """The employee's own letter: their NemID works meanwhile, what follows along, how to say later."""
    return Letter(
        to=[
            Recipient(
                address=identity.email, name=identity.name, language=identity.language, reader=identity.pk
            )
        ],
        organisation=identity.organisation, secret=token,
        context={"identity": identity, "organisation": identity.organisation, "days": days},
    )  # fmt: skip


@mail("migration_flow/trouble")
def trouble(move: Any, name: str, text: str) -> Letter:
    """To the administrators: an employee says that something is wrong."""
    return _to_administrators(move, name=name, text=text)
