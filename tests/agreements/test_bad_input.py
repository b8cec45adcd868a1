"""What is typed wrong, not allowed or not there: a sentence that says what to do, and nothing changed."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from portal.agreements import actions, queries, rules
from portal.agreements.models import Agreement, Connection, Signature
from portal.core.actions import RuleBroken
from portal.core.actors import Actor, StepUpNeeded
from portal.core.models import Document
from portal.core.models.users import User
from portal.core.permissions import Level
from tests.agreements.country import (
    APS,
    AS,
    ONE_DIRECTOR,
    TWO_OF_THE_BOARD,
    activated,
    connected,
    document,
    file,
    in_register,
    mails,
    number,
)
from tests.cast import ISSUER, make_auth

S = Connection.State


def acting(user, level=Level.SUBSTANTIAL):
    return Actor.person(user, make_auth(user, level))


@pytest.fixture
def bruun(people, register):
    """An ApS with one director, as the register has it; `more` changes the document."""

    def told(**more):
        rows = [in_register(people.bent, "DIREKTØR")]
        return register(document(number(1), "Bruun ApS", APS, rows, **{"rule": ONE_DIRECTOR, **more}))

    told()
    return told


@pytest.mark.parametrize(
    "typed", ["12345678", "1234567", "00000000", "abc", "", "99999999999", "🙂", "1' OR 1=1"]
)
@pytest.mark.parametrize("page", ["/tilslutning/", "/tilslutning/ny-administrator/"])
def test_a_number_that_cannot_be_right(bruun, people, applicant, typed, page):
    response = applicant(people.bent).client.post(page, {"cvr": typed})
    assert response.status_code == 200
    said = [str(message) for _target, message in response.context["form"].error_summary()]
    assert len(said) == 1
    assert "CVR-nummer" in said[0] or "ikke tilsluttet" in said[0]
    assert not Connection.objects.across_organisations("test").exists()


def test_a_number_nobody_has(bruun, people, applicant):
    response = applicant(people.bent).client.post("/tilslutning/", {"cvr": number(7)})
    assert "findes ikke i registeret" in response.content.decode()


@pytest.mark.parametrize("more", [{"ceased": "2020-01-01"}, {"status": "TVANGSOPLØST"}, {"status": "SLETTET"},
                                  {"status": "OPLØST EFTER KONKURS"}, {"status": "UDEN RETSVIRKNING"}])  # fmt: skip
def test_a_company_that_is_no_more(bruun, people, applicant, more):
    bruun(**more)
    response = applicant(people.bent).client.post("/tilslutning/", {"cvr": number(1)})
    assert "Bruun ApS er ophørt ifølge CVR-registeret" in response.content.decode()
    assert not Connection.objects.across_organisations("test").exists()


@pytest.mark.parametrize("status", ["UNDER KONKURS", "UNDER TVANGSOPLØSNING", "UNDER FRIVILLIG LIKVIDATION"])
def test_a_bankrupt_company_s_director_cannot_sign_it_in(bruun, people, applicant, status):
    bruun(status=status)
    bent = applicant(people.bent).start(number(1)).prepare()
    assert (bent.case.state, bent.case.case_reason) == (S.ANSWER_NEEDED, "status")
    assert set(bent.case.asks) == {"signature", "document"}


@pytest.mark.parametrize("function", ["KURATOR", "LIKVIDATOR"])
def test_the_trustee_and_the_liquidator_come_in_by_case_work(
    bruun, people, register, applicant, agent, function
):
    status = "UNDER KONKURS" if function == "KURATOR" else "UNDER FRIVILLIG LIKVIDATION"
    rows = [in_register(people.bent, "DIREKTØR", until="2026-01-01"), in_register(people.dan, function)]
    register(document(number(1), "Bruun ApS", APS, rows, rule=ONE_DIRECTOR, status=status))
    dan = (
        applicant(people.dan).start(number(1)).prepare("dan@kurator.example").sign(position=function.title())
    )
    dan.say("dokument/", kind="affiliation", file=file()).say("send/")
    actions.approve(actor=agent, connection=dan.case, reason="Dekret og registret viser det")
    assert Agreement.objects.across_organisations("test").get().state == "active"


def test_an_estate_comes_in_by_case_work(people, register, applicant, agent):
    register(
        document(number(1), "Annas Keramik", 20, [in_register(people.anna, "INDEHAVER", until="2026-01-01")])
    )
    dan = applicant(people.dan).start(number(1)).prepare("dan@bo.example")
    assert (dan.case.state, dan.case.case_reason) == (S.ANSWER_NEEDED, "status")
    dan.sign(position="Bobestyrer").say("dokument/", kind="affiliation", file=file()).say("send/")
    actions.approve(actor=agent, connection=dan.case, reason="Skifteretsattesten viser det")
    dan.case.refresh_from_db()
    assert dan.case.state == S.CONCLUDED


def test_already_connected_names_are_for_its_own_people(bruun, people, applicant):
    activated(connected(applicant, people.bent, 1), people.bent)
    theirs = applicant(people.bent).client.post("/tilslutning/", {"cvr": number(1)}).content.decode()
    assert "allerede tilsluttet" in theirs
    assert "Bent Bruun" in theirs
    assert "Er allerede tilsluttet" in applicant(people.bent).client.get("/tilslutning/").content.decode()
    stranger = applicant(people.carla).client.post("/tilslutning/", {"cvr": number(1)}).content.decode()
    assert "allerede tilsluttet" in stranger
    assert "Bent Bruun" not in stranger


def test_starting_twice_is_one_case_and_every_step_is_as_it_was_left(bruun, people, applicant):
    bent = applicant(people.bent).start(number(1))
    assert bent.start(number(1)).case == Connection.objects.across_organisations("test").get(), (
        "a double click"
    )
    bent.say("administrator/", who="self", email="bent@bruun.example")
    again = applicant(people.bent).join(bent.case)
    assert "Fortsæt, hvor du slap" in again.client.get("/tilslutning/").content.decode()
    assert again.client.get(again.at())["Location"].endswith("/administrator/")
    assert (
        again.client.get(again.at("administrator/")).context["form"].initial["email"] == "bent@bruun.example"
    )
    again.reads("bent@bruun.example", step="kontrol/")
    again.say("kontrol/").reads("Læs og skriv under")


def test_one_human_with_two_logins_is_one_signatory(people, register, applicant):
    """Anna stands in the register once; her second MitID, another login with the same CPR number, is still Anna."""
    board = [in_register(people.anna, "FORMAND"), in_register(people.bent, "BESTYRELSESMEDLEM")]
    register(document(number(1), "Bakkelund A/S", AS, board, rule=TWO_OF_THE_BOARD))
    anna = applicant(people.anna).start(number(1)).prepare().sign()
    twin = User(
        issuer=ISSUER, subject="anna-again", name="Anna Aalborg", cpr_index=people.anna.user.cpr_index
    )
    twin.set_unusable_password()
    twin.save()
    sha = anna.case.document.sha256
    with pytest.raises(RuleBroken, match="allerede skrevet under"):
        actions.sign(actor=acting(twin), connection=anna.case, document_sha256=sha)
    assert Signature.objects.across_organisations("test").count() == 1
    anna.case.refresh_from_db()
    assert anna.case.state == S.SIGNING


def test_a_director_who_may_not_sign_does_not_conclude_it(people, register, applicant):
    rows = [in_register(people.carla, "DIREKTØR"), in_register(people.anna, "FORMAND"),
            in_register(people.bent, "BESTYRELSESMEDLEM")]  # fmt: skip
    register(document(number(1), "Bakkelund A/S", AS, rows, rule=TWO_OF_THE_BOARD))
    carla = applicant(people.carla).start(number(1)).prepare().sign()
    assert carla.case.state == S.SIGNING
    carla.reads("Der mangler underskrift fra: to bestyrelsesmedlemmer")


def test_a_level_too_low_signs_nothing(bruun, people, applicant, log_in):
    bent = applicant(people.bent).start(number(1)).prepare()
    for level in (Level.NONE, Level.LOW):
        with pytest.raises(StepUpNeeded):
            actions.sign(actor=acting(people.bent.user, level), connection=bent.case,
                         document_sha256=bent.case.document.sha256)  # fmt: skip
    low = log_in(people.bent, Level.LOW)
    answer = low.post(bent.at("underskrift/"), {"read": "on", "document_sha256": bent.case.document.sha256})
    assert answer.status_code in (302, 403)
    assert not Signature.objects.across_organisations("test").exists()


def test_what_was_read_is_what_is_signed(bruun, people, applicant):
    bent = applicant(people.bent).start(number(1)).prepare()
    kept = bent.case.document
    other = hashlib.sha256(b"another text").hexdigest()
    stale = bent.client.post(bent.at("underskrift/"), {"read": "on", "document_sha256": other})
    assert "ændret, siden du læste den" in stale.content.decode()
    unread = bent.client.post(bent.at("underskrift/"), {"document_sha256": kept.sha256})
    assert "Bekræft, at du har læst" in unread.content.decode()
    rows = Document.objects.across_organisations("test").filter(pk=kept.pk)
    rows.update(pdf=bytes(kept.pdf).replace(b"%%EOF", b"%%EOG"))
    with pytest.raises(RuleBroken, match="ændret, siden du læste"):
        actions.sign(actor=acting(people.bent.user), connection=bent.case, document_sha256=kept.sha256)
    rows.update(pdf=bytes(kept.pdf))
    bent.sign()
    signature = Signature.objects.across_organisations("test").get()
    assert signature.document_sha256 == hashlib.sha256(bytes(kept.pdf)).hexdigest()
    assert signature.snapshot_sha256 == rules.digest(queries.snapshot_of(number(1)))
    assert signature.level == "substantial"


def test_a_case_that_is_over_takes_nothing_more(bruun, people, applicant, agent):
    bent = applicant(people.bent).start(number(1)).prepare().sign()
    sha = bent.case.document.sha256
    who = acting(people.bent.user)
    for act in (
        lambda: actions.sign(actor=who, connection=bent.case, document_sha256=sha),
        lambda: actions.attach(actor=who, connection=bent.case, kind="other", file=file()),
        lambda: actions.write(actor=who, connection=bent.case, text="Hej"),
        lambda: actions.submit(actor=who, connection=bent.case),
        lambda: actions.invite(actor=who, connection=bent.case, email="x@y.example"),
        lambda: actions.withdraw(actor=who, connection=bent.case),
        lambda: actions.approve(actor=agent, connection=bent.case, reason="Alt er i orden her"),
    ):
        with pytest.raises(RuleBroken):
            act()
    with pytest.raises(PermissionDenied):
        actions.approve(actor=who, connection=bent.case, reason="Alt er i orden her")


def test_the_administrator_by_cpr_number(bruun, people, applicant):
    carla = applicant(people.carla).start(number(1))
    given = {
        "who": "other",
        "name": "Dan Dam",
        "email": "dan@bruun.example",
        "own_email": "carla@revisor.example",
    }
    page = carla.client.get(carla.at("administrator/"))
    missing = carla.client.post(
        carla.at("administrator/"), {**given, "version": page.context["form"].initial["version"]}
    )
    assert "fødselsdato eller CPR-nummer" in missing.content.decode()
    carla.say("administrator/", **given, cpr="610270-1004")
    assert carla.case.administrator_birth_date is None
    assert b"6102701004" not in bytes(carla.case.administrator_cpr)
    assert "6102701004" not in carla.client.get(carla.at("administrator/")).content.decode()
    carla.say("kontrol/")
    applicant(people.bent).join(carla.case).sign()
    from identities.models import Identity

    dan = Identity.objects.across_organisations("test").get(email="dan@bruun.example")
    assert bytes(dan.cpr_index) == bytes(people.dan.user.cpr_index), "only Dan can use the link"
    assert [each.recipient for each in mails("receipt")] == ["carla@revisor.example"]
