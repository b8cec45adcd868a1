"""Deciding: what hangs on a user follows, duplicates need a yes, many at once by ticks or by file, two at a time."""

import csv
import io

import pytest

from identities.models import Identity
from migration_flow import actions
from migration_flow.models import Decision, Delivery, Finding, LegacyEmployee, LegacyRight, Move
from migration_flow.queries import check, legacy_decision
from portal.core.actions import RuleBroken, Stale
from rights.models import Grant
from rights.queries.decision import decide_one
from tests.migration_flow.country import FROM, employee, legacy_bakery, right
from tests.migration_flow.test_move_company import carry_out, decide_everything

CVR = "99000015"


@pytest.fixture
def started(anne, carl):
    legacy_bakery()
    return actions.start_move(actor=anne.actor)


def one(anne, **wanted):
    return Decision.objects.for_actor(anne.actor).get(**wanted)


def answer(anne, choice, **wanted):
    decision = one(anne, **wanted)
    return actions.decide(actor=anne.actor, decision=decision, version=decision.version, choice=choice)


def test_rights_and_roles_follow_a_user_who_is_left(started, anne):
    answer(anne, "move", item="right", rid="42630001", proposal_reason="in_use")
    answer(anne, "leave", item="employee", rid="42630001")
    followed = one(anne, item="right", rid="42630001", proposal_reason="in_use")
    assert (followed.choice, followed.change, followed.version) == ("leave", {"with": "user"}, 3)


def test_a_user_who_comes_along_after_all_has_the_rights_decided_anew(started, anne):
    answer(anne, "leave", item="employee", rid="42630001")
    answer(anne, "move", item="employee", rid="42630001")
    assert one(anne, item="right", rid="42630001", proposal_reason="in_use").choice == ""


def test_a_right_cannot_move_without_its_user(started, anne):
    answer(anne, "leave", item="employee", rid="42630001")
    with pytest.raises(RuleBroken, match="Brugeren bliver tilbage"):
        answer(anne, "move", item="right", rid="42630001", proposal_reason="in_use")


def test_what_has_no_counterpart_cannot_be_moved(started, anne):
    with pytest.raises(RuleBroken, match="findes ikke her"):
        answer(anne, "move", item="right", rid="42630001", proposal_reason="unknown")


def test_a_decision_for_a_right_whose_user_nobody_decided_on_is_caught_at_the_check(started, anne):
    decide_everything(anne.actor)
    Decision.objects.for_actor(anne.actor).filter(item="employee", rid="42630001").update(choice="leave")
    with pytest.raises(RuleBroken, match="bliver tilbage"):
        actions.execute(actor=anne.actor)


def test_a_delta_in_the_middle_never_overwrites_and_is_shown(started, anne, log_in):
    decide_everything(anne.actor)
    LegacyEmployee.objects.across_organisations("a delta").filter(rid="42630002").update(
        delivery=2, email="ny@aaby.example"
    )
    Delivery.objects.create(delivery_id="D2", sequence=2, kind="delta", environment="TEST", made_at="2026-01-01T00:00Z",
                            path="x", loaded_at="2100-01-01T00:00Z")  # fmt: skip
    move = Move.objects.for_actor(anne.actor).get()
    assert check.changed_since(move) == {"employee": 1}
    assert one(anne, item="employee", rid="42630002").choice == "move"
    assert "er ændret, siden I besluttede" in log_in(anne).get(f"/{CVR}/flytning/kontrol/").content.decode()


def test_somebody_new_in_a_delta_is_asked_about_before_anything_moves(started, anne, log_in):
    decide_everything(anne.actor)
    employee(CVR, "42630077", "Ny Nielsen")
    page = log_in(anne).post(f"/{CVR}/flytning/kontrol/", {"sure": "on"}).content.decode()
    assert "1 ting mangler en beslutning" in page
    assert one(anne, rid="42630077").choice == ""
    assert Move.objects.for_actor(anne.actor).get().state == "deciding"


# Two administrators


def test_the_second_answer_shows_both_and_is_kept_only_knowingly(started, anne, log_in):
    decision = one(anne, item="employee", rid="42630002")
    page = f"/{CVR}/flytning/beslutning/{decision.pk}/"
    client = log_in(anne)
    answer(anne, "leave", item="employee", rid="42630002")
    conflict = client.post(page, {"version": 1, "choice": "move"})
    assert conflict.status_code == 409
    text = conflict.content.decode()
    assert "Lad blive" in text
    assert 'value="2"' in text
    assert one(anne, pk=decision.pk).choice == "leave"
    assert client.post(page, {"version": 2, "choice": "move"}).status_code == 302
    assert one(anne, pk=decision.pk).choice == "move"


