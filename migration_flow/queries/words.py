"""What the legacy system's codes mean to a person: names instead of RID, right and CVR. One query per kind of word."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from identities.models.roles import AdministratorRole
from migration_flow.models import (
    LegacyAdministrator,
    LegacyCompany,
    LegacyEmployee,
    LegacyMandate,
    LegacyRight,
    LegacySignature,
    LegacyUnit,
)
from migration_flow.rules import ROLES_OF
from migration_flow.rules.old_words import CARRIERS, ROLES, STATUSES, called
from portal.agreements.models import RegisterCompany, RegisterUnit
from rights.models import Right

WHY = "names for rows already opened"


def say(rows: Iterable[Any]) -> None:
    """Give each row of one kind its `shown`; a kind without codes is left as it is."""
    listed = [row for row in rows if row is not None]
    if listed and (speak := _SPEAKERS.get(type(listed[0]))):
        speak(listed)


def _persons(rows: list[Any]) -> dict[tuple[str, str], str]:
    found = LegacyEmployee.objects.across_organisations(WHY).filter(
        cvr__in={row.cvr for row in rows}, rid__in={row.rid for row in rows}
    )
    return {(each.cvr, each.rid): each.name for each in found}


def _rights(rows: list[Any]) -> dict[tuple[str, str], str]:
    found = Right.objects.filter(
        legacy_service__in={row.service for row in rows}, legacy_right__in={row.right for row in rows}
    ).select_related("system")
    return {(each.legacy_service, each.legacy_right): f"{each.name}, {each.system.name}" for each in found}


def _administrators(rows: list[LegacyAdministrator]) -> None:
    persons = _persons(rows)
    for row in rows:
        roles = [str(AdministratorRole(role).label) for role in ROLES_OF.get(row.role, ())]
        row.shown = f"{persons.get((row.cvr, row.rid), row.rid)}: {', '.join(roles) or row.role}"


def _given(rows: list[LegacyRight]) -> None:
    persons, rights = _persons(rows), _rights(rows)
    for row in rows:
        right = rights.get((row.service, row.right), f"{row.service} {row.right}")
        limit = f" ({row.scope_type} {row.scope_value})" if row.scope_type in ("P", "SE") else ""
        row.shown = f"{persons.get((row.cvr, row.rid), row.rid)}: {right}{limit}"


def name_rights(rows: list[LegacyRight]) -> list[LegacyRight]:
    """Give each its `named`: the right and its limit, without whose it is."""
    rights = _rights(rows) if rows else {}
    for row in rows:
        right = rights.get((row.service, row.right), f"{row.service} {row.right}")
        limit = "" if row.scope_type == "CVR" else f" ({row.scope_type} {row.scope_value})"
        row.named = right + limit  # type: ignore[attr-defined]
    return rows


def name_roles(rows: list[LegacyAdministrator]) -> list[str]:
    return [called(ROLES, row.role) for row in rows]


def name_signatures(rows: list[LegacySignature]) -> list[LegacySignature]:
    """Give each its `named`: what it is and how it stands."""
    for row in rows:
        row.named = f"{called(CARRIERS, row.carrier)}, {called(STATUSES, row.status)}"  # type: ignore[attr-defined]
    return rows


def _mandates(rows: list[LegacyMandate]) -> None:
    rights, names = _rights(rows), _companies({row.grantee_cvr for row in rows})
    for row in rows:
        right = rights.get((row.service, row.right), f"{row.service} {row.right}")
        row.shown = _("%(grantee)s må handle for jer: %(right)s") % {
            "grantee": names.get(row.grantee_cvr, row.grantee_cvr), "right": right,
        }  # fmt: skip


def _companies(numbers: set[str]) -> dict[str, str]:
    legacy = LegacyCompany.objects.across_organisations(WHY).filter(cvr__in=numbers)
    names = dict(legacy.values_list("cvr", "name"))
    return names | dict(RegisterCompany.objects.filter(cvr__in=numbers).values_list("cvr", "name"))


def _units(rows: list[LegacyUnit]) -> None:
    units = RegisterUnit.objects.filter(p_number__in={row.p_number for row in rows}).exclude(name="")
    names = dict(units.values_list("p_number", "name"))
    for row in rows:
        name = row.name or names.get(row.p_number, "")
        row.shown = f"{row.p_number} {name}".strip()


_SPEAKERS: dict[type, Callable[[list[Any]], None]] = {
    LegacyAdministrator: _administrators,
    LegacyRight: _given,
    LegacyMandate: _mandates,
    LegacyUnit: _units,
}
