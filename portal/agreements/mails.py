"""Who gets a mail about a connection, with what words."""

from typing import Any

from portal.agreements.models import Connection, Invitation
from portal.core.mail import Letter, Recipient, mail


def to_applicant(connection: Connection) -> list[Recipient]:
    """Whoever began the case, at the address they gave."""
    starter = connection.started_by
    address = connection.applicant_email or starter.email
    return [Recipient(address=address, name=starter.name, language=starter.language)] if address else []


def _letter(connection: Connection, **more: Any) -> Letter:
    context = {"connection": connection, "organisation": connection.organisation, **more}
    return Letter(to=to_applicant(connection), context=context, organisation=connection.organisation)


@mail("agreements/receipt")
def receipt(connection: Connection) -> Letter:
    """To the starter, when the agreement is concluded: what was agreed, and who was appointed."""
    return _letter(connection)


@mail("agreements/submitted")
def submitted(connection: Connection) -> Letter:
    """The case is in, and when there is an answer at the latest."""
    return _letter(connection)


@mail("agreements/asked")
def asked(connection: Connection) -> Letter:
    """Support needs one thing more. What it wrote stands in the portal, not in the mail."""
    return _letter(connection)


@mail("agreements/message")
def message(connection: Connection) -> Letter:
    return _letter(connection)


@mail("agreements/rejected")
def rejected(connection: Connection) -> Letter:
    """No, why, and that nothing has to be typed again."""
    return _letter(connection)


@mail("agreements/resumed")
def resumed(connection: Connection) -> Letter:
    """The register has changed: it can be signed now."""
    return _letter(connection)


@mail("agreements/lapsed")
def lapsed(connection: Connection) -> Letter:
    return _letter(connection)


@mail("agreements/invitation")
def invitation(invited: Invitation, token: str, days: int) -> Letter:
    """The link, to somebody of whom only the address is known; says who sends it."""
    case = invited.connection
    context = {"connection": case, "sender": invited.made_by.name, "days": days}
    return Letter(to=[Recipient(address=invited.email)], context=context, organisation=case.organisation,
                  secret=token)  # fmt: skip
