"""An accountant with many clients and staff: mandates with five rights each, client groups and staff groups."""

from dataclasses import dataclass
from typing import Any

CLIENTS, STAFF, RIGHTS, GROUPS = 80_000, 500, 5, 40
_CLIENTS = """
INSERT INTO agreements_organisation (id, cvr, name, form_code, is_public, state, allows_private_mitid,
    allowed_authenticators, asks_for_cpr, cpr_purpose, allows_pseudonyms, allows_self_request, four_eyes)
SELECT gen_random_uuid(), (%(first)s + n)::text,
       (ARRAY['Bager','Smed','Tømrer','Åben','Ørsted','Ærlig','Cykel'])[1 + n %% 7] || ' ' || to_hex(n * 7919) || ' ApS',
       80, false, 'named', false, '[]', false, '', false, false, false
FROM generate_series(0, %(clients)s - 1) n
"""
_MANDATES = """
INSERT INTO mandates_mandate (id, number, grantor_id, grantee_id, state, basis, message, limit_type, limit_value, starts_at,
    ends_at, created_by_grantor, grantor_consented_at, grantor_consented_by, grantee_consented_at, grantee_consented_by,
    ended_because, version, grantor_name, grantee_name, sent_at)
SELECT gen_random_uuid(), 'F-' || o.cvr, o.id, %(holder)s, 'active', 'consents', '', '', '', now() - interval '1 day',
       now() + interval '2 years', true, now(), '', now(), '', '', 1, o.name, %(name)s, now()
FROM agreements_organisation o WHERE o.cvr::int >= %(first)s AND o.cvr::int < %(first)s + %(clients)s
"""
_RIGHTS = """
INSERT INTO mandates_mandateright (mandate_id, right_id)
SELECT m.id, r FROM mandates_mandate m CROSS JOIN unnest(%(rights)s::uuid[]) r WHERE m.grantee_id = %(holder)s
"""
_POWERS = """
INSERT INTO rights_power (id, holder_id, grantor_id, right_id, limit_type, limit_value, mandate)
SELECT gen_random_uuid(), m.grantee_id, m.grantor_id, r, '', '', m.id
FROM mandates_mandate m CROSS JOIN unnest(%(rights)s::uuid[]) r WHERE m.grantee_id = %(holder)s
"""
_STAFF = """
INSERT INTO identities_identity (id, organisation_id, kind, source, state, given_name, surname, email, phone, p_number,
    se_number, department, is_pseudonym, pseudonym, language, may_sign, version, first_activated_at, user_id)
SELECT gen_random_uuid(), %(holder)s, 'ordinary', 'moved', 'active', 'Medarbejder', n::text, 'm' || n || '@' || %(name)s,
       '', '', '', '', false, '', 'da', true, 1, now(), u.id
FROM (SELECT id, row_number() OVER (ORDER BY subject) - 1 AS n FROM core_user WHERE issuer = %(name)s) u
"""
_USERS = """
INSERT INTO core_user (id, password, is_superuser, issuer, subject, email, name, language, is_staff, is_active)
SELECT gen_random_uuid(), '!', false, %(name)s, n::text, '', 'Medarbejder ' || n, 'da', false, true
FROM generate_series(0, %(staff)s - 1) n
"""
_GROUPS = (
    """INSERT INTO rights_group (id, organisation_id, kind, name, description, p_number)
    SELECT gen_random_uuid(), %(holder)s, 'customised', 'Hold ' || n, '', '' FROM generate_series(0, %(groups)s - 1) n""",
    """INSERT INTO rights_groupmember (group_id, identity_id)
    SELECT g.id, i.id FROM rights_group g JOIN identities_identity i ON i.organisation_id = g.organisation_id
    WHERE g.organisation_id = %(holder)s AND i.kind = 'ordinary'
      AND (i.surname !~ '^[0-9]+$' OR i.surname::int %% %(groups)s = substr(g.name, 6)::int)""",
    """INSERT INTO rights_clientgroup (id, organisation_id, name)
    SELECT gen_random_uuid(), %(holder)s, 'Kunder ' || n FROM generate_series(0, %(groups)s - 1) n""",
    """INSERT INTO rights_clientgroupmember (client_group_id, client_id, client_name)
    SELECT k.id, m.grantor_id, m.grantor_name FROM mandates_mandate m JOIN rights_clientgroup k
        ON k.organisation_id = m.grantee_id AND substr(m.number, 3)::int %% %(groups)s = substr(k.name, 8)::int
    WHERE m.grantee_id = %(holder)s""",
    """INSERT INTO rights_assignment (id, organisation_id, group_id, client_group_id, given_by)
    SELECT gen_random_uuid(), %(holder)s, g.id, k.id, '' FROM rights_group g JOIN rights_clientgroup k
        ON k.organisation_id = g.organisation_id AND substr(k.name, 8) = substr(g.name, 6)
    WHERE g.organisation_id = %(holder)s""",
)


@dataclass
class Practice:
    """`clerk`: an administrator who is in every staff group; `actor`: the clerk acting."""

    organisation: Any
    clerk: Any
    actor: Any
    rights: list[Any]
    first: int

    def service(self) -> str:
        """A client of the system that the rights belong to."""
        from rights.models import ServiceClient

        client, _ = ServiceClient.objects.get_or_create(
            client_id="bench",
            defaults={"kind": "decisions", "name": "bench", "system": self.rights[0].system},
        )
        return client.client_id


def build(cvr: str, clients: int, *, staff: int = 0, grouped: bool = True) -> Practice:
    """Everybody in `GROUPS` client groups, each assigned to its staff group (`grouped`); else nothing is distributed."""
    from django.db import connection, transaction

    from portal.core.permissions import ADMINISTRATOR_ROLES
    from tests.cast import make_actor, make_identity, make_organisation, make_user

    organisation = make_organisation(cvr, f"Revision {cvr}")
    clerk = make_identity(organisation, make_user(f"Karen Krog{cvr}"), roles=ADMINISTRATOR_ROLES)
    rights = _rights()
    first = 10_000_000 + int(cvr[-2:]) * 1_000_000
    numbers = {"holder": organisation.pk, "name": organisation.name, "clients": clients, "staff": staff, "first": first,
               "groups": GROUPS, "rights": [each.pk for each in rights]}  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        statements = [_CLIENTS, _MANDATES, _RIGHTS, _POWERS, _USERS, _STAFF, *(_GROUPS if grouped else ())]
        for statement in statements:
            cursor.execute(statement, numbers)
    return Practice(organisation, clerk, make_actor(clerk, ADMINISTRATOR_ROLES), rights, first)


def _rights() -> list[Any]:
    from rights.models import ITSystem, Right

    usual = {
        "give": ["organisation_administrator"],
        "request": True,
        "sub_delegate": "no",
        "longest_months": 60,
    }
    system, _ = ITSystem.objects.get_or_create(
        code="practice", defaults={"name_da": "Skat", "name_en": "Tax"}
    )
    return [
        Right.objects.get_or_create(
            key=f"urn:dk:erhvervsadgang:practice:{n}",
            defaults={
                "system": system,
                "name_da": f"Ret {n}",
                "name_en": f"Right {n}",
                "mandate_policy": usual,
            },
        )[0]
        for n in range(RIGHTS)
    ]
