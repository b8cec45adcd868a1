"""A country for the benchmarks of rights: organisations, identities, grants, groups and powers by the
million.

Every id is the MD5 of a letter and a number, so that a question can be written without looking anything up.
Built in steps: a smaller country grows into a larger one, and what was there stays.
"""

import uuid
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from tests.benchmarks._bare import bare
from tests.benchmarks._owner import analyse

RIGHTS = 200
SYSTEMS = 20
# At scale 1, as design §7 says it: 1,600,000 identities and 3,200,000 grants in 700,000 organisations.
ORGANISATIONS, IDENTITIES, GRANTS_EACH, GROUPS, POWERS = 700_000, 1_600_000, 2, 100_000, 400_000

TABLES = ["agreements_organisation", "core_user", "identities_identity", "rights_grant", "rights_group",
          "rights_groupmember", "rights_power", "rights_assignment"]  # fmt: skip


def key(letter: str, number: int) -> uuid.UUID:
    return uuid.UUID(md5(f"{letter}{number}".encode(), usedforsecurity=False).hexdigest())


def right_key(number: int) -> str:
    return f"urn:dk:erhvervsadgang:s{number % SYSTEMS}:r{number}"


def cvr(number: int) -> str:
    return str(10_000_000 + number)


@dataclass(frozen=True)
class Size:
    """How much of the country there is."""

    scale: float

    def of(self, full: int) -> int:
        return max(int(full * self.scale), 50)


def rights_of(identity: int) -> list[int]:
    """The numbers of the rights this identity holds directly."""
    first = identity * 7 % RIGHTS
    return [(first + 91 * n) % RIGHTS for n in range(GRANTS_EACH)]