def test_the_page_says_what_leaving_loses_and_moving_costs(started, anne, log_in):
    decision = one(anne, item="employee", rid="42630001")
    page = log_in(anne).get(f"/{CVR}/flytning/beslutning/{decision.pk}/").content.decode()
    assert "MOMS, TASTSELV" in page
    assert "20,00" in page  # Anne and Bo are here beside three more


# Many at once


def test_ticked_lines_get_one_answer(started, anne, log_in):
    rows = Decision.objects.for_actor(anne.actor).filter(item="employee", choice="")[:2]
    ticks = [f"{each.pk}:{each.version}" for each in rows]
    log_in(anne).post(f"/{CVR}/flytning/employee/valgte/", {"choice": "leave", "ids": ticks})
    assert Decision.objects.for_actor(anne.actor).filter(item="employee", choice="leave").count() == 2


def test_filters_find_by_name_answer_and_reason(started, anne, log_in):
    client = log_in(anne)
    assert "Erik" in client.get(f"/{CVR}/flytning/employee/?q=erik").content.decode()
    assert "Dorte" not in client.get(f"/{CVR}/flytning/employee/?q=erik").content.decode()
    assert "Gamle" in client.get(f"/{CVR}/flytning/employee/?forslag=inactive").content.decode()
    assert "Gamle" not in client.get(f"/{CVR}/flytning/employee/?svar=move").content.decode()


def fetched(client, **answers):
    """The file as fetched, with `answers` (RID → word) written into the users' lines."""
    body = b"".join(client.get(f"/{CVR}/flytning/fil/csv/").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(body), delimiter=";"))
    for row in rows[1:]:
        if row[2] == "Bruger" and row[3] in answers:
            row[7], row[8] = answers[row[3]], "ny@aaby.example" if answers[row[3]] == "flyt med" else ""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def test_a_file_down_and_up_decides_under_the_same_checks(started, anne, log_in):
    client = log_in(anne)
    file = fetched(client, **{"42630001": "flyt med", "42630002": "lad blive", "42630009": "måske"})
    answered = actions.answer_by_file(actor=anne.actor, content=file)
    assert answered.done == 2
    assert [(rid, why[:5]) for _line, rid, why in answered.problems] == [("42630009", "Skriv")]
    kept = one(anne, item="employee", rid="42630001")
    assert (kept.choice, kept.change) == ("change", {"email": "ny@aaby.example"})
    assert one(anne, item="employee", rid="42630009").choice == ""


def test_a_line_somebody_answered_since_the_file_was_fetched_is_left_alone(started, anne, log_in):
    file = fetched(log_in(anne), **{"42630002": "lad blive"})
    answer(anne, "move", item="employee", rid="42630002")
    answered = actions.answer_by_file(actor=anne.actor, content=file)
    assert [why for _line, _rid, why in answered.problems] == [
        "Anne Aagaard har svaret, siden du hentede filen."
    ]
    assert one(anne, item="employee", rid="42630002").choice == "move"


def test_a_line_of_another_company_is_refused(started, anne, carl, log_in):
    other = legacy_of_carl(carl)
    content = f"Nøgle;Version;Beslutning\n{other.pk};1;lad blive\n".encode()
    answered = actions.answer_by_file(actor=anne.actor, content=content)
    assert answered.problems == [(2, "", "Linjen findes ikke i jeres flytning.")]
    other.refresh_from_db()
    assert other.choice == ""


def legacy_of_carl(carl):
    from migration_flow.models import LegacyCompany

    LegacyCompany.objects.create(cvr="99000023", name="Cykler", status="NORMAL", **FROM)
    employee("99000023", "1", "Carl Cykel")
    actions.start_move(actor=carl.actor)
    return Decision.objects.for_actor(carl.actor).get(item="employee")


def test_a_file_that_is_not_ours_is_refused_with_a_sentence(started, anne, log_in):
    page = log_in(anne).post(f"/{CVR}/flytning/fil/", {"file": io.BytesIO(b"a;b\n1;2\n")})
    assert page.status_code == 200
    with pytest.raises(RuleBroken, match="Nøgle"):
        actions.answer_by_file(actor=anne.actor, content=b"a;b\n1;2\n")


# Duplicates


@pytest.fixture
def twice(anne, carl):
    legacy_bakery()
    employee(CVR, "gammel", "Dorte Dej", cpr="6101701008")
    limited = {"cvr": CVR, "rid": "gammel", "service": "TASTSELV", "right": "LOEN", **FROM}
    right("LOEN")
    LegacyRight.objects.create(scope_type="P", scope_value="1999900018", **limited)
    finding = Finding.objects.create(cvr=CVR, code="D01", rids=["42630001", "gammel"], **FROM)
    actions.start_move(actor=anne.actor)
    return finding


