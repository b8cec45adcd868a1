"""The organisation as a hash: what undoing a move must give again, exactly.

Named columns of named tables. What the portal itself keeps beside them (last used, reminders, versions) is not in it.
A carried-over mandate that either side has answered is a fact of its own and is left out, before as after.
"""

from typing import Any

from django.db import connection

_OWN_MANDATES = (
    "m.grantor_id = %(own)s AND NOT (m.legacy_key IS NOT NULL AND (m.state NOT IN ('active', 'suspended')"
    " OR m.basis = 'consents'))"
)
PARTS: dict[str, str] = {
    "identities": """
        SELECT id, state, kind, source, given_name, surname, email, phone, birth_date, cpr_index, rid, p_number,
               department, user_id, starts_on, ends_on, ordered_price, first_activated_at, closed_at, merged_into_id
        FROM identities_identity WHERE organisation_id = %(own)s""",
    "roles": """
        SELECT id, identity_id, role, given_at, ended_at
        FROM identities_roleassignment WHERE organisation_id = %(own)s""",
    "grants": """
        SELECT id, identity_id, group_id, right_id, limit_type, limit_value, constraints, source, starts_at, ends_at
        FROM rights_grant WHERE organisation_id = %(own)s""",
    "assignments": """
        SELECT id, identity_id, group_id, client_id, client_group_id, right_id, starts_at, ends_at
        FROM rights_assignment WHERE organisation_id = %(own)s""",
    "mandates": f"""
        SELECT m.id, m.state, m.basis, m.grantee_id, m.limit_type, m.limit_value, m.starts_at, m.ends_at,
               m.grantor_consented_at, m.grantee_consented_at,
               (SELECT array_agg(ROW(w.right_id, w.limit_type, w.limit_value, w.starts_at, w.ends_at) ORDER BY w.id)
                FROM rights_power w WHERE w.mandate = m.id)
        FROM mandates_mandate m WHERE {_OWN_MANDATES}""",  # noqa: S608 - constants of this module
    "charges": """
        SELECT id, kind, identity_id, amount, occasion
        FROM identities_charge WHERE organisation_id = %(own)s""",
    "settings": """
        SELECT id, state, allows_private_mitid, allowed_authenticators, asks_for_cpr, cpr_purpose, allows_pseudonyms,
               allows_self_request, four_eyes, set_up_at
        FROM agreements_organisation WHERE id = %(own)s""",
}  # fmt: skip

_HASH = """
SELECT encode(sha256(convert_to(COALESCE(string_agg(md5(t::text), '' ORDER BY md5(t::text)), ''), 'UTF8')), 'hex')
FROM ({select}) t
"""


def digests(organisation: Any) -> dict[str, str]:
    """Part → SHA-256 (hex) of its rows in the order of their text; one statement per part."""
    found = {}
    with connection.cursor() as cursor:
        for name, select in PARTS.items():
            cursor.execute(
                _HASH.format(select=select),
                {"own": organisation.pk},
            )
            found[name] = str(cursor.fetchone()[0])
    return found
