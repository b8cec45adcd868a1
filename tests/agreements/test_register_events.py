"""The table of register events, row by row: found in a delta of the file, with consequence, trace and message."""

import json

import pytest
from django.utils import timezone

from identities.models import Charge, Identity, Invoice
from migration_flow.generator.cast import PLACE_OF
from portal.agreements import actions, queries, rules
from portal.agreements.actions import register_events
from portal.agreements.actions.register import load
from portal.agreements.models import (
    Agreement,
    Connection,
    RegisterCompany,
    RegisterDelta,
    RegisterParticipant,
    Succession,
)
from portal.agreements.signals import register_changed
from tests.agreements.country import (
    APS,
    AS,
    ENK,
    FFO,
    ONE_DIRECTOR,
    TWO_OF_THE_BOARD,
    activated,
    connected,
    document,
    in_register,
    mails,
    number,
    organisation,
    trail,
)
from tests.cast import make_identity

S = Connection.State


@pytest.fixture
def heard():
    """What register_changed has carried: (cvr, event)."""
    said = []

    def listen(sender, *, cvr, event, **more):
        said.append((cvr, event))

    register_changed.connect(listen)
    yield said
    register_changed.disconnect(listen)


@pytest.fixture
def company(people, register, applicant):
    """A connected ApS whose director has used the link; the company's document to change and load again."""
    paper = document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")], rule=ONE_DIRECTOR)
    register(paper)
    found = connected(applicant, people.bent, 1)
    activated(found, people.bent)
    return found


def news(register, *papers):
    """A delta is loaded and acted on."""
    register(*papers)
    register_events.act_on_register()
    assert not RegisterDelta.objects.filter(handled_at__isnull=True).exists()
    return [each.change for each in RegisterDelta.objects.order_by("pk")]


def paper(people, **more):
    return document(number(1), "Bruun ApS", APS, [in_register(people.bent, "DIREKTØR")],
                    **{"rule": ONE_DIRECTOR, **more})  # fmt: skip


def owner_of(found, who):
    return make_identity(found, who.user, kind="automatic", source="register", roles=())


def test_bankruptcy(company, people, register, heard):
    owner = owner_of(company, people.anna)
    assert news(register, paper(people, status="UNDER KONKURS")) == ["bankruptcy"]
    company.refresh_from_db()
    assert (company.state, company.register_state) == ("connected", "bankruptcy")
    assert Agreement.objects.across_organisations("test").get().state == "active"
    assert heard == [(number(1), "bankruptcy")]
    owner.refresh_from_db()
    assert owner.state == "suspended", "management's powers stop at once"
    assert Identity.objects.across_organisations("test").get(kind="ordinary").state == "active"
    assert "agreements.register.bankruptcy" in trail(company)
    assert "Kurator" in mails("register_event")[0].body


def test_a_trustee_enters_by_case_work(company, people, register, applicant):
    trustee = [in_register(people.bent, "DIREKTØR"), in_register(people.dan, "KURATOR")]
    news(register, document(number(1), "Bruun ApS", APS, trustee, rule=ONE_DIRECTOR, status="UNDER KONKURS"))
    dan = applicant(people.dan)
    dan.found(dan.client.post("/tilslutning/ny-administrator/", {"cvr": number(1)})).prepare(
        "dan@kurator.example"
    )
    assert (dan.case.state, dan.case.case_reason) == (S.ANSWER_NEEDED, "status")


@pytest.mark.parametrize(
    ("status", "change"),
    [("UNDER TVANGSOPLØSNING", "compulsory_dissolution"), ("UNDER FRIVILLIG LIKVIDATION", "liquidation"),
     ("UNDER REKONSTRUKTION", "reconstruction")],
)  # fmt: skip
def test_what_stops_nothing_by_itself(company, people, register, heard, status, change):
    assert news(register, paper(people, status=status)) == [change]
    company.refresh_from_db()
    assert (company.state, company.register_state) == ("connected", change)
    assert Identity.objects.across_organisations("test").get().state == "active"
    assert heard == [(number(1), change)]
    assert f"agreements.register.{change}" in trail(company)
    assert len(mails("register_event")) == 1
    news(register, paper(people))
    company.refresh_from_db()
    assert company.register_state == "", "and back to normal"


