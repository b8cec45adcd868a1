"""What can be changed in a register document: something ends, somebody leaves, somebody enters."""

from datetime import date
from typing import Any, Final

from migration_flow.generator.management import Official
from migration_flow.generator.register_people import relations
from migration_flow.generator.register_shapes import Json as Document
from migration_flow.generator.register_shapes import period

HAPPENED_ON: Final = date(2019, 5, 6)
LAST_DAY: Final = date(2019, 5, 5)


def set_status(document: Document, status: str) -> Document:
    """The status ends and another begins."""
    for entry in document["virksomhedsstatus"]:
        end(entry)
    document["virksomhedsstatus"].append({"status": status, "periode": period(HAPPENED_ON)})
    document["virksomhedMetadata"]["sammensatStatus"] = status
    return document


def end(entry: dict[str, Any]) -> None:
    """A current entry was valid until the day before."""
    if entry["periode"]["gyldigTil"] is None:
        entry["periode"] = {**entry["periode"], "gyldigTil": LAST_DAY.isoformat()}


def close(document: Document, status: str) -> Document:
    """The company is gone: its life, its units and its status end."""
    for entry in (*document["livsforloeb"], *document["penheder"]):
        end(entry)
    if document["virksomhedsstatus"]:
        return set_status(document, status)
    document["virksomhedMetadata"]["sammensatStatus"] = "Ophørt"
    return document


def leave(document: Document, *organs: str) -> Document:
    """Everybody leaves the organs."""
    for relation in document["deltagerRelation"]:
        for organ in relation["organisationer"]:
            if organ["organisationsNavn"][0]["navn"] in organs:
                for member in organ["medlemsData"]:
                    for value in member["attributter"][0]["vaerdier"]:
                        end(value)
    return document


def join(document: Document, official: Official) -> Document:
    """Somebody enters."""
    document["deltagerRelation"] += relations((official,), HAPPENED_ON)
    return document
