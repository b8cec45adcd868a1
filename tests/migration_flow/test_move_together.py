"""One person, several companies: agreements made and signed in one sitting, each by itself and by its own hash."""

import pytest

from migration_flow import actions
from migration_flow.queries import signing
from portal.agreements.models import Connection, Organisation, Signature
from portal.core.actions import RuleBroken
from portal.core.actors import Actor
from tests.agreements.country import APS, ONE_DIRECTOR, document, in_register, number, person, register
from tests.cast import make_auth

TWO = "Selskabet tegnes af to direktører i forening."


def somebody(name, n):
    who = person(name, n)
    who.actor = Actor.person(who.user, make_auth(who.user))
    return who


@pytest.fixture
def anna(db, tmp_path):
    """Director of two companies alone, and of a third together with Bo."""
    anna, bo = somebody("Anna Aalborg", 1), somebody("Bo Bording", 2)
    both = [in_register(anna, "DIREKTØR"), in_register(bo, "DIREKTØR")]
    register(
        tmp_path,
        *(document(number(n), f"Ejendom {n} ApS", APS, both[:1], rule=ONE_DIRECTOR) for n in range(2)),
        document(number(2), "Ejendom 2 ApS", APS, both, rule=TWO),
    )
    anna.bo = bo
    return anna


def prepared(anna):
    return actions.prepare_together(
        actor=anna.actor, cvrs=[number(n) for n in range(3)], email="anna@ejendom.example"
    )


def shown(who):
    return {str(each.pk): each.document.sha256 for each in signing.waiting_for(who.user)}


def test_each_company_gets_an_agreement_and_a_signature_of_its_own(anna):
    assert set(prepared(anna).values()) == {""}
    documents = shown(anna)
    assert len(set(documents.values())) == 3
    told = actions.sign_together(actor=anna.actor, documents=documents)
    assert set(told.values()) == {""}
    signed = Signature.objects.across_organisations("test").values_list("connection__cvr", "document_sha256")
    assert len(set(signed)) == 3
    states = dict(Connection.objects.across_organisations("test").values_list("cvr", "state"))
    assert states == {number(0): "concluded", number(1): "concluded", number(2): "signing"}
    assert signing.waiting_for(anna.user) == []


def test_who_else_must_sign_finds_it_in_the_same_place(anna):
    prepared(anna)
    actions.sign_together(actor=anna.actor, documents=shown(anna))
    assert [each.cvr for each in signing.waiting_for(anna.bo.user)] == [number(2)]
    actions.sign_together(actor=anna.bo.actor, documents=shown(anna.bo))
    assert Organisation.objects.across_organisations("test").filter(state="connected").count() == 3


def test_one_that_was_changed_since_it_was_read_is_not_signed_and_the_others_are(anna):
    prepared(anna)
    documents = shown(anna)
    changed = str(Connection.objects.across_organisations("test").get(cvr=number(0)).pk)
    told = actions.sign_together(actor=anna.actor, documents={**documents, changed: "0" * 64})
    assert "Læs den igen" in told["Ejendom 0 ApS"]
    assert told["Ejendom 1 ApS"] == ""
    assert Connection.objects.across_organisations("test").get(cvr=number(0)).state == "signing"


def test_nothing_ticked_nothing_signed_and_nobody_signs_what_is_not_theirs(anna, tmp_path):
    prepared(anna)
    for who, documents in ((anna, {}), (somebody("Cai Colding", 3), shown(anna))):
        with pytest.raises(RuleBroken, match="Sæt kryds"):
            actions.sign_together(actor=who.actor, documents=documents)


def test_the_pages(anna, log_in):
    client = log_in(anna)
    page = client.get("/flytninger/aftaler/").content.decode()
    assert page.count("Ejendom") >= 3
    answer = client.post(
        "/flytninger/aftaler/", {"cvr": [number(0), number(1)], "email": "anna@ejendom.example"}
    )
    assert answer["Location"] == "/flytninger/underskrift/"
    page = client.get("/flytninger/underskrift/").content.decode()
    documents = shown(anna)
    assert all(sha256 in page for sha256 in documents.values())
    ticks = [f"{pk}:{sha256}" for pk, sha256 in documents.items()]
    assert client.post("/flytninger/underskrift/", {"read": ticks})["Location"] == "/flytninger/"
    assert Organisation.objects.across_organisations("test").filter(state="connected").count() == 2
    assert number(0) not in client.get("/flytninger/aftaler/").content.decode()
