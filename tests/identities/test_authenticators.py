"""Dedicated MitID: ordered at a price, taken in use, on a new phone, lost; attended proofing; dates of the night."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from identities import actions, queries
from identities.models import Activation, Authenticator, AuthenticatorOrder, Charge, Identity, RoleAssignment
from portal.core.actions import RuleBroken
from portal.core.actors import Actor, AuthContext
from portal.core.models import OutgoingMail
from portal.core.permissions import Level
from tests.cast import make_user
from tests.identities.people import activated, open_link, order, outsider, token_mailed_to, with_channel
from tests.rights.conftest import SYSTEM

pytestmark = pytest.mark.django_db
PHYSICAL = {"code_display": 50, "audio_reader": 50, "chip": 50}
SEEN = [{"kind": "passport", "last_four": "1234"}, {"kind": "health_card", "last_four": "5678"}]


def at_work(organisation, subject, born=datetime.date(1980, 2, 3)):
    """Somebody logged in with a dedicated MitID of the organisation."""
    user = make_user("Dorte Dam", subject=subject, birth_date=born)
    auth = AuthContext(
        population="professional", issuer=user.issuer, subject=subject, level=Level.SUBSTANTIAL, at=timezone.now(),
        organisation_cvr=organisation.cvr,
    )  # fmt: skip
    return Actor.person(user, auth)


def taken_in_use(identity, subject="ved arbejdet"):
    device = queries.authenticator_by_token(token_mailed_to(identity.email))
    worker = at_work(identity.organisation, subject)
    return actions.enrol(actor=worker, authenticator=device), worker


@pytest.fixture
def dorte(anne):
    return activated(anne, "Dorte Dam", means="dedicated").identity


@pytest.mark.parametrize("kind", PHYSICAL)
def test_a_physical_one_is_ordered_and_charged_once_at_the_price_shown(bakery, anne, dorte, kind):
    def ordered(shown=None):
        return actions.order_authenticator(actor=anne.actor, identity=dorte, kind=kind, price_shown=shown)

    with pytest.raises(RuleBroken, match="bruger ikke"):
        ordered()
    bakery.allowed_authenticators = [kind]
    bakery.save()
    dorte.refresh_from_db()
    with pytest.raises(RuleBroken, match="Regninger"):
        ordered()
    with_channel(bakery)
    price = queries.price(kind)
    with pytest.raises(RuleBroken, match="steget"):
        ordered(price - 1)
    device = ordered(price)
    assert AuthenticatorOrder.objects.for_actor(anne.actor).get().price == price
    charge = Charge.objects.for_actor(anne.actor).get()
    assert (charge.kind, charge.amount, charge.identity_id, charge.reason) == (
        "authenticator",
        price,
        dorte.pk,
        kind,
    )
    assert device.state == "ordered"
    assert taken_in_use(dorte)[0].state == "active"


def test_the_app_costs_nothing(anne, dorte):
    actions.order_authenticator(actor=anne.actor, identity=dorte, kind="app", price_shown=Decimal(0))
    assert not Charge.objects.for_actor(anne.actor).exists()


def test_a_new_phone_keeps_every_role_and_the_old_one_works_until_the_new_one_does(anne, dorte):
    first, worker = taken_in_use(dorte)
    actions.assign_roles(actor=anne.actor, identity=dorte, roles=["user_administrator"])
    actions.new_phone(actor=anne.actor, authenticator=first)
    assert queries.memberships(worker.user)[0].identity == dorte
    second, again = taken_in_use(dorte, "ny telefon")
    assert queries.memberships(worker.user) == []
    held = queries.memberships(again.user)[0]
    assert (held.identity, "user_administrator" in held.roles) == (dorte, True)
    first.refresh_from_db()
    assert (first.state, first.stopped_because, second.state) == ("stopped", "replaced", "active")


def test_what_has_not_been_taken_in_use_gets_its_link_anew(anne, dorte):
    device = Authenticator.objects.for_actor(anne.actor).get()
    old = token_mailed_to(dorte.email)
    actions.new_phone(actor=anne.actor, authenticator=device)
    assert queries.authenticator_by_token(old) is None
    assert queries.authenticator_by_token(token_mailed_to(dorte.email)) == device


def test_a_chip_has_no_new_phone(bakery, anne, dorte):
    bakery.allowed_authenticators = ["chip"]
    bakery.save()
    with_channel(bakery)
    dorte.refresh_from_db()
    actions.order_authenticator(actor=anne.actor, identity=dorte, kind="chip")
    chip, _worker = taken_in_use(dorte)
    with pytest.raises(RuleBroken, match="ikke en telefon"):
        actions.new_phone(actor=anne.actor, authenticator=chip)


@pytest.mark.parametrize("who", ["by the private login", "by the dedicated one"])
def test_a_lost_one_stops_at_once_and_the_administrators_are_told(anne, dorte, who):
    device, worker = taken_in_use(dorte)
    private = Actor.person(dorte.user, anne.actor.auth)
    actions.report_lost(actor=private if who == "by the private login" else worker, authenticator=device)
    assert queries.memberships(worker.user) == []
    assert OutgoingMail.objects.filter(template="identities/reported_lost").exists()
    with pytest.raises(RuleBroken):
        actions.report_lost(actor=outsider("Otto Anden").actor, authenticator=device)


def test_a_link_lives_for_thirty_days(anne, dorte):
    token = token_mailed_to(dorte.email)
    rows = Authenticator.objects.for_actor(anne.actor)
    rows.update(enrol_expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert queries.authenticator_by_token(token) is None


def test_whoever_has_no_private_mitid_shows_two_documents_and_comes_in_with_a_dedicated_one(bakery, anne):
    frida = order(anne, "Frida Fra Udlandet")
    activation = actions.proof(
        actor=anne.actor, identity=frida, documents=SEEN, birth_date=datetime.date(1980, 2, 3)
    )
    assert (activation.path, activation.proofed_by) == ("proofing", anne.actor.stable_id)
    _device, worker = taken_in_use(frida)
    frida.refresh_from_db()
    assert (frida.state, frida.user_id) == ("active", worker.user.pk)
    assert [each.identity for each in queries.memberships(worker.user)] == [frida]
    assert not Activation.objects.for_actor(anne.actor).filter(used_at=None).exists()


@pytest.mark.parametrize(
    "documents",
    [SEEN[:1], [SEEN[0], SEEN[0]], [SEEN[1], {"kind": "birth_certificate", "last_four": "1"}], [SEEN[0], {"kind": "x", "last_four": "1"}], []],
    ids=["one", "twice the same", "none with a photo", "an unknown one", "none"],
)  # fmt: skip
def test_documents_that_prove_nothing_are_refused(anne, documents):
    with pytest.raises(RuleBroken):
        actions.proof(actor=anne.actor, identity=order(anne, "Frida Fremmed"), documents=documents)


def test_nobody_comes_in_with_a_dedicated_mitid_before_being_proofed(bakery, anne):
    pia = order(anne, "Pia Pending")
    actions.order_authenticator(actor=anne.actor, identity=pia, kind="app")
    with pytest.raises(RuleBroken, match="først bekræfte"):
        taken_in_use(pia)
    pia.refresh_from_db()
    assert pia.state == "pending"


def test_a_minor_is_a_plain_user_who_does_not_sign(anne):
    born = timezone.localdate() - datetime.timedelta(days=15 * 365)
    young = order(anne, "Ung Medhjælp", birth_date=born)
    person = outsider("Ung Medhjælp", birth_date=born)
    actions.activate(actor=person.actor, activation=open_link(young), means="private")
    young.refresh_from_db()
    assert (young.state, young.may_sign) == ("active", False)
    with pytest.raises(RuleBroken):
        actions.assign_roles(actor=anne.actor, identity=young, roles=["user_administrator"])


def test_the_night_starts_and_ends_users_on_their_days(bakery, anne):
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    new = order(anne, "Nana Ny", starts_on=today + day)
    old = activated(anne, "Ole Ophør").identity
    actions.assign_roles(actor=anne.actor, identity=old, roles=["user_administrator"])
    actions.schedule(actor=anne.actor, identity=old, starts_on=None, ends_on=today)
    assert (actions.start_due(actor=SYSTEM), actions.end_due(actor=SYSTEM)) == (0, 0)
    rows = Identity.objects.for_actor(anne.actor)
    rows.filter(pk=new.pk).update(starts_on=today)
    rows.filter(pk=old.pk).update(ends_on=today - day)
    assert (actions.start_due(actor=SYSTEM), actions.end_due(actor=SYSTEM)) == (1, 1)
    for each in (new, old):
        each.refresh_from_db()
    assert (new.state, old.state) == ("pending", "closed")
    assert open_link(new).identity == new
    assert not RoleAssignment.objects.for_actor(anne.actor).filter(identity=old, ended_at=None).exists()


def test_a_link_that_soon_dies_is_reminded_of_once(anne):
    order(anne, "Nana Ny")
    assert actions.remind_waiting(actor=SYSTEM) == 0
    soon = timezone.now() + datetime.timedelta(days=6)
    Activation.objects.for_actor(anne.actor).update(
        expires_at=soon, created_at=soon - datetime.timedelta(days=30)
    )
    assert [actions.remind_waiting(actor=SYSTEM) for _ in range(2)] == [1, 0]
