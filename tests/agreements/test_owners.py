"""MitID privat til erhverv follows the register: who may act alone comes in by logging in, and stops with it."""

import pytest

from identities import actions as identities
from identities.models import Identity
from portal.agreements import actions
from portal.core.models import User
from tests.agreements.country import (
    APS,
    AS,
    ENK,
    FFO,
    IS,
    ONE_DIRECTOR,
    TWO_OF_THE_BOARD,
    document,
    in_register,
    number,
    organisation,
)
from tests.identities.people import token_mailed_to


def automatic():
    rows = Identity.objects.across_organisations("test").filter(kind="automatic")
    return {
        (each.organisation.cvr, each.user.name): each.state
        for each in rows.select_related("organisation", "user")
    }


@pytest.mark.parametrize(
    ("form", "functions", "rule", "alone"),
    [
        (ENK, {"anna": "INDEHAVER"}, "", True),
        (IS, {"anna": "INTERESSENT", "bent": "INTERESSENT"}, "", False),
        (APS, {"anna": "DIREKTØR"}, ONE_DIRECTOR, True),
        (APS, {"anna": "FORMAND", "bent": "DIREKTØR"}, ONE_DIRECTOR, False),
        (AS, {"anna": "FORMAND", "bent": "BESTYRELSESMEDLEM"}, TWO_OF_THE_BOARD, False),
        (FFO, {"anna": "FORENINGSREPRÆSENTANT", "bent": "FORMAND"}, "", True),
        (FFO, {"anna": "FORMAND"}, "", False),
    ],
)
def test_who_comes_in_without_an_agreement(people, register, log_in, form, functions, rule, alone):
    rows = [in_register(getattr(people, name), function) for name, function in functions.items()]
    register(document(number(1), "Firma", form, rows, rule=rule))
    client = log_in(people.anna)
    assert automatic() == ({(number(1), "Anna Aalborg"): "active"} if alone else {})
    page = client.get(f"/{number(1)}/")
    assert page.status_code == (200 if alone else 404)
    if alone:
        assert "Skal flere handle for jer?" in page.content.decode()
        assert organisation(number(1)).state == "named", "no agreement"


def test_every_login_finds_the_same_identity(people, register, log_in):
    register(document(number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")]))
    for _n in range(3):
        log_in(people.anna)
    assert len(automatic()) == 1


def test_it_stops_with_the_register_and_comes_back_with_it(people, register, log_in):
    def led_by(who):
        register(document(number(1), "Bruun ApS", APS, [in_register(who, "DIREKTØR")], rule=ONE_DIRECTOR))
        actions.act_on_register()

    led_by(people.anna)
    client = log_in(people.anna)
    led_by(people.bent)
    assert automatic() == {(number(1), "Anna Aalborg"): "suspended"}
    assert client.get(f"/{number(1)}/").status_code == 404
    log_in(people.anna)
    assert automatic() == {(number(1), "Anna Aalborg"): "suspended"}
    led_by(people.anna)
    log_in(people.anna)
    assert automatic() == {(number(1), "Anna Aalborg"): "active"}


def test_one_that_somebody_suspended_does_not_wake_by_itself(people, register, log_in, anne):
    register(document(number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")]))
    log_in(people.anna)
    Identity.objects.across_organisations("test").filter(kind="automatic").update(state="suspended")
    log_in(people.anna)
    assert automatic() == {(number(1), "Anna Aalborg"): "suspended"}


def test_a_bankrupt_or_ceased_company_lets_nobody_in(people, register, log_in):
    for n, more in enumerate(({"status": "UNDER KONKURS"}, {"ceased": "2020-01-01"}), 1):
        register(
            document(
                number(n), "Firma ApS", APS, [in_register(people.anna, "DIREKTØR")], rule=ONE_DIRECTOR, **more
            )
        )
    log_in(people.anna)
    assert automatic() == {}


def test_becoming_the_administrator_is_the_same_identity(people, register, applicant):
    register(document(number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")]))
    anna = applicant(people.anna)
    [before] = Identity.objects.across_organisations("test").all()
    anna.start(number(1)).prepare().sign()
    [after] = Identity.objects.across_organisations("test").all()
    assert after.pk == before.pk
    assert (after.kind, after.state, after.email) == ("ordinary", "pending", "anna@firma.example")


def test_logging_in_before_the_link_is_used_makes_no_second_identity(people, register, applicant, log_in):
    """The day after: the appointed owner logs in again, then opens the link. A second identity would stop them there."""
    register(document(number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")]))
    applicant(people.anna).start(number(1)).prepare().sign()
    client = log_in(people.anna)
    [pending] = Identity.objects.across_organisations("test").all()
    assert pending.state == "pending"
    client.post(f"/aktivering/{token_mailed_to('anna@firma.example')}/", {"means": "private"})
    [now] = Identity.objects.across_organisations("test").all()
    assert (now.pk, now.state) == (pending.pk, "active")
    assert client.get(f"/{number(1)}/").status_code == 200


def test_staff_and_people_without_a_cpr_number_are_left_alone(sus, people, register):
    User.objects.filter(pk=people.anna.user.pk).update(cpr_index=None)
    people.anna.user.refresh_from_db()
    register(document(number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")]))
    from django.test import Client

    Client().force_login(people.anna.user, backend="portal.web.login.backend.MitIDBackend")
    assert automatic() == {}
    assert identities.recognise_owner.permission == "support:act"
