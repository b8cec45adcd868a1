"""What support sees of deliveries: the balance, what was rejected and why, how fast it goes, a company's record."""

from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from migration_flow.generator.layout import MANIFEST
from migration_flow.models import (
    Delivery,
    Finding,
    LegacyAdministrator,
    LegacyCompany,
    LegacyEmployee,
    LegacyMandate,
    LegacyOtherSignature,
    LegacyRight,
    LegacySignature,
    LegacyUnit,
)
from migration_flow.rules import WARNS, sentence
from portal.core import jobs
from portal.core.models import Job

WHY = "the support desk's page about the import"
EXAMPLES = 3
RECORD = (
    LegacyUnit,
    LegacyEmployee,
    LegacySignature,
    LegacyAdministrator,
    LegacyRight,
    LegacyMandate,
    LegacyOtherSignature,
)
_REJECTED = """
SELECT code, count(*), (array_agg(ARRAY[f.name, r.line::text, r.cvr] ORDER BY f.id, r.line))[1:%s]
FROM migration_flow_rejectedrow r JOIN migration_flow_deliveryfile f ON f.id = r.file_id,
     jsonb_array_elements_text(r.codes) code
WHERE f.delivery_id = %s AND (left(code, 1) = 'R' OR code = 'W10') GROUP BY code ORDER BY 2 DESC, 1
"""


def deliveries() -> Any:
    """The newest first, each with its sums."""
    rows = Delivery.objects.select_related("job").order_by("-received_at")
    return rows.annotate(
        total=Sum("files__total"), accepted=Sum("files__accepted"), rejected=Sum("files__rejected")
    )


def rejections(delivery: Delivery) -> list[dict[str, Any]]:
    """Classes of rejected rows: {"code", "words", "count", "examples"}, an example is file, line and CVR number."""
    with connection.cursor() as cursor:
        cursor.execute(_REJECTED, [EXAMPLES, delivery.pk])
        rows = cursor.fetchall()
    return [{"code": code, "words": sentence(code), "count": count,
             "examples": [dict(zip(("file", "line", "cvr"), each, strict=True)) for each in examples]}
            for code, count, examples in rows]  # fmt: skip


def warnings(delivery: Delivery) -> list[dict[str, Any]]:
    """Classes of what was let through and told, counted while it was read."""
    counted = delivery.job.result if delivery.job else {}
    found = [(code, counted[code]) for code in counted if code in WARNS or code[:1] == "D"]
    return [{"code": code, "words": sentence(code), "count": count} for code, count in sorted(found)]


def pace(delivery: Delivery) -> dict[str, Any]:
    """{"done", "total", "percent", "parked", "per_second", "seconds_left"}; rows count once read and once merged."""
    job = delivery.job
    if job is None:
        return {}
    told = jobs.progress(job)
    seconds = ((job.finished_at or timezone.now()) - job.created_at).total_seconds()
    speed = told["done"] / seconds if seconds > 0 else 0
    left = (told["total"] - told["done"]) / speed if speed and job.state == Job.State.RUNNING else None
    return {
        **told,
        "per_second": round(speed),
        "seconds_left": left,
        "running": job.state == Job.State.RUNNING,
    }


def packages() -> list[Path]:
    """What lies in the inbox and can be read as a package, newest name last."""
    inbox = Path(settings.LEGACY_INBOX)
    found = inbox.iterdir() if inbox.is_dir() else ()
    return sorted(path for path in found if path.suffix == ".zip" or (path / MANIFEST).is_file())


def record(cvr: str) -> dict[str, Any] | None:
    """A company as the legacy system knew it, without its people: facts, rows per file, findings by RID. Or None."""
    company = LegacyCompany.objects.across_organisations(WHY).filter(cvr=cvr).first()
    if company is None:
        return None
    rows = [
        (model._meta.model_name, model.objects.across_organisations(WHY).filter(cvr=cvr).count())
        for model in RECORD
    ]
    found = Finding.objects.across_organisations(WHY).filter(cvr=cvr).order_by("code", "pk")[:200]
    return {"company": company, "rows": rows, "in_rows": _row_codes(cvr),
            "findings": [{"code": each.code, "words": sentence(each.code), "rids": each.rids, "facts": each.facts}
                         for each in found]}  # fmt: skip


def _row_codes(cvr: str) -> list[dict[str, Any]]:
    """Codes that stand with single rows, with how many."""
    counted: Counter[str] = Counter()
    for model in (LegacyCompany, *RECORD):
        rows = model.objects.across_organisations(WHY).filter(cvr=cvr).exclude(findings=[])
        counted.update(code for codes in rows.values_list("findings", flat=True) for code in codes)
    return [{"code": code, "words": sentence(code), "count": n} for code, n in sorted(counted.items())]
