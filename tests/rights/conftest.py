"""What the tests about rights share: a system with rights, and a client of it."""

import uuid
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from portal.agreements.models import Organisation, RegisterCompany, RegisterUnit
from portal.core.actors import Actor
from portal.core.permissions import Role
from rights.models import ITSystem, Right
from tests.cast import make_identity, make_organisation, make_user

SYSTEM = Actor.system("test")
OUR_UNIT, THEIR_UNIT = "1900000010", "1900000029"


@pytest.fixture
def tax(db: None) -> ITSystem:
    return ITSystem.objects.create(
        code="tax", name_da="Skat", name_en="Tax", category_da="Skat", category_en="Tax"
    )


@pytest.fixture
def make_right(tax: ITSystem) -> Callable[..., Right]:
    def make(code: str, **fields: Any) -> Right:
        fields = {
            "system": tax,
            "name_da": code.title(),
            "name_en": f"{code} (en)",
            "allowed_limits": ["p", "se"],
            **fields,
        }
        return Right.objects.create(key=f"urn:dk:erhvervsadgang:{fields['system'].code}:{code}", **fields)

    return make


@pytest.fixture
def vat(make_right: Callable[..., Right]) -> Right:
    return make_right("moms")


@pytest.fixture
def units(bakery: Organisation, cycles: Organisation) -> SimpleNamespace:
    """One production unit of the bakery, one of the cycle shop."""
    for organisation, number in ((bakery, OUR_UNIT), (cycles, THEIR_UNIT)):
        company = RegisterCompany.objects.create(cvr=organisation.cvr, name=organisation.name, form_code=80)
        RegisterUnit.objects.create(p_number=number, company=company)
    return SimpleNamespace(ours=OUR_UNIT, theirs=THEIR_UNIT)


@pytest.fixture
def accountant(db: None) -> SimpleNamespace:
    """An accountant's firm with its rights administrator (Rita) and an employee (Rolf)."""
    from tests.cast import make_actor

    firm = make_organisation("99000031", "Revisor & Co")
    rita_user, rolf_user = make_user("Rita Revisor"), make_user("Rolf Revisor")
    roles = (Role.RIGHTS_ADMINISTRATOR,)
    rita, rolf = make_identity(firm, rita_user, roles=roles), make_identity(firm, rolf_user)
    return SimpleNamespace(
        firm=firm, rita=rita, rolf=rolf, admin=make_actor(rita, roles), mandate=uuid.uuid4()
    )


@pytest.fixture
def service(tax: ITSystem) -> Iterator[Any]:
    """A client of the tax system. Its answers are in the log before the test's database goes."""
    from rights.actions import decision_log
    from tests.rights.service import Service

    yield Service(tax)
    assert decision_log.flush()
