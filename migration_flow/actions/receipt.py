"""The access receipt: every right and mandate of the legacy system is a yes from the rights decision, or a named
decision to leave it. Stored with each decision, counted on the move, kept as a document."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from migration_flow import mails
from migration_flow.events import MoveEvent
from migration_flow.models import Letter, Move
from migration_flow.queries.receipt_lines import left_behind, missing
from migration_flow.queries.receipts import counts, outcomes_of_rights, slices
from portal.core import audit
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.documents import create_document
from portal.core.permissions import Permission

TEMPLATE, VERSION = "pdf/migration_flow/receipt.html", "1"
SHOWN = 200  # lines of each list in the document; all of them are in the file beside it
_STORE = """
UPDATE migration_flow_decision d SET outcome = a.outcome
FROM unnest(%s::bigint[], %s::text[]) AS a(id, outcome) WHERE d.id = a.id
"""
# In force here; or ended by a party, which is an answer of its own; or not there, which is a fault.
_OURS = (
    "m.grantor_id = v.organisation_id"
    " AND starts_with(m.legacy_key || ':', concat_ws(':', l.cvr, l.grantee_cvr, l.grantee_rid, ''))"
)
_MANDATES = f"""
UPDATE migration_flow_decision d SET outcome = CASE
    WHEN d.choice = 'leave' OR COALESCE(l.valid_to < current_date, false) THEN 'left'
    WHEN EXISTS (SELECT 1 FROM mandates_mandate m JOIN rights_power w ON w.mandate = m.id AND w.right_id = r.id
                 WHERE {_OURS} AND m.state IN ('active', 'suspended')) THEN 'yes'
    WHEN EXISTS (SELECT 1 FROM mandates_mandate m JOIN mandates_mandateright h ON h.mandate_id = m.id
                 WHERE {_OURS} AND h.right_id = r.id AND m.state NOT IN ('active', 'suspended')) THEN 'left'
    ELSE 'missing' END
FROM migration_flow_move v, migration_flow_legacymandate l
LEFT JOIN rights_right r ON r.legacy_service = l.service AND r.legacy_right = l.right AND r.retired_at IS NULL
WHERE d.move_id = %s AND d.item = 'mandate' AND l.id = d.legacy_id AND v.id = d.move_id
"""  # noqa: S608 - a constant


def ask_rights(move: Move, after: int, upto: int) -> dict[str, Any]:
    """Ask about one slice of the move's rights and store what was answered."""
    found = outcomes_of_rights(move, after, upto)
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [list(found), list(found.values())])
    return {"asked": len(found)}


def ask_mandates(move: Move) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_MANDATES, [move.pk])


@action(Permission.MIGRATION_EXECUTE)
def write_receipt(*, actor: Actor, move: Move) -> dict[str, Any]:
    """Count, write the document and tell. A receipt that misses something says so in its first line."""
    told = counts(move)
    document = create_document(
        kind="adgangskvittering", template=TEMPLATE, version=VERSION, organisation=move.organisation,
        title=_("Adgangskvittering for %(name)s") % {"name": move.name},
        context={"move": move, "counts": told, "missing": missing(move, SHOWN), "left": left_behind(move, SHOWN)},
    )  # fmt: skip
    move.receipt, move.receipt_facts = document, told
    move.save(update_fields=["receipt", "receipt_facts"])
    audit.record(MoveEvent.RECEIPT, move, actor=actor, organisations=move.organisations(),
                 missing=told["right"]["missing"] + told["mandate"]["missing"], sha256=document.sha256)  # fmt: skip
    facts = {"name": move.name, "cvr": move.cvr, "street": "", "postcode": "", "city": ""}
    Letter.objects.create(
        move=move, audience=Letter.Audience.EMPLOYEES, template_version=VERSION, facts=facts
    )
    mails.moved(move, told)
    return {"missing": told["right"]["missing"] + told["mandate"]["missing"]}


__all__ = ["ask_mandates", "ask_rights", "slices", "write_receipt"]
