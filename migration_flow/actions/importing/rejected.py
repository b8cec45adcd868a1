"""The rejected rows of a delivery, handed out to be corrected: a delivery of its own, the next in order.

What each row is rejected for stands beside the nine files; `manage.py sign_delivery` makes the manifest agree with the
corrected files."""

import io
import json
import zipfile
from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils import timezone

from migration_flow.actions.importing.receive import COUNTS
from migration_flow.events import DeliveryEvent
from migration_flow.generator.layout import FILES, MANIFEST
from migration_flow.generator.sign import as_file, entry_of, header_of
from migration_flow.models import Delivery, RejectedRow
from migration_flow.rules import sentence
from portal.core import audit, crypto
from portal.core.actions import action
from portal.core.actors import Actor
from portal.core.exports import csv_lines
from portal.core.permissions import Permission

REASONS = "afvisninger.csv"


@action(Permission.DELIVERY_IMPORT)
def hand_out_rejected(*, actor: Actor, delivery: Delivery) -> bytes:
    """A ZIP with the rows in clear, which may hold CPR numbers: who took it is in the trail. Twins stay out."""
    rows = RejectedRow.objects.filter(file__delivery=delivery).select_related("file").order_by("file", "line")
    wanted = [row for row in rows if row.codes != ["W10"]]
    audit.record(DeliveryEvent.HANDED_OUT, delivery, actor=actor, organisations=[], rows=len(wanted))
    return _package(delivery, wanted)


def _package(delivery: Delivery, rows: Iterable[RejectedRow]) -> bytes:
    encodings = dict(delivery.files.values_list("name", "encoding"))
    lines: dict[str, list[bytes]] = {name: [header_of(name, encodings[name])] for name in FILES}
    reasons: list[tuple[Any, ...]] = []
    for row in rows:
        name = row.file.name
        encoding = encodings[name].removesuffix("-sig")
        text = crypto.decrypt(row.raw, purpose="rejected_row")
        lines[name].append(text.encode(encoding, errors="replace"))
        reasons += [(name, row.line, len(lines[name]), code, sentence(code)) for code in row.codes]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        entries = []
        for name in FILES:
            data = as_file(lines[name])
            archive.writestr(name, data)
            entries.append(entry_of(name, data, len(lines[name]) - 1, encodings[name]))
        archive.writestr(MANIFEST, json.dumps(_manifest(delivery, entries), ensure_ascii=False, indent=1))
        head = ("FIL", "LINJE_I_LEVERINGEN", "LINJE_HER", "KODE", "FORKLARING")
        archive.writestr(REASONS, "".join(csv_lines(head, reasons)))
    return target.getvalue()


def _manifest(delivery: Delivery, entries: list[dict[str, Any]]) -> dict[str, Any]:
    last = Delivery.objects.filter(state__in=COUNTS).aggregate(last=Max("sequence"))["last"] or 0
    return {
        "delivery_id": f"{delivery.delivery_id}_RETTET_{last + 1:02}", "sequence": last + 1,
        "made_at": timezone.now().isoformat(timespec="seconds"), "environment": delivery.environment, "kind": "delta",
        "files": entries,
    }  # fmt: skip
