"""Deliveries for the tests of the import: loaded here, edited so that the manifest agrees, compared as a whole."""

import json
import shutil
from hashlib import sha256
from pathlib import Path

from django.db import connection

from migration_flow.actions import receive
from migration_flow.generator.delivery import Head
from migration_flow.generator.good import Good, good_delivery
from migration_flow.models import Delivery
from portal.core import jobs
from portal.core.actors import Actor

IMPORTER = Actor.system("test")
LEGACY = ("company", "unit", "employee", "signature", "administrator", "right", "mandate", "othersignature")


def load(path: Path) -> Delivery:
    """Receive and do all the work here."""
    delivery = receive(actor=IMPORTER, path=path)
    if delivery.job and delivery.state == Delivery.State.LOADING:
        jobs.work(delivery.job_id)
    delivery.refresh_from_db()
    return delivery


def good(folder: Path, *, sequence: int = 1, kind: str = "full") -> Good:
    """Twelve faultless companies."""
    return good_delivery(folder, 1, Head(sequence, kind))


def rename(delivery: Good, **changes) -> Path:
    """Write other values into the manifest."""
    content = {**delivery.manifest(), **changes}
    (delivery.folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    return delivery.folder


def lines(delivery: Good, name: str, change) -> Path:
    """Change the list of records of a file; trailer, sizes and checksums follow."""
    data = delivery.path(name).read_bytes()
    header, *records = data.split(b"\r\n")
    records = change(records[:-2])
    whole = b"\r\n".join([header, *records, f"#SLUT;{len(records)}".encode(), b""])
    delivery.path(name).write_bytes(whole)
    content = delivery.manifest()
    for entry in content["files"]:
        if entry["name"] == name:
            entry |= {"bytes": len(whole), "rows": len(records), "sha256": sha256(whole).hexdigest()}
    return rename(delivery, files=content["files"])


def again(delivery: Path, folder: Path) -> Path:
    return Path(shutil.copytree(delivery, folder / delivery.name))


def snapshot(*, but: tuple[str, ...] = ("id", "cpr", "delivery", "line")) -> dict[str, list[str]]:
    """Every legacy row without what differs by chance (ciphertexts) or by where it came from."""
    found = {}
    with connection.cursor() as cursor:
        for name in LEGACY:
            drop = "".join(f" - '{column}'" for column in but)
            cursor.execute(f"SELECT (to_jsonb(t){drop})::text FROM migration_flow_legacy{name} t ORDER BY 1")
            found[name] = [row[0] for row in cursor.fetchall()]
    return found


def staged_rows() -> int:
    with connection.cursor() as cursor:
        names = [
            f"stage_{n}"
            for n in (
                "virksomheder",
                "produktionsenheder",
                "medarbejdere",
                "signaturer",
                "administratorer",
                "rettigheder",
                "fuldmagter",
                "oevrige_signaturer",
            )
        ]
        cursor.execute("SELECT " + " + ".join(f"(SELECT count(*) FROM {name})" for name in names))
        return cursor.fetchone()[0]
