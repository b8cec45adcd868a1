"""Who gets a mail about a connection, with what words."""

from typing import Any

from portal.agreements.models import Connection
from portal.core.mail import Letter, Recipient, mail


@mail("agreements/receipt")
def receipt(connection: Connection) -> Letter:
    """To the starter, when the agreement is concluded: what was agreed, and who was appointed."""
    context: dict[str, Any] = {"connection": connection, "organisation": connection.organisation}
    starter = connection.started_by
    address = starter.email or connection.administrator_email
    return Letter(to=[Recipient(address=address, name=starter.name, language=starter.language)], context=context,
                  organisation=connection.organisation)  # fmt: skip
