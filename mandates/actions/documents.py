"""The mandate as a document: kept with its hash and the version of its template."""

from typing import Any

from django.utils.translation import gettext as _

from mandates.models import Mandate
from mandates.rules import words
from portal.core.documents import create_document

TEMPLATE, VERSION = "pdf/mandates/mandate.html", "1"


def write_document(mandate: Mandate, rights: list[Any]) -> None:
    """Inside the action that brings it into force: what both sides agreed to, word for word."""
    document = create_document(
        kind="fuldmagt", template=TEMPLATE, version=VERSION, organisation=mandate.grantor,
        title=_("Fuldmagt %(number)s") % {"number": mandate.number},
        context={"mandate": mandate, "rights": rights, "limit": words.limit_in_words(mandate)},
    )  # fmt: skip
    mandate.document = document
    mandate.save(update_fields=["document"])
