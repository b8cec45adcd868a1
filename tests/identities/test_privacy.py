"""CPR shown with a reason, closed people forgotten, the trail still verifying; the levels as data."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from identities import actions
from identities.models import Activation, Authenticator, Charge, Consent, Identity, LocalIdp
from identities.rules import levels
from identities.rules.retention import CLASSES
from portal.core import sealing
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from portal.core.models import AuditPayload, User
from portal.core.permissions import Level
from tests.identities.people import CPR, activated, order

SYSTEM = Actor.system("retention")


@pytest.fixture
def with_cpr(bakery, anne):
    bakery.asks_for_cpr, bakery.cpr_purpose = True, "løn"
    bakery.save()
    return order(anne, "Dorte Dam", cpr=CPR)


@pytest.mark.django_db
def test_a_cpr_number_is_masked_until_it_is_revealed_with_a_reason_that_stands_in_the_trail(
    with_cpr, anne, log_in
):
    client = log_in(anne)
    detail = reverse("identities:detail", args=["99000015", with_cpr.pk])
    assert "4321" not in client.get(detail).content.decode()
    page = reverse("identities:reveal_cpr", args=["99000015", with_cpr.pk])
    assert "4321" not in client.post(page, {"reason": "kort"}).content.decode()
    answer = client.post(page, {"reason": "afstemning af lønnen"})
    assert "630180-4321" in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    payloads = str(list(AuditPayload.objects.values_list("data", flat=True)))
    assert "afstemning af lønnen" in payloads
    assert CPR not in payloads
    assert "4321" not in payloads


@pytest.mark.django_db
def test_revealing_needs_a_login_of_the_last_ten_minutes(with_cpr, anne):
    import dataclasses

    from portal.core.actors import StepUpNeeded

    old = dataclasses.replace(anne.actor.auth, at=timezone.now() - datetime.timedelta(minutes=11))
    with pytest.raises(StepUpNeeded):
        actions.reveal_cpr(
            actor=dataclasses.replace(anne.actor, auth=old), identity=with_cpr, reason="x" * 20
        )


@pytest.mark.django_db(transaction=True)
def test_a_closed_identity_is_forgotten_after_its_time_and_the_trail_still_verifies(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    actions.close(actor=anne.actor, identity=dorte.identity)
    rows = Identity.objects.for_actor(anne.actor).filter(pk=dorte.identity.pk)
    assert actions.pseudonymise_due(actor=SYSTEM) == 0
    rows.update(closed_at=timezone.now() - datetime.timedelta(days=200))
    assert actions.pseudonymise_due(actor=SYSTEM) == 1
    left = rows.get()
    assert "Dorte" not in str(left.__dict__)
    assert (left.user, left.email, left.birth_date, left.rid) == (None, "", None, None)
    with pytest.raises(RuleBroken):
        actions.reopen(actor=anne.actor, identity=left)
    sealing.seal()
    from django.core.management import call_command

    call_command("verify_trail", verbosity=0, stdout=__import__("io").StringIO())


@pytest.mark.django_db
def test_how_somebody_was_proofed_and_agreed_is_kept_thirteen_months_and_no_longer(bakery, anne):
    dorte = activated(anne, "Dorte Dam").identity
    proofed = Activation.objects.for_actor(anne.actor).filter(identity=dorte)
    proofed.update(documents=[{"kind": "passport", "last_four": "1234"}], proofed_by="x")
    device = Authenticator.objects.create(identity=dorte, kind="app", state="active", user=dorte.user)
    actions.close(actor=anne.actor, identity=dorte)
    rows = Identity.objects.for_actor(anne.actor).filter(pk=dorte.pk)
    left = {}
    for days in (200, 397):
        rows.update(closed_at=timezone.now() - datetime.timedelta(days=days))
        actions.pseudonymise_due(actor=SYSTEM)
        device.refresh_from_db()
        consents = Consent.objects.for_actor(anne.actor).filter(identity=dorte).count()
        left[days] = (len(proofed.get().documents), consents, device.user is not None)
    assert left == {200: (1, 1, True), 397: (0, 0, False)}


@pytest.mark.django_db
def test_the_login_of_a_local_idp_is_forgotten_with_its_identity_unless_another_uses_it(bakery, anne):
    idp = LocalIdp.objects.create(
        organisation=bakery, name="x", issuer="https://idp.example", client_id="x", state="active", statement=b"x",
        tested_at=timezone.now(), notified_level="HIGH", statement_expires_on=timezone.localdate(),
    )  # fmt: skip
    first, second = (order(anne, name, order=False) for name in ("Dorte Dam", "Eva Eng"))
    for identity, subject in ((first, "dorte.dam"), (second, "eva.eng")):
        actions.connect_to_local_idp(actor=anne.actor, identity=identity, subject=subject)
        actions.close(actor=anne.actor, identity=identity)
    third = order(anne, "Eva Eng", order=False)
    actions.connect_to_local_idp(actor=anne.actor, identity=third, subject="eva.eng")
    rows = Identity.objects.for_actor(anne.actor).filter(pk__in=[first.pk, second.pk])
    rows.update(closed_at=timezone.now() - datetime.timedelta(days=200))
    assert actions.pseudonymise_due(actor=SYSTEM) == 2
    logins = User.objects.filter(issuer=idp.issuer_of_people)
    assert not logins.filter(subject="dorte.dam").exists()
    assert sorted(logins.values_list("name", "is_active")) == [("Eva Eng", True), ("Slettet", False)]


@pytest.mark.django_db
def test_what_bookkeeping_needs_stays_when_the_person_is_forgotten(bakery, anne):
    dorte = activated(anne, "Dorte Dam")
    Charge.objects.create(
        organisation=bakery, kind="identity", identity=dorte.identity, amount=20, reason="test"
    )
    actions.close(actor=anne.actor, identity=dorte.identity)
    rows = Identity.objects.for_actor(anne.actor).filter(pk=dorte.identity.pk)
    rows.update(closed_at=timezone.now() - datetime.timedelta(days=200))
    actions.pseudonymise_due(actor=SYSTEM)
    assert Charge.objects.for_actor(anne.actor).get().identity_id == dorte.identity.pk


def test_every_field_that_tells_about_a_person_has_a_class():
    from django.apps import apps

    for model, fields in CLASSES.items():
        known = {field.name for field in apps.get_model(model)._meta.get_fields()}
        assert set(fields) <= known


L = Level
TODAY = [
    (("password",), L.LOW),
    (("chip",), L.LOW),
    (("app",), L.SUBSTANTIAL),
    (("password", "code_display"), L.SUBSTANTIAL),
    (("password", "audio_reader"), L.SUBSTANTIAL),
    (("app_high",), L.HIGH),
    (("password", "chip"), L.HIGH),
    (("app", "chip"), L.HIGH),
    (("app_high", "chip"), L.HIGH),
    (("code_display",), L.NONE),
    (("nonsense",), L.NONE),
    ((), L.NONE),
    (("password", "code_display", "nonsense"), L.SUBSTANTIAL),
]
PLAN = [
    (("password",), L.LOW),
    (("code_display",), L.LOW),
    (("audio_reader",), L.LOW),
    (("chip",), L.LOW),
    (("app",), L.SUBSTANTIAL),
    (("password", "code_display"), L.SUBSTANTIAL),
    (("password", "audio_reader"), L.SUBSTANTIAL),
    (("app_high",), L.HIGH),
    (("password", "chip"), L.HIGH),
    (("app", "chip"), L.HIGH),
]


@pytest.mark.parametrize(("used", "level"), TODAY)
def test_every_combination_of_today(used, level):
    assert levels.authenticator_level(used) is level


@pytest.mark.parametrize(("used", "level"), PLAN)
def test_every_combination_of_the_plan_of_2019(used, level):
    assert levels.authenticator_level(used, "2019") is level


@pytest.mark.parametrize("kind", ["app", "code_display", "audio_reader", "chip"])
def test_every_dedicated_mitid_reaches_substantial(kind):
    assert levels.level_of(kind) >= Level.SUBSTANTIAL


@pytest.mark.parametrize("identity", list(Level))
@pytest.mark.parametrize("authenticators", list(Level))
@pytest.mark.parametrize("federation", list(Level))
def test_the_level_of_a_login_is_the_lowest_of_the_three(identity, authenticators, federation):
    assert levels.assurance(identity, authenticators, federation) == min(identity, authenticators, federation)
