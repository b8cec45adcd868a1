"""What a single row cannot know: whether it stands in the file twice, or in the organisation already."""

from django.db import connection
from django.utils.translation import gettext as _

from identities.models import Upload

_ADD = """UPDATE identities_uploadrow r SET problems = r.problems || jsonb_build_array(%s::text)
WHERE r.upload_id = %s AND """
_TWICE = """r.id IN (SELECT id FROM (
    SELECT id, count(*) OVER (PARTITION BY {key}) AS n FROM identities_uploadrow
    WHERE upload_id = %s AND {key} IS NOT NULL) t WHERE n > 1)"""
_KNOWN = """EXISTS (SELECT 1 FROM identities_identity i WHERE i.organisation_id = %s AND {same})"""
_NOT_ONE = """(SELECT count(*) FROM identities_identity i
    WHERE i.organisation_id = %s AND i.state IN ('draft', 'pending')
      AND (i.rid = r.values->>'rid'
           OR (r.values->>'rid' IS NULL AND lower(i.email) = lower(r.values->>'email')))) <> 1"""
_SAME_PERSON = (
    """lower(values->>'given_name') || '|' || lower(values->>'surname') || '|' || lower(values->>'email')"""
)


def mark_duplicates(upload: Upload) -> None:
    """Add the problem to every row concerned: four set-based statements."""
    if upload.kind == Upload.Kind.BIRTH_DATES:
        return _mark_unknown(upload)
    again = _("Den samme person står flere gange i filen.")
    rid_again = _("Det samme RID står flere gange i filen.")
    here = _("Der er allerede en bruger med det RID hos jer.")
    cpr_here = _("Der er allerede en bruger med det CPR-nummer hos jer.")
    checks = (
        (again, _TWICE.format(key="cpr_index"), upload.pk),
        (again, _TWICE.format(key=_SAME_PERSON), upload.pk),
        (rid_again, _TWICE.format(key="values->>'rid'"), upload.pk),
        (here, _KNOWN.format(same="i.rid = r.values->>'rid'"), upload.organisation_id),
        (
            cpr_here,
            _KNOWN.format(same="i.cpr_index = r.cpr_index AND i.state <> 'closed'"),
            upload.organisation_id,
        ),
    )
    with connection.cursor() as cursor:
        for told, condition, key in checks:
            cursor.execute(_ADD + condition, [told, upload.pk, key])
    return None


def _mark_unknown(upload: Upload) -> None:
    """A birth date needs exactly one waiting identity to go to."""
    told = _("Der er ikke netop én ventende bruger med det RID eller den e-mail.")
    with connection.cursor() as cursor:
        cursor.execute(_ADD + _NOT_ONE, [told, upload.pk, upload.organisation_id])
