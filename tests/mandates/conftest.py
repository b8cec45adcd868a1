"""What the tests about mandates share: rights that may be given on, and a mandate at each point of its life."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from mandates import actions
from mandates.models import Mandate
from portal.agreements.models import RegisterCompany, RegisterUnit
from portal.core import jobs
from portal.core.actors import Actor
from portal.core.models import Job
from portal.core.permissions import ADMINISTRATOR_ROLES
from rights.models import ITSystem, Power, Right
from rights.queries.decision import decide_one
from tests.cast import make_actor, make_identity, make_organisation, make_user

CLOCK = Actor.system("clock")
USUAL = {
    "give": ["organisation_administrator", "management_representative"],
    "request": True,
    "sub_delegate": "ask",
    "longest_months": 60,
}
OUR_UNIT, THEIR_UNIT = "1900000010", "1900000029"


def make_right(code: str, policy: Any = USUAL, **fields: Any) -> Right:
    system, _ = ITSystem.objects.get_or_create(
        code="skat", defaults={"name_da": "TastSelv", "name_en": "TastSelv", "owner_name": "Skat"}
    )
    return Right.objects.create(
        system=system, key=f"urn:dk:erhvervsadgang:skat:{code}", name_da=f"Ret {code}", name_en=f"Right {code}",
        allowed_limits=["p", "se"], mandate_policy=policy, **fields,
    )  # fmt: skip


@pytest.fixture
def vat(db: None) -> Right:
    return make_right("moms")


@pytest.fixture
def units(bakery: Any, cycles: Any) -> SimpleNamespace:
    for organisation, number in ((bakery, OUR_UNIT), (cycles, THEIR_UNIT)):
        company = RegisterCompany.objects.create(cvr=organisation.cvr, name=organisation.name, form_code=80)
        RegisterUnit.objects.create(p_number=number, company=company)
    return SimpleNamespace(ours=OUR_UNIT, theirs=THEIR_UNIT)


@pytest.fixture
def dora(db: None) -> SimpleNamespace:
    """Administrator of a third organisation."""
    organisation = make_organisation("99000031", "Dora & Døtre")
    user = make_user("Dora Dahl")
    identity = make_identity(organisation, user, roles=ADMINISTRATOR_ROLES)
    return SimpleNamespace(
        user=user,
        identity=identity,
        actor=make_actor(identity, ADMINISTRATOR_ROLES),
        organisation=organisation,
    )


def draft(who: Any, cvr: str, *rights: Right, as_grantor: bool = True, **more: Any) -> Mandate:
    limit = {key: more.pop(key) for key in ("limit_type", "limit_value") if key in more}
    period = {key: more.pop(key, None) for key in ("starts_on", "ends_on")}
    mandate = actions.start(actor=who.actor, cvr=cvr, as_grantor=as_grantor, **more)
    actions.choose_rights(actor=who.actor, mandate=mandate, rights=list(rights), **limit)
    actions.choose_period(actor=who.actor, mandate=mandate, message="Kære venner", **period)
    return fresh(mandate)


def offer(who: Any, cvr: str, *rights: Right, **more: Any) -> Mandate:
    return actions.send(actor=who.actor, mandate=draft(who, cvr, *rights, **more))


def active(giver: Any, receiver: Any, *rights: Right, **more: Any) -> Mandate:
    mandate = offer(giver, receiver.organisation.cvr, *rights, **more)
    return actions.accept(actor=receiver.actor, mandate=mandate)


def made(mandate: Mandate) -> Mandate:
    """After the workers have made what waits: documents, mails about many."""
    for pk in (
        Job.objects.across_organisations("test").filter(state=Job.State.RUNNING).values_list("pk", flat=True)
    ):
        jobs.work(pk)
    return fresh(mandate)


def fresh(mandate: Mandate) -> Mandate:
    return Mandate.objects.across_organisations("test").get(pk=mandate.pk)


def set_fields(mandate: Mandate, **fields: Any) -> Mandate:
    Mandate.objects.across_organisations("test").filter(pk=mandate.pk).update(**fields)
    return fresh(mandate)


def past(days: int = 1) -> datetime.datetime:
    return timezone.now() - datetime.timedelta(days=days)


def powers(mandate: Mandate) -> list[Power]:
    """Powers of the mandate that are in force now."""
    rows = Power.objects.across_organisations("test").filter(mandate=mandate.pk, suspended_at=None)
    now = timezone.now()
    return [row for row in rows if row.starts_at <= now and (row.ends_at is None or row.ends_at > now)]


def may(identity: Any, right: Right, acted_for: str) -> bool:
    from portal.core.permissions import Level

    asked = decide_one(identity=identity.pk, right=right.key, acted_for=acted_for, level=Level.SUBSTANTIAL)
    return asked.granted