def test_ceased(company, people, register, heard):
    user = Identity.objects.across_organisations("test").get(kind="ordinary")
    Charge.objects.create(organisation=company, kind="identity", identity=user, amount=20, reason="x")
    assert news(register, paper(people, status="OPLØST EFTER ERKLÆRING", ceased="2026-11-01")) == ["ceased"]
    company.refresh_from_db()
    assert company.state == "closed"
    assert company.closed_at is not None
    agreement = Agreement.objects.across_organisations("test").get()
    assert (agreement.state, agreement.ended_because) == ("ended", "ceased")
    assert heard == [(number(1), "ceased")]
    assert trail(company)[-4:].count("agreements.organisation.closed") == 1
    assert len(mails("register_event")) == 1
    assert len(mails("ended")) == 1
    assert Invoice.objects.across_organisations("test").get().organisation == company, "the last invoice"


def test_a_ceased_company_s_logins_stop(company, people, register, log_in):
    client = log_in(people.bent)
    assert client.get(f"/{number(1)}/").status_code == 200
    news(register, paper(people, ceased="2026-11-01"))
    assert client.get(f"/{number(1)}/").status_code == 404


def test_the_owner_s_death(people, register, applicant):
    register(document(number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")]))
    applicant(people.anna)
    found = organisation(number(1))
    owner = Identity.objects.across_organisations("test").get(organisation=found, kind="automatic")
    assert owner.state == "active"
    estate = document(
        number(1), "Annas Keramik", 20, [in_register(people.anna, "INDEHAVER", until="2026-11-01")]
    )
    assert news(register, estate) == ["owner_death"]
    owner.refresh_from_db()
    assert owner.state == "suspended"
    found.refresh_from_db()
    assert found.register_state == "owner_death"
    assert rules.needs_case_work(queries.snapshot_of(number(1))) == "status", "the estate enters by case work"


def merger(part: str) -> list[dict]:
    return [{"enhedsNummerOrganisation": 777, "indgaaende": [{}] if part == "in" else [],
             "udgaaende": [{}] if part == "out" else []}]  # fmt: skip


@pytest.mark.parametrize("together", [True, False])
def test_a_merger_is_offered_to_the_company_that_goes_on(company, people, register, applicant, together):
    register(document(number(2), "Dam ApS", APS, [in_register(people.dan, "DIREKTØR")], rule=ONE_DIRECTOR))
    dam = connected(applicant, people.dan, 2)
    activated_later(dam, people.dan)
    gone = paper(people, status="OPLØST EFTER FUSION", ceased="2026-11-01", fusioner=merger("in"))
    goes_on = document(number(2), "Dam ApS", APS, [in_register(people.dan, "DIREKTØR")], rule=ONE_DIRECTOR,
                       fusioner=merger("out"))  # fmt: skip
    if together:
        news(register, gone, goes_on)
    else:
        news(register, gone)
        news(register, goes_on)
    assert RegisterDelta.objects.filter(change="merger").count() == 1
    offered = Succession.objects.across_organisations("test").get()
    assert (offered.predecessor.cvr, offered.successor.cvr) == (number(1), number(2))
    assert queries.successions_of(dam) == [offered]
    assert "agreements.organisation.succession_offered" in trail(dam)
    assert [each.recipient for each in mails("succession_offered")] == ["admin2@firma.example"]
    moved = Identity.objects.across_organisations("test").filter(organisation=dam)
    assert moved.count() == 1, "nothing transfers silently"


def activated_later(found, who):
    identity = Identity.objects.across_organisations("test").get(organisation=found)
    identity.user, identity.state, identity.first_activated_at = who.user, "active", timezone.now()
    identity.save()


def test_a_conversion_is_offered_to_the_new_number(people, register, applicant):
    register(document(number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")]))
    connected(applicant, people.anna, 1)
    came_from = {"type": "OMDANNET_FRA", "vaerdier": [{"vaerdi": number(1), "periode": {"gyldigTil": None}}]}
    after = document(number(2), "Annas Keramik ApS", APS, [in_register(people.anna, "DIREKTØR")], rule=ONE_DIRECTOR,
                     attributter=[came_from])  # fmt: skip
    before = document(
        number(1), "Annas Keramik", ENK, [in_register(people.anna, "INDEHAVER")], ceased="2026-11-01"
    )
    assert set(news(register, before, after)) == {"ceased", "conversion"}
    offered = Succession.objects.across_organisations("test").get()
    assert (offered.kind, offered.successor_cvr, offered.successor) == ("conversion", number(2), None)
    goes_on = connected(applicant, people.anna, 2)
    anna = activated(goes_on, people.anna)
    assert queries.successions_of(goes_on) == [offered], "it has waited for the new number"
    assert [str(each.title) for each in queries.todo(anna.actor)][-1] == "Overtag fra Annas Keramik"


def test_a_new_signing_rule_is_held_against_open_cases(people, register, applicant):
    board = [in_register(people.anna, "DIREKTØR"), in_register(people.bent, "FORMAND"),
             in_register(people.carla, "BESTYRELSESMEDLEM")]  # fmt: skip
    register(document(number(1), "Bakkelund A/S", AS, board, rule=TWO_OF_THE_BOARD))
    bent = applicant(people.bent).start(number(1)).prepare().sign()
    assert bent.case.state == S.SIGNING
    news(
        register, document(number(1), "Bakkelund A/S", AS, board, rule="Selskabet tegnes af formanden alene.")
    )
    bent.case.refresh_from_db()
    assert bent.case.state == S.CONCLUDED, "the chairman has signed, and that is enough now"


def test_a_stricter_rule_and_one_nobody_can_read(people, register, applicant):
    board = [in_register(people.anna, "DIREKTØR"), in_register(people.bent, "FORMAND")]
    register(document(number(1), "Bakkelund A/S", AS, board, rule=TWO_OF_THE_BOARD.replace("to", "tre")))
    register(document(number(1), "Bakkelund A/S", AS, [*board, in_register(people.carla, "BESTYRELSESMEDLEM")],
                      rule=TWO_OF_THE_BOARD))  # fmt: skip
    bent = applicant(people.bent).start(number(1)).prepare()
    assert bent.case.state == S.SIGNING
    news(register, document(number(1), "Bakkelund A/S", AS, board, rule="Selskabet tegnes af Jens Hansen."))
    bent.case.refresh_from_db()
    assert (bent.case.state, bent.case.case_reason) == (S.ANSWER_NEEDED, "signing_rule")


def test_a_signatory_who_leaves_loses_the_signature_not_the_case(people, register, applicant):
    board = [in_register(people.anna, "FORMAND"), in_register(people.bent, "BESTYRELSESMEDLEM")]
    register(document(number(1), "Bakkelund A/S", AS, board, rule=TWO_OF_THE_BOARD))
    anna = applicant(people.anna).start(number(1)).prepare().sign()
    changed = [in_register(people.carla, "FORMAND"), in_register(people.bent, "BESTYRELSESMEDLEM")]
    news(register, document(number(1), "Bakkelund A/S", AS, changed, rule=TWO_OF_THE_BOARD))
    anna.case.refresh_from_db()
    assert anna.case.state == S.SIGNING
    assert queries.standing_signatures(anna.case) == []
    applicant(people.bent).join(anna.case).sign()
    assert applicant(people.carla).join(anna.case).sign().case.state == S.CONCLUDED


def test_registering_a_representative_resumes_the_case_by_itself(people, register, applicant):
    chair = in_register(people.bent, "FORMAND")
    register(document(number(1), "Skovby Idrætsforening", FFO, [chair]))
    bent = applicant(people.bent).start(number(1)).prepare()
    assert bent.case.state == S.ANSWER_NEEDED
    news(register, document(number(1), "Skovby Idrætsforening", FFO,
                            [chair, in_register(people.anna, "FORENINGSREPRÆSENTANT")]))  # fmt: skip
    bent.case.refresh_from_db()
    assert (bent.case.state, bent.case.asks, bent.case.case_reason) == (S.SIGNING, [], "")
    assert [each.recipient for each in mails("resumed")] == ["anna@firma.example"]
    assert applicant(people.anna).join(bent.case).sign().case.state == S.CONCLUDED


def test_administrators_hear_of_a_new_management(company, people, register, heard):
    assert news(register, document(number(1), "Bruun ApS", APS, [in_register(people.dan, "DIREKTØR")],
                                   rule=ONE_DIRECTOR)) == ["new_signatories"]  # fmt: skip
    assert heard == [(number(1), "new_signatories")]
    assert RegisterCompany.objects.get(pk=number(1)).management_changed_on == timezone.localdate()
    assert len(mails("register_event")) == 1


def test_all_rows_of_one_person_share_one_key(people, register):
    """The register lists Anna twice, once without her CPR number: still one human, who cannot be two signatories."""
    rows = [in_register(people.anna, "FORMAND"), in_register(people.anna, "DIREKTØR", cpr_known=False)]
    register(
        document(
            number(1),
            "Bakkelund A/S",
            AS,
            rows,
            rule="Selskabet tegnes af formanden i forening med en direktør.",
        )
    )
    facts = queries.snapshot_of(number(1))
    assert len(facts["management"]) == 1
    key = facts["management"][0]["key"]
    assert not rules.is_enough(facts, {key})


def test_an_unknown_function_on_the_board_is_still_a_member_of_it(people, register):
    rows = [in_register(people.anna, "FORMAND"), in_register(people.bent, "KASSERER"),
            in_register(people.carla, "SEKRETÆR"), in_register(people.dan, "SUPPLEANT")]  # fmt: skip
    register(document(number(1), "Klub", FFO, rows, rule="Foreningen tegnes af den samlede bestyrelse."))
    facts = queries.snapshot_of(number(1))
    keys = [each["key"] for each in facts["management"]]
    assert len(keys) == 3, "an alternate is not on the board"
    assert rules.is_enough(facts, set(keys))
    assert not any(rules.is_enough(facts, set(keys) - {each}) for each in keys)


def test_the_same_file_twice_changes_nothing_and_nobody_else_s_news_is_kept(company, people, register, heard):
    assert register(paper(people)) == {"read": 1, "changed": 0, "rejected": 0}
    stranger = [in_register(people.carla, "DIREKTØR")]
    register(document(number(5), "Fremmed ApS", APS, stranger, rule=ONE_DIRECTOR))
    register(document(number(5), "Fremmed ApS", APS, stranger, rule=ONE_DIRECTOR, status="UNDER KONKURS"))
    assert RegisterDelta.objects.count() == 0
    assert heard == []


@pytest.mark.parametrize("line", ["{", "[]", "null", '{"navne": []}', '{"cvrNummer": "x"}', '{"cvrNummer": null}',
                                  '{"cvrNummer": 92000016, "deltagerRelation": [{"deltager": {}, "organisationer": [{"hovedtype": "FULDT_ANSVARLIG_DELTAGERE"}]}]}',
                                  '{"cvrNummer": 92000016, "penheder": [{}]}'])  # fmt: skip
def test_a_broken_line_does_not_stop_the_country(db, tmp_path, people, caplog, line):
    path = tmp_path / "register.jsonl"
    whole = [json.dumps(paper(people)), line, json.dumps(document(number(5), "Fremmed ApS", APS))]
    path.write_text("\n".join(whole), encoding="utf-8")
    assert load(path) == {"read": 3, "changed": 2, "rejected": 1}
    assert set(RegisterCompany.objects.values_list("pk", flat=True)) == {number(1), number(5)}


def test_addresses_of_people_and_cpr_numbers_are_never_kept(people, register):
    row = in_register(people.anna, "DIREKTØR")
    row["deltager"]["beliggenhedsadresse"] = [{"vejnavn": "Hemmelig Allé", "husnummerFra": 7}]
    register(document(number(1), "Bruun ApS", APS, [row], rule=ONE_DIRECTOR))
    kept = repr(list(RegisterParticipant.objects.values())) + repr(list(RegisterCompany.objects.values()))
    assert "Hemmelig" not in kept
    assert row["deltager"]["forretningsnoegle"] not in kept


def test_one_company_s_trouble_does_not_stop_the_others(company, people, register, applicant):
    register(document(number(2), "Dam ApS", APS, [in_register(people.dan, "DIREKTØR")], rule=ONE_DIRECTOR))
    connected(applicant, people.dan, 2)
    RegisterDelta.objects.create(cvr=number(1), change="merger", facts={})
    RegisterDelta.objects.create(cvr=number(2), change="reconstruction")
    assert actions.act_on_register() == 1
    waiting = RegisterDelta.objects.filter(handled_at__isnull=True).get()
    assert waiting.cvr == number(1)
    assert organisation(number(2)).register_state == "reconstruction"


def test_the_events_of_the_synthetic_country_are_found(tmp_path, db):
    """What the generator says happens to its companies is what the loader sees happen."""
    from django.core.management import call_command

    out = tmp_path / "country"
    call_command("make_delivery", companies=60, seed=1, out=out, verbosity=0)
    load(out / "register" / "companies.jsonl")
    for each in RegisterCompany.objects.all():
        from tests.cast import make_organisation

        make_organisation(each.pk, each.name)
    cast = json.loads((out / "cast.json").read_text())
    load(out / "register" / "delta.jsonl")
    found = {(each.cvr, each.change) for each in RegisterDelta.objects.all()}
    same = ("bankruptcy", "compulsory_dissolution", "liquidation", "reconstruction", "owner_death", "new_signing_rule",
            "new_signatories", "conversion")  # fmt: skip
    for role in same:
        if role in cast and role in PLACE_OF:
            assert (cast[role]["cvr"], role) in found, role
    assert (cast["cessation"]["cvr"], "ceased") in found
    assert (cast["merger_ceasing"]["cvr"], "merger") in found
