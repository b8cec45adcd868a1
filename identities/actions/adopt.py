"""An identity that exists already takes over the RID the same person had in NemID Erhverv: rights follow the RID."""

from typing import Any

from django.db import connection

from identities.events import IdentityEvent
from identities.models import Identity
from portal.core import audit
from portal.core.actors import Actor


def adopt_rids(*, actor: Actor, organisation: Any, source_sql: str, params: list[Any]) -> int:
    """`source_sql` gives (rid, cpr_index). Only a live identity without a RID adopts, of the same CPR number (on
    file, or of the person who has activated it); where a person has several RIDs the first in order is adopted and the
    others are moved beside it. Call inside an action."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE identities_identity i SET rid = s.rid
            FROM (SELECT DISTINCT ON (q.cpr_index) q.* FROM ({source_sql}) AS q(rid, cpr_index) ORDER BY q.cpr_index, q.rid) s
            WHERE i.organisation_id = %s AND i.rid IS NULL AND i.state <> 'closed'
              AND (i.cpr_index = s.cpr_index
                   OR EXISTS (SELECT 1 FROM core_user u WHERE u.id = i.user_id AND u.cpr_index = s.cpr_index))
              AND NOT EXISTS (SELECT 1 FROM identities_identity o WHERE o.organisation_id = %s AND o.rid = s.rid)
            """,  # noqa: S608 - the source is a constant of the floor above
            [*params, organisation.pk, organisation.pk],
        )
        adopted = cursor.rowcount
    if adopted:
        audit.bulk_trace(
            "SELECT %s, 'identities.identity', i.id::text, i.organisation_id, jsonb_build_object('rid', i.rid)"
            " FROM identities_identity i WHERE i.organisation_id = %s AND i.rid IS NOT NULL AND i.source <> 'moved'",
            [IdentityEvent.MOVED.value, organisation.pk], actor=actor,
        )  # fmt: skip
    return adopted


def adopt_one(*, actor: Actor, identity: Identity, rid: str) -> Identity:
    """An identity whose person has been shown to be the one of the RID takes it over. Call inside an action."""
    identity.rid = rid
    identity.save(update_fields=["rid"])
    audit.record(IdentityEvent.MOVED, identity, actor=actor, organisations=[identity.organisation], rid=rid)
    return identity
