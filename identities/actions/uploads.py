"""A file of employees: read, tried, carried out by one job."""

import base64
import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from identities.actions.guarding import lock_organisation, organisation_of, ours
from identities.actions.order import demand_channel, refuse_if_dearer
from identities.actions.upload_checks import mark_duplicates
from identities.events import BulkEvent
from identities.models import Upload, UploadRow
from identities.reader import FIELDS, FileRefused, guess_mapping, read_row, read_table
from identities.rules.people import sealed_cpr
from portal.core import audit, crypto, jobs
from portal.core.actions import RuleBroken, action
from portal.core.actors import Actor
from portal.core.identifiers import mask_cpr
from portal.core.permissions import Permission

JOB = "identities.upload"
ROWS_PER_CHUNK = 1000
SAMPLES = 3
WHY = "of an upload already found through its scope"


@action(Permission.IDENTITY_MANAGE)
def read_upload(*, actor: Actor, content: bytes, file_name: str, kind: str = Upload.Kind.CREATE) -> Upload:
    """Read a CSV or XLSX file and guess what its columns are. Nothing is created. The bytes are kept
    encrypted until the rows are made. Raises RuleBroken with the sentence for a file that cannot be
    used."""
    home = organisation_of(actor)
    try:
        table = read_table(content)
    except FileRefused as refused:
        raise RuleBroken(str(refused)) from refused
    samples = [[_hidden(cell) for cell in row] for row in table.rows[:SAMPLES]]
    upload = Upload.objects.create(
        organisation=home,
        kind=kind,
        file_name=file_name[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        content=crypto.encrypt(base64.b64encode(content).decode(), purpose="upload"),
        columns=table.columns,
        samples=samples,
        mapping=guess_mapping(table.columns),
        rows_total=len(table.rows),
        uploaded_by=actor.stable_id,
    )
    audit.record(BulkEvent.UPLOADED, upload, actor=actor, organisations=[home], rows=len(table.rows))
    return upload


@action(Permission.IDENTITY_MANAGE)
def try_upload(*, actor: Actor, upload: Upload, mapping: dict[str, str]) -> Upload:
    """The dry run: every row is read with the mapping, every problem named by row. Can be done again with
    another mapping until the job is started. Creates nothing but the rows of the file."""
    ours(actor, upload)
    current = _locked(upload, (Upload.State.READ, Upload.State.TRIED))
    _refuse_mapping(mapping, len(current.columns), current.kind)
    UploadRow.objects.across_organisations(WHY).filter(upload=current).delete()
    table = read_table(_bytes_of(current))
    _copy_rows(current, table.rows, mapping)
    mark_duplicates(current)
    current.rows_bad = (
        UploadRow.objects.across_organisations(WHY).filter(upload=current).exclude(problems=[]).count()
    )
    current.mapping, current.state = mapping, Upload.State.TRIED
    current.save(update_fields=["mapping", "state", "rows_bad"])
    audit.record(
        BulkEvent.TRIED,
        current,
        actor=actor,
        organisations=[current.organisation],
        rows=current.rows_total,
        bad=current.rows_bad,
    )
    return current


@action(Permission.IDENTITY_MANAGE)
def start_upload(*, actor: Actor, upload: Upload, order: bool = False, price_shown: Any = None) -> Upload:
    """Carry out the good rows as one job with progress; the bad ones stay in the error file. `order`: send
    the activations at once, at the price the page has shown."""
    ours(actor, upload)
    home = lock_organisation(upload.organisation_id)
    current = _locked(upload, (Upload.State.TRIED,))
    good = current.rows_total - current.rows_bad
    if good <= 0:
        raise RuleBroken(_("Der er ingen linjer uden fejl. Ret filen, og prøv igen. Intet er oprettet."))
    if order:
        demand_channel(home, good)
        refuse_if_dearer(price_shown)
    numbers = range(1, current.rows_total + 1, ROWS_PER_CHUNK)
    spans = [({"from": n, "to": min(n + ROWS_PER_CHUNK - 1, current.rows_total)}) for n in numbers]
    job = jobs.start(
        JOB,
        title=_("Brugere fra %(file)s") % {"file": current.file_name},
        requested_by=actor.label,
        organisation=home,
        params={"upload": str(current.pk), "by": actor.label, "identity": str(actor.identity_id or "")},
        chunks=[(span, span["to"] - span["from"] + 1) for span in spans],
    )
    current.state, current.job, current.order_at_once, current.content = (
        Upload.State.RUNNING,
        job.pk,
        order,
        None,
    )
    current.save(update_fields=["state", "job", "order_at_once", "content"])
    audit.record(BulkEvent.STARTED, current, actor=actor, organisations=[home], rows=good, order=order)
    return current


@action(Permission.IDENTITY_MANAGE)
def discard_upload(*, actor: Actor, upload: Upload) -> None:
    """Throw the file away before anything has been created from it."""
    ours(actor, upload)
    current = _locked(upload, (Upload.State.READ, Upload.State.TRIED))
    audit.record(BulkEvent.CANCELLED, current, actor=actor, organisations=[current.organisation])
    UploadRow.objects.across_organisations(WHY).filter(upload=current).delete()
    Upload.objects.across_organisations(WHY).filter(pk=current.pk).delete()


def _locked(upload: Upload, states: tuple[str, ...]) -> Upload:
    rows = Upload.objects.across_organisations(WHY).select_related("organisation")
    current = rows.select_for_update(of=("self",)).get(pk=upload.pk)
    if current.state not in states:
        raise RuleBroken(_("Filen er allerede i gang eller færdig. Intet er ændret."))
    return current


def _refuse_mapping(mapping: dict[str, str], columns: int, kind: str) -> None:
    fields = list(mapping.values())
    if any(not key.isdecimal() or int(key) >= columns for key in mapping) or set(fields) - set(FIELDS):
        raise RuleBroken(_("Vælg, hvad hver kolonne er. Intet er ændret."))
    if len(set(fields)) != len(fields):
        raise RuleBroken(_("Det samme er valgt for to kolonner. Ret det, og prøv igen."))
    if kind == Upload.Kind.BIRTH_DATES:
        if "birth_date" not in fields or not {"rid", "email"} & set(fields):
            raise RuleBroken(_("Vælg kolonnen med fødselsdato og den med RID eller e-mail."))
        return
    if "full_name" not in fields and not {"given_name", "surname"} <= set(fields):
        raise RuleBroken(_("Vælg, hvor for- og efternavn står."))


def _bytes_of(upload: Upload) -> bytes:
    if upload.content is None:
        raise RuleBroken(_("Filen er allerede læst. Vælg den igen. Intet er ændret."))
    return base64.b64decode(crypto.decrypt(bytes(upload.content), purpose="upload"))


def _copy_rows(upload: Upload, rows: list[list[str]], mapping: dict[str, str]) -> None:
    """COPY of what was read; a CPR number goes in encrypted and is taken out of the cells."""
    hidden = {int(number) for number, name in mapping.items() if name == "cpr"}
    columns = "upload_id, number, cells, values, cpr, cpr_index, problems"
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY identities_uploadrow ({columns}) FROM STDIN") as copy,
    ):
        for number, cells in enumerate(rows, 1):
            found = read_row(
                cells,
                mapping,
                asks_for_cpr=upload.organisation.asks_for_cpr,
                allow_substitute=settings.ALLOW_SUBSTITUTE_CPR,
                needs_name=upload.kind == Upload.Kind.CREATE,
            )
            cpr, index = sealed_cpr(found.cpr) if found.cpr else (None, None)
            kept = [mask_cpr(cell) if place in hidden else cell for place, cell in enumerate(cells)]
            copy.write_row(
                (
                    upload.pk,
                    number,
                    json.dumps(kept),
                    json.dumps(found.values),
                    cpr,
                    index,
                    json.dumps(found.problems),
                )
            )


def _hidden(cell: str) -> str:
    """Ten digits in a sample might be a CPR number."""
    digits = cell.replace("-", "").replace(" ", "")
    return mask_cpr(digits) if digits.isdecimal() and len(digits) in (9, 10) else cell