def merge(anne, finding, kept="42630001", merged=("gammel",), versions=None):
    shown = dict(Decision.objects.for_actor(anne.actor).filter(item="employee").values_list("rid", "version"))
    return actions.merge_rids(
        actor=anne.actor, finding=finding, kept=kept, merged=list(merged), versions=versions or shown
    )


def test_nobody_is_merged_without_a_yes(twice, anne):
    decide_everything(anne.actor)
    assert not Decision.objects.for_actor(anne.actor).filter(choice="merge").exists()


def test_merged_rids_become_one_user_with_the_rights_of_both_and_no_wider(twice, anne):
    merge(anne, twice)
    decide_everything(anne.actor)
    carry_out(anne.actor)
    user = Identity.objects.for_actor(anne.actor).get(rid="42630001")
    assert not Identity.objects.for_actor(anne.actor).filter(rid="gammel").exists()
    grants = Grant.objects.for_actor(anne.actor).filter(identity=user)
    assert {(g.right.legacy_right, g.limit_type, g.limit_value) for g in grants} == {
        ("MOMS", "", ""), ("LOEN", "p", "1999900018")}  # fmt: skip
    assert Move.objects.for_actor(anne.actor).get().receipt_facts["right"]["missing"] == 0


def test_the_old_number_works_until_its_person_has_activated(twice, anne):
    merge(anne, twice)
    decide_everything(anne.actor)
    carry_out(anne.actor)
    asked = (CVR, "gammel", "TASTSELV", "LOEN", "p", "1999900018")
    assert legacy_decision(*asked) is True
    assert legacy_decision(CVR, "gammel", "TASTSELV", "MOMS") is False
    assert decide_one(cvr=CVR, rid="gammel", right="urn:test:TASTSELV:LOEN", limit_type="p", limit_value="1999900018",
                      level=2).granted  # fmt: skip
    Identity.objects.for_actor(anne.actor).filter(rid="42630001").update(state="suspended")
    assert legacy_decision(*asked) is False


def test_different_cpr_numbers_are_never_merged(twice, anne):
    from portal.core import crypto

    LegacyEmployee.objects.across_organisations("test").filter(rid="gammel").update(
        cpr_index=crypto.blind_index("6202801234", purpose="cpr"))  # fmt: skip
    with pytest.raises(RuleBroken, match="forskellige personer"):
        merge(anne, twice)


def test_only_numbers_of_one_finding_are_merged_and_only_as_shown(twice, anne):
    with pytest.raises(RuleBroken, match="hører ikke sammen"):
        merge(anne, twice, merged=("42630002",))
    with pytest.raises(Stale):
        merge(anne, twice, versions={"42630001": 1, "gammel": 7})


def test_a_merge_can_be_taken_back(twice, anne):
    merge(anne, twice)
    shown = {"42630001": 2, "gammel": 2}
    actions.keep_apart(actor=anne.actor, finding=twice, versions=shown)
    assert one(anne, item="employee", rid="gammel").choice == "move"


def test_a_merge_into_somebody_who_stays_is_caught(twice, anne):
    merge(anne, twice)
    answer(anne, "leave", item="employee", rid="42630001")
    decide_everything(anne.actor)
    with pytest.raises(RuleBroken, match="lægges sammen"):
        actions.execute(actor=anne.actor)


def test_the_pages_of_duplicates(twice, anne, log_in):
    client = log_in(anne)
    assert "Dorte Dej" in client.get(f"/{CVR}/flytning/dubletter/").content.decode()
    page = client.get(f"/{CVR}/flytning/dubletter/{twice.pk}/").content.decode()
    assert "LOEN, TASTSELV (P 1999900018)" in page
    told = {"do": "merge", "kept": "42630001", "merged": ["gammel"], "version-0": "1", "version-1": "1"}
    assert client.post(f"/{CVR}/flytning/dubletter/{twice.pk}/", told).status_code == 302
    assert one(anne, item="employee", rid="gammel").choice == "merge"


# Where the proposals come from


def test_the_help_shows_every_line_of_the_table(client, db):
    from migration_flow.rules import PROPOSALS

    page = client.get("/hjaelp/flytning/forslag/").content.decode()
    assert not [each.words for each in PROPOSALS if str(each.words) not in page]
    assert page.count("Kan ikke ændres") == sum(each.only for each in PROPOSALS)
