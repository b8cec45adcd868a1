"""A company's move is undone: the grants and assignments it brought are as if they had never been. Set-based, inside
the action that undoes it."""

from typing import Any

from django.db import connection

from portal.core import audit
from portal.core.actors import Actor
from rights.events import GrantEvent

_MOVED = "SELECT id FROM identities_identity WHERE organisation_id = %s AND source = 'moved'"
_GRANTS = f"organisation_id = %s AND (source = 'moved' OR identity_id IN ({_MOVED}))"
_TRACE = f"""
SELECT %s, 'rights.grant', g.id::text, g.organisation_id,
       jsonb_build_object('right', r.name_da, 'by', %s::text, 'receiver', COALESCE(i.name, ''))
FROM (SELECT * FROM rights_grant WHERE {_GRANTS}) g
JOIN rights_right r ON r.id = g.right_id LEFT JOIN identities_identity i ON i.id = g.identity_id
"""  # noqa: S608
# Rows that hang on the identities, those that hang on other rows first.
_HANGING = (
    "DELETE FROM rights_rightrequestline WHERE request_id IN"  # noqa: S608
    f" (SELECT id FROM rights_rightrequest WHERE identity_id IN ({_MOVED}))",
    f"UPDATE rights_rightrequestline SET answered_by_id = NULL WHERE answered_by_id IN ({_MOVED})",  # noqa: S608
    f"DELETE FROM rights_rightrequest WHERE identity_id IN ({_MOVED})",  # noqa: S608
    f"DELETE FROM rights_groupmember WHERE identity_id IN ({_MOVED})",  # noqa: S608
    f"DELETE FROM rights_subjectname WHERE identity_id IN ({_MOVED})",  # noqa: S608
    f"DELETE FROM rights_assignment WHERE identity_id IN ({_MOVED})",  # noqa: S608
)


def take_back_moved(*, actor: Actor, organisation: Any, adopted: list[Any], given_by: str) -> int:
    """Delete every grant the move made, and whatever was given since to the identities it brought; `given_by` marks
    its assignments to those of `adopted`, who were here before. Returns how many grants went."""
    own = organisation.pk
    audit.bulk_trace(_TRACE, [GrantEvent.UNDONE.value, actor.label, own, own], actor=actor)
    with connection.cursor() as cursor:
        for statement in _HANGING:
            cursor.execute(statement, [own])
        cursor.execute(
            "UPDATE rights_rightrequestline SET grant_id = NULL WHERE grant_id IN"  # noqa: S608
            f" (SELECT id FROM rights_grant WHERE {_GRANTS})",
            [own, own],
        )
        cursor.execute(f"DELETE FROM rights_grant WHERE {_GRANTS}", [own, own])  # noqa: S608
        gone = int(cursor.rowcount)
        cursor.execute(
            "DELETE FROM rights_assignment WHERE organisation_id = %s AND given_by = %s AND identity_id = ANY(%s)",
            [own, given_by, adopted],
        )
    return gone


def take_back_powers(*, mandates: list[Any], given_by: str) -> int:
    """Delete the powers of mandates that are themselves taken back, and what the move assigned of them in the
    receiver's organisation. The mandates' own app leaves the trace."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM rights_assignment a USING rights_power w WHERE w.mandate = ANY(%s) AND a.given_by = %s"
            " AND a.organisation_id = w.holder_id AND a.client_id = w.grantor_id AND a.right_id = w.right_id",
            [mandates, given_by],
        )
        cursor.execute("DELETE FROM rights_power WHERE mandate = ANY(%s)", [mandates])
        return int(cursor.rowcount)
