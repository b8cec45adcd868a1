"""The job of an upload: a thousand lines at a time, set-based; done twice it has the effect of once."""

import uuid
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from identities.actions.moved import order_activations
from identities.actions.uploads import JOB, WHY
from identities.events import ActivationEvent, IdentityEvent
from identities.models import Identity, Upload
from portal.core import audit, jobs
from portal.core.actions import action
from portal.core.actors import Actor, Kind
from portal.core.models import Chunk, Job
from portal.core.permissions import Permission

_CREATE = """
WITH good AS MATERIALIZED (
    SELECT r.id, gen_random_uuid() AS identity, r.values AS v, r.cpr, r.cpr_index
    FROM identities_uploadrow r
    WHERE r.upload_id = %s AND r.number BETWEEN %s AND %s AND r.problems = '[]'::jsonb AND r.identity IS NULL
      AND NOT EXISTS (SELECT 1 FROM identities_identity i WHERE i.organisation_id = %s AND i.rid = r.values->>'rid')
), made AS (
    INSERT INTO identities_identity (
        id, organisation_id, kind, source, state, given_name, surname, email, phone, birth_date, cpr, cpr_index, rid,
        p_number, se_number, department, starts_on, ends_on, is_pseudonym, pseudonym, language, may_sign, version)
    SELECT identity, %s, 'ordinary', 'bulk', 'draft', v->>'given_name', v->>'surname', coalesce(v->>'email', ''),
           coalesce(v->>'phone', ''), (v->>'birth_date')::date, cpr, cpr_index, v->>'rid', coalesce(v->>'p_number', ''),
           coalesce(v->>'se_number', ''), coalesce(v->>'department', ''), (v->>'starts_on')::date,
           (v->>'ends_on')::date, false, '', 'da', true, 1
    FROM good
)
UPDATE identities_uploadrow r SET identity = good.identity, cpr = NULL FROM good WHERE r.id = good.id
"""
_TRACE = """
SELECT %s, 'identities.identity', r.identity::text, %s::uuid, 
       jsonb_build_object('upload', r.upload_id, 'line', r.number)
FROM identities_uploadrow r WHERE r.upload_id = %s AND r.number BETWEEN %s AND %s AND r.identity IS NOT NULL
"""
_BIRTH_DATES = """
WITH found AS MATERIALIZED (
    SELECT r.id AS line, i.id AS identity, (r.values->>'birth_date')::date AS born
    FROM identities_uploadrow r JOIN identities_identity i ON i.organisation_id = %s AND i.state IN ('draft', 'pending')
     AND (i.rid = r.values->>'rid' OR (r.values->>'rid' IS NULL AND lower(i.email) = lower(r.values->>'email')))
    WHERE r.upload_id = %s AND r.number BETWEEN %s AND %s AND r.problems = '[]'::jsonb AND r.identity IS NULL
), dated AS (
    UPDATE identities_identity i SET birth_date = f.born FROM found f WHERE i.id = f.identity
), paths AS (
    UPDATE identities_activation a SET path = 'birth_date' FROM found f
    WHERE a.identity_id = f.identity AND a.path = 'claim' AND a.claimed_at IS NULL AND a.used_at IS NULL
      AND a.withdrawn_at IS NULL
)
UPDATE identities_uploadrow r SET identity = f.identity FROM found f WHERE r.id = f.line
"""


def finished(job: Job) -> None:
    Upload.objects.across_organisations(WHY).filter(pk=job.params["upload"]).update(state=Upload.State.DONE)


@jobs.job_kind(JOB, finish=finished)
def carry_out(job: Job, chunk: Chunk) -> dict[str, Any]:
    """Lines `from`–`to` of the upload; {"done": how many identities were made or dated, "url": the
    result}."""
    upload = (
        Upload.objects.across_organisations(WHY).select_related("organisation").get(pk=job.params["upload"])
    )
    actor = acting_for(job, upload.organisation)
    first, last = chunk.params["from"], chunk.params["to"]
    made = make_lines(actor=actor, upload=upload, first=first, last=last)
    if made and upload.order_at_once and upload.kind == Upload.Kind.CREATE:
        ready = Identity.objects.across_organisations(WHY).filter(
            pk__in=upload.rows.filter(number__range=(first, last)).values("identity"), starts_on=None
        )
        order_activations(actor=actor, identities=ready)
    return {"done": made, "url": reverse("identities:upload", args=[upload.organisation.cvr, upload.pk])}


def acting_for(job: Job, organisation: Any) -> Actor:
    """The job acts for the one who started it; that one's permission was asked then."""
    identity = job.params.get("identity") or None
    return Actor(
        kind=Kind.SYSTEM,
        label=job.params.get("by", ""),
        organisation=organisation,
        identity_id=uuid.UUID(identity) if identity else None,
        memberships=frozenset({organisation.pk}),
    )


@action(Permission.IDENTITY_MANAGE)
def make_lines(*, actor: Actor, upload: Upload, first: int, last: int) -> int:
    """Three statements for up to a thousand lines. Returns how many were made."""
    home = upload.organisation_id
    span = [upload.pk, first, last]
    creates = upload.kind == Upload.Kind.CREATE
    with connection.cursor() as cursor:
        params: list[Any] = [*span, home, home] if creates else [home, *span]
        cursor.execute(_CREATE if creates else _BIRTH_DATES, params)
        made = cursor.rowcount
    event = IdentityEvent.CREATED if creates else ActivationEvent.BIRTH_DATE_ADDED
    if made:
        audit.bulk_trace(_TRACE, [event.value, home, *span], actor=actor, rows_expected=made)
    else:
        audit.record_bulk("SELECT 1 WHERE false", [])
    Upload.objects.across_organisations(WHY).filter(pk=upload.pk).update(uploaded_at=timezone.now())
    return made