_CATALOGUE = (
    """INSERT INTO rights_itsystem (id, code, name_da, name_en, category_da, category_en, owner_name)
    SELECT md5('s' || n)::uuid, 's' || n, 'System ' || n, 'System ' || n, '', '', '' FROM generate_series(0, %(systems)s - 1) n
    ON CONFLICT DO NOTHING""",
    """INSERT INTO rights_right (id, system_id, key, name_da, name_en, description_da, description_en, allowed_limits,
        required_level, in_basic_package, constraint_names, mandate_policy, legacy_service, legacy_right)
    SELECT md5('r' || n)::uuid, md5('s' || n %% %(systems)s)::uuid, 'urn:dk:erhvervsadgang:s' || n %% %(systems)s || ':r' || n,
        'Ret ' || n, 'Right ' || n, repeat('Det kan man med rettigheden. ', 10), repeat('What it lets one do. ', 10), '{}',
        'substantial', false, '{}', '{}', '', ''
    FROM generate_series(0, %(rights)s - 1) n ON CONFLICT DO NOTHING""",
)
_PEOPLE = (
    """INSERT INTO agreements_organisation (id, cvr, name, form_code, is_public, state, allows_private_mitid,
        allowed_authenticators, asks_for_cpr, cpr_purpose, allows_pseudonyms, allows_self_request, four_eyes)
    SELECT md5('o' || n)::uuid, (10000000 + n)::text, 'Firma ' || n, 80, false, 'connected', true, '[]', false, '',
        false, false, false
    FROM generate_series(%(o0)s, %(o1)s - 1) n ON CONFLICT DO NOTHING""",
    """INSERT INTO core_user (id, password, is_superuser, issuer, subject, email, name, language, is_staff, is_active)
    SELECT md5('u' || n)::uuid, '!', false, 'https://bench.example', n::text, '', 'Person ' || n, 'da', false, true
    FROM generate_series(%(i0)s, %(i1)s - 1) n ON CONFLICT DO NOTHING""",
    """INSERT INTO identities_identity (id, organisation_id, user_id, kind, source, state, given_name, surname, email,
        phone, p_number, se_number, department, is_pseudonym, pseudonym, language, may_sign, version, rid)
    SELECT md5('i' || n)::uuid, md5('o' || n %% %(o1)s)::uuid, md5('u' || n)::uuid, 'ordinary', 'moved', 'active', 'Person',
        n::text, '', '', '', '', '', false, '', 'da', true, 1, n::text
    FROM generate_series(%(i0)s, %(i1)s - 1) n ON CONFLICT DO NOTHING""",
)
_RIGHTS = (
    """INSERT INTO rights_grant (id, organisation_id, right_id, identity_id, limit_type, limit_value, constraints, source,
        given_by, ended_because)
    SELECT md5('g' || n || '.' || k)::uuid, i.organisation_id, md5('r' || (n * 7 + 91 * k) %% %(rights)s)::uuid, i.id, '',
        '', '{}', 'moved', '', ''
    FROM generate_series(%(i0)s, %(i1)s - 1) n CROSS JOIN generate_series(0, %(each)s - 1) k
    JOIN identities_identity i ON i.id = md5('i' || n)::uuid""",
    """INSERT INTO rights_group (id, organisation_id, kind, name, description, p_number)
    SELECT md5('t' || n)::uuid, md5('o' || n)::uuid, 'customised', 'Hold', '', '' FROM generate_series(%(t0)s, %(t1)s - 1) n
    ON CONFLICT DO NOTHING""",
    """INSERT INTO rights_groupmember (group_id, identity_id)
    SELECT md5('t' || n)::uuid, i.id FROM generate_series(%(t0)s, %(t1)s - 1) n
    JOIN identities_identity i ON i.organisation_id = md5('o' || n)::uuid ON CONFLICT DO NOTHING""",
    """INSERT INTO rights_power (id, holder_id, grantor_id, right_id, limit_type, limit_value, mandate)
    SELECT md5('p' || n)::uuid, md5('o' || n * 31 %% %(h)s)::uuid, md5('o' || %(h)s + n %% (%(o1)s - %(h)s))::uuid,
        md5('r' || n %% %(rights)s)::uuid, '', '', md5('m' || n)::uuid
    FROM generate_series(%(p0)s, %(p1)s - 1) n ON CONFLICT DO NOTHING""",
    """INSERT INTO rights_assignment (id, organisation_id, group_id, given_by)
    SELECT gen_random_uuid(), md5('o' || n)::uuid, md5('t' || n)::uuid, '' FROM generate_series(0, %(h)s - 1) n
    WHERE EXISTS (SELECT FROM rights_group g WHERE g.id = md5('t' || n)::uuid) ON CONFLICT DO NOTHING""",
)


def build(size: Size, before: Size | None = None) -> None:
    """Make the country of this size, or let the one of `before` grow to it; nothing where it is there. The
    holders of powers are the first hundredth of the organisations, each with a group of its staff."""
    from django.db import connection, transaction

    if _is_there(size):
        return
    old = before or Size(0)
    numbers: dict[str, Any] = {"systems": SYSTEMS, "rights": RIGHTS, "each": GRANTS_EACH}
    for letter, full in (("o", ORGANISATIONS), ("i", IDENTITIES), ("t", GROUPS), ("p", POWERS)):
        numbers[f"{letter}0"] = old.of(full) if before else 0
        numbers[f"{letter}1"] = size.of(full)
    numbers["h"] = max(numbers["o1"] // 100, 5)
    _quietly("DISABLE")  # a trigger per identity would check each against a table that was planned as empty
    with bare(TABLES):
        for statements in ((*_CATALOGUE, *_PEOPLE), _RIGHTS):
            for statement in statements:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(statement, numbers)
            analyse()  # between them too: without statistics the joins of the second part are read row by row
    _quietly("ENABLE")
    analyse()


def _is_there(size: Size) -> bool:
    """Another benchmark of the same run made it."""
    from identities.models import Identity

    last = key("i", size.of(IDENTITIES) - 1)
    return Identity.objects.across_organisations("benchmark").filter(pk=last).exists()


def _quietly(how: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE identities_identity {how} TRIGGER USER")
