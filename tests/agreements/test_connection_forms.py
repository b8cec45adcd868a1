"""From the front page to a set-up organisation, once for every kind of organisation."""

from identities.models import Identity
from portal.agreements import actions
from portal.agreements.models import Agreement, Connection
from tests.agreements.country import (
    APS,
    AS,
    ENK,
    FFO,
    IS,
    KOM,
    ONE_DIRECTOR,
    TWO_OF_THE_BOARD,
    document,
    file,
    in_register,
    mails,
    number,
    organisation,
)

S = Connection.State


def is_connected_and_set_up(cvr, administrator):
    """What every journey ends with: an agreement, a first administrator with a link, and the wizard done."""
    found = organisation(cvr)
    agreement = Agreement.objects.across_organisations("test").get(organisation=found)
    assert agreement.state == "active"
    # Whoever may sign alone has an automatic identity beside the administrator.
    identity = Identity.objects.across_organisations("test").get(organisation=found, kind="ordinary")
    assert identity.name == administrator
    return found


def test_sole_proprietorship(people, register, applicant):
    register(document(number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")]))
    anna = applicant(people.anna).start(number(1)).prepare()
    assert anna.case.state == S.SIGNING
    anna.reads("Indehaveren alene", step="underskrift/").sign()
    assert anna.case.state == S.CONCLUDED
    anna.reads("Aftalen er indgået", step="kvittering/")
    is_connected_and_set_up(number(1), "Anna Aalborg")
    assert [each.recipient for each in mails("receipt")] == ["anna@firma.example"]


def test_partnership_of_two(people, register, applicant):
    partners = [in_register(people.anna, "INTERESSENT"), in_register(people.bent, "INTERESSENT")]
    register(document(number(1), "Aalborg & Bruun I/S", IS, partners))
    anna = applicant(people.anna).start(number(1)).prepare().sign()
    assert anna.case.state == S.SIGNING
    anna.reads("Der mangler underskrift fra: en interessent.")
    bent = applicant(people.bent).join(anna.case).sign()
    assert bent.case.state == S.CONCLUDED
    is_connected_and_set_up(number(1), "Anna Aalborg")


def test_aps_with_one_director(people, register, applicant):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    bent = applicant(people.bent).start(number(1))
    assert bent.case.starter_is_representative
    assert bent.prepare().sign().case.state == S.CONCLUDED
    is_connected_and_set_up(number(1), "Bent Bruun")


def test_aps_prepared_by_a_reporter_and_signed_by_the_director(people, register, applicant):
    register(document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR))
    carla = applicant(people.carla).start(number(1))
    assert not carla.case.starter_is_representative
    born = {"birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "1970"}
    carla.say("administrator/", who="other", email="dan@bruun.example", name="Dan Dam",
              own_email="carla@revisor.example", **born).say("kontrol/")  # fmt: skip
    response = carla.client.post(
        carla.at("underskrift/"), {"read": "on", "document_sha256": carla.case.document.sha256}
    )
    assert "Registeret kender dig ikke" in response.content.decode()
    carla.say("inviter/", email="bent@bruun.example")
    assert mails("invitation")[0].recipient == "bent@bruun.example"
    bent = applicant(people.bent).join(carla.case).sign()
    assert bent.case.state == S.CONCLUDED
    is_connected_and_set_up(number(1), "Dan Dam")
    assert [each.recipient for each in mails("receipt")] == ["carla@revisor.example"]


def test_public_company_that_two_sign_jointly(people, register, applicant):
    board = [in_register(people.anna, "FORMAND"), in_register(people.bent, "BESTYRELSESMEDLEM"),
             in_register(people.carla, "DIREKTØR")]  # fmt: skip
    register(document(number(1), "Aalborg Maskinfabrik A/S", AS, board, rule=TWO_OF_THE_BOARD))
    anna = applicant(people.anna).start(number(1)).prepare().sign()
    carla = applicant(people.carla).join(anna.case).sign()
    assert carla.case.state == S.SIGNING, "a director is not a member of the board"
    assert applicant(people.bent).join(anna.case).sign().case.state == S.CONCLUDED


def test_association_with_a_registered_representative(people, register, applicant):
    board = [in_register(people.anna, "FORENINGSREPRÆSENTANT"), in_register(people.bent, "FORMAND")]
    register(document(number(1), "Skovby Idrætsforening", FFO, board))
    anna = applicant(people.anna).start(number(1)).prepare()
    assert anna.case.state == S.SIGNING
    assert anna.sign().case.state == S.CONCLUDED


def test_association_without_a_representative_through_case_work(people, register, applicant, agent):
    register(document(number(1), "Skovby Idrætsforening", FFO, [in_register(people.bent, "FORMAND")]))
    bent = applicant(people.bent).start(number(1)).prepare()
    assert bent.case.state == S.ANSWER_NEEDED
    assert bent.case.case_reason == "association"
    bent.reads("Foreningen har ikke registreret en foreningsrepræsentant", "Vi mangler noget fra jer")
    bent.sign(position="Formand").say("dokument/", kind="affiliation", file=file())
    bent.reads("Sagen er klar til at blive sendt").say("send/")
    assert bent.case.state == S.CASE_WORK
    assert mails("submitted")[0].recipient == "anna@firma.example"
    actions.approve(actor=agent, connection=bent.case, reason="Referat fra generalforsamlingen viser det")
    is_connected_and_set_up(number(1), "Bent Bruun")


def test_foreign_company_without_a_cvr_number(people, register, applicant, agent):
    dan = applicant(people.dan)
    told = {
        "kind": "foreign_company",
        "name": "Northmere Trading Ltd.",
        "country": "Irland",
        "number": "IE 778899",
    }
    dan.found(dan.client.post("/tilslutning/uden-cvr/", told)).prepare("dan@northmere.example")
    assert (dan.case.state, dan.case.case_reason) == (S.ANSWER_NEEDED, "no_cvr")
    dan.sign(position="Director").say("dokument/", kind="affiliation", file=file()).say("send/")
    actions.approve(actor=agent, connection=dan.case, reason="Lønseddel og registerudskrift viser det")
    dan.case.refresh_from_db()
    assert dan.case.state == S.CONCLUDED
    assert len(dan.case.cvr) == 8
    assert dan.case.cvr.startswith("0")
    is_connected_and_set_up(dan.case.cvr, "Dan Dam")


def test_public_authority_through_case_work(people, register, applicant, agent):
    register(document(number(1), "Grønnæs Kommune", KOM))
    carla = applicant(people.carla).start(number(1)).prepare()
    assert (carla.case.state, carla.case.case_reason) == (S.ANSWER_NEEDED, "authority")
    carla.say("inviter/", email="dan@groennaes.example")
    link = mails("invitation")[0]
    dan = applicant(people.dan).join(carla.case)
    assert dan.client.get(dan.at()).status_code == 404, "not before the link is used"
    token = secret_of(link)
    assert dan.client.post(f"/tilslutning/link/{token}/").status_code == 302
    dan.reads("For en offentlig myndighed kan disse skrive under", "kommunaldirektør", step="underskrift/")
    dan.sign(position="Kommunaldirektør")
    carla.say("dokument/", kind="affiliation", file=file()).say("send/")
    actions.approve(actor=agent, connection=carla.case, reason="Ansættelsesbrev som kommunaldirektør")
    assert is_connected_and_set_up(number(1), "Carla Carlsen").is_public


def secret_of(letter):
    from portal.core import crypto

    return crypto.decrypt(bytes(letter.secret), purpose=f"mail:{letter.pk}")


def test_one_person_with_several_cvr_numbers(people, register, applicant):
    for n in (1, 2, 3):
        owner = [in_register(people.anna, "DIREKTØR")]
        register(document(number(n), f"Ejendomsselskabet {n} ApS", APS, owner, rule=ONE_DIRECTOR))
    anna = applicant(people.anna)
    page = anna.client.get("/tilslutning/").content.decode()
    assert all(f"Ejendomsselskabet {n} ApS" in page for n in (1, 2, 3))
    for n in (1, 2, 3):
        response = anna.client.post(f"/tilslutning/cvr/{number(n)}/")
        assert anna.found(response).prepare().sign().case.state == S.CONCLUDED
    connected = Agreement.objects.across_organisations("test").filter(state="active")
    assert {each.organisation.cvr for each in connected.select_related("organisation")} == {
        number(1),
        number(2),
        number(3),
    }
