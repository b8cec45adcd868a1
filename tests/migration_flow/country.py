"""A small company as the legacy system knew it, for tests of the move; deliveries are tested on their own."""

import datetime

from migration_flow.models import (
    LegacyAdministrator,
    LegacyCompany,
    LegacyEmployee,
    LegacyMandate,
    LegacyRight,
)
from portal.core import crypto
from rights.models import ITSystem, Right

FROM = {"delivery": 1, "line": 2}


def employee(cvr, rid, name, *, cpr="", email="", status="AKTIV", **fields):
    given, _, surname = name.partition(" ")
    index = crypto.blind_index(cpr, purpose="cpr") if cpr else None
    cipher = crypto.encrypt(cpr, purpose="cpr") if cpr else None
    return LegacyEmployee.objects.create(
        cvr=cvr, rid=rid, given_name=given, surname=surname, email=email or f"{given.lower()}@aaby.example",
        cpr=cipher, cpr_index=index, status=status, created_on=datetime.date(2015, 1, 1),
        last_used_on=datetime.date.today(), **FROM, **fields,
    )  # fmt: skip


def right(code="MOMS", service="TASTSELV"):
    system, _ = ITSystem.objects.get_or_create(
        code=service.lower(), defaults={"name_da": service, "name_en": service}
    )
    return Right.objects.get_or_create(
        legacy_service=service, legacy_right=code,
        defaults={"system": system, "key": f"urn:test:{service}:{code}", "name_da": code, "name_en": code},
    )[0]  # fmt: skip


def legacy_bakery(cvr="99000015", grantee="99000023"):
    LegacyCompany.objects.create(cvr=cvr, name="Aaby Bageri ApS", status="NORMAL", **FROM)
    for n, (name, cpr) in enumerate(
        [("Anne Aagaard", "6202801234"), ("Dorte Dej", "6101701008"), ("Erik Eg", "")]
    ):
        employee(cvr, f"4263000{n}", name, cpr=cpr)
    employee(cvr, "42630009", "Gamle Gert", status="INAKTIV")
    right()
    rights = {"service": "TASTSELV", "right": "MOMS", "scope_type": "CVR", "scope_value": cvr}
    for rid in ("42630001", "42630009"):
        LegacyRight.objects.create(cvr=cvr, rid=rid, **rights, **FROM)
    LegacyRight.objects.create(cvr=cvr, rid="42630001", **{**rights, "right": "UKENDT"}, **FROM)
    LegacyAdministrator.objects.create(cvr=cvr, rid="42630000", role="SUPERADMINISTRATOR", **FROM)
    LegacyMandate.objects.create(cvr=cvr, grantee_cvr=grantee, service="TASTSELV", right="MOMS", **FROM)
