"""The certification scenario of AuthZEN 1.0 (Basic, Batch, Discovery), made of ordinary data: a system with
rights, identities under the names the system has for them, grants with constraints."""

import pytest

from rights import actions
from rights.models import ITSystem, Right
from tests.rights.conftest import SYSTEM
from tests.rights.service import Service

ALICE, BOB = ({"type": "user", "id": name} for name in ("alice", "bob"))
RECORD = {"type": "record", "id": "record-1"}
ACTIVE = {"type": "record", "id": "record-1", "properties": {"status": "active"}}
ARCHIVED = {"type": "record", "id": "record-2", "properties": {"status": "archived"}}
ADMIN_BOB = {**BOB, "properties": {"role": "admin"}}


@pytest.fixture
def pdp(bakery, anne, bo):
    """alice is Anne and bob is Bo, as the records system calls them."""
    system = ITSystem.objects.create(code="records", name_da="Journal", name_en="Records")
    service = Service(system)
    names = ["subject.role", "resource.status", "resource.id", "action.soft"]
    rights = {
        code: Right.objects.create(
            system=system,
            key=f"urn:dk:erhvervsadgang:records:{code}",
            name_da=code,
            name_en=code,
            constraint_names=names,
            required_level="substantial",
        )
        for code in ("read", "write", "delete")
    }
    give = [
        (anne, "read", {}),
        (anne, "write", {"resource.status": {"not_in": ["archived"]}}),
        (anne, "delete", {"action.soft": [True]}),
        (bo, "read", {}),
        (bo, "write", {"subject.role": ["admin"]}),
    ]
    for who, code, constraints in give:
        actions.grant_right(
            actor=SYSTEM,
            organisation=bakery,
            right=rights[code],
            identity=who.identity,
            constraints=constraints,
        )
    for name, who in (("alice", anne), ("bob", bo)):
        body = {"id": name, "identity": str(who.identity.pk)}
        answer = service.http.put(
            "/access/v1/subjects", body, content_type="application/json", headers=service.headers
        )
        assert answer.status_code == 204
    return service


def decide(pdp, subject, action, resource, **more):
    body = {"subject": subject, "action": action, "resource": resource, **more}
    answer = pdp.post("evaluation", body)
    assert answer.status_code == 200
    return answer.json()["decision"]


@pytest.mark.parametrize(
    ("subject", "action", "resource", "expected"),
    [
        (ALICE, {"name": "read"}, RECORD, True),
        (ALICE, {"name": "write"}, RECORD, True),
        (BOB, {"name": "read"}, RECORD, True),
        (BOB, {"name": "write"}, RECORD, False),
        (ALICE, {"name": "write"}, ARCHIVED, False),
        (ADMIN_BOB, {"name": "write"}, ARCHIVED, True),
        (ALICE, {"name": "delete", "properties": {"soft": True}}, RECORD, True),
        (ALICE, {"name": "delete", "properties": {"soft": False}}, RECORD, False),
    ],
    ids=range(1, 9),
)
def test_the_eight_decisions_of_the_fixture(pdp, subject, action, resource, expected):
    assert decide(pdp, subject, action, resource) is expected


def test_context_additional_properties_and_unknown_fields_change_nothing(pdp):
    context = {"time": "2025-06-27T18:03-07:00", "ip": "192.168.1.1"}
    assert decide(pdp, ALICE, {"name": "read"}, RECORD, context=context) is True
    more = {**ALICE, "properties": {"department": "Sales", "role": "manager"}}
    assert decide(pdp, more, {"name": "read", "properties": {"method": "GET"}}, ACTIVE) is True
    assert decide(pdp, ALICE, {"name": "read"}, RECORD, foo="bar", futureField={"nested": True}) is True


def test_asked_many_times_the_answer_is_the_same(pdp):
    assert {decide(pdp, ALICE, {"name": "read"}, RECORD) for _ in range(5)} == {True}


VALID = {"subject": ALICE, "action": {"name": "read"}, "resource": RECORD}


@pytest.mark.parametrize(
    "changed",
    [
        {"subject": None},
        {"action": None},
        {"resource": None},
        {"subject": {"id": "alice"}},
        {"subject": {"type": "user"}},
        {"action": {}},
        {"resource": {"id": "record-1"}},
        {"resource": {"type": "record"}},
        {"subject": "alice"},
        {"action": {"name": 123}},
        {"action": {"name": ""}},
        {"context": "x"},
        {"context": []},
        {"subject": {**ALICE, "properties": []}},
        {"resource": {**RECORD, "properties": "x"}},
    ],
    ids=str,
)
@pytest.mark.parametrize("path", ["evaluation", "evaluations"])
def test_what_is_missing_or_of_another_type_is_400(pdp, changed, path):
    body = {name: value for name, value in {**VALID, **changed}.items() if value is not None}
    answer = pdp.post(path, body)
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_a_batch_is_answered_item_by_item_in_order(pdp):
    answers = pdp.batch(
        subject=BOB,
        resource=RECORD,
        evaluations=[{"action": {"name": "read"}}, {"action": {"name": "write"}}],
    )
    assert [each["decision"] for each in answers] == [True, False]
    full = [VALID, {"subject": BOB, "action": {"name": "write"}, "resource": RECORD}]
    assert [each["decision"] for each in pdp.batch(evaluations=full)] == [True, False]


def test_defaults_are_replaced_as_whole_entities_with_required_fields_standing_in(pdp):
    archived = {"id": "record-2", "properties": {"status": "archived"}}
    answers = pdp.batch(
        subject=ALICE,
        action={"name": "write"},
        resource={"type": "record"},
        evaluations=[
            {"resource": {"id": "record-1", "properties": {"status": "active"}}},
            {"resource": {"type": "record", **archived}},
        ],
    )
    assert [each["decision"] for each in answers] == [True, False]
    answers = pdp.batch(
        action={"name": "write"},
        resource=ARCHIVED,
        evaluations=[{"subject": ALICE}, {"subject": ADMIN_BOB}, {"subject": BOB}],
    )
    assert [each["decision"] for each in answers] == [False, True, False]


def test_a_default_property_does_not_leak_into_an_entity_that_replaces_it(pdp):
    """Bob's own entity has no role: the default's must not make him admin."""
    answers = pdp.batch(
        subject=ADMIN_BOB, action={"name": "write"}, resource=ARCHIVED, evaluations=[{}, {"subject": BOB}]
    )
    assert [each["decision"] for each in answers] == [True, False]


def test_context_is_inherited_or_replaced(pdp):
    low = {"level": "Low"}
    answers = pdp.batch(**VALID, context=low, evaluations=[{}, {"context": {"level": "High"}}])
    assert [each["decision"] for each in answers] == [False, True]


def test_a_bad_item_is_its_own_no_and_the_others_stand(pdp):
    answers = pdp.batch(
        subject=ALICE, action={"name": "read"}, evaluations=[{"resource": RECORD}, {}, 7, None]
    )
    assert [each["decision"] for each in answers] == [True, False, False, False]
    assert answers[1]["context"]["error"]["status"] == 400
    assert "resource" in answers[1]["context"]["error"]["message"]


def test_without_evaluations_or_with_none_it_is_one_evaluation(pdp):
    for more in ({}, {"evaluations": []}):
        answer = pdp.post("evaluations", {**VALID, **more})
        assert (answer.status_code, answer.json()["decision"]) == (200, True)
        assert "evaluations" not in answer.json()


READ, WRITE = {"action": {"name": "read"}}, {"action": {"name": "write"}}


@pytest.mark.parametrize(
    ("semantic", "expected"),
    [
        ("execute_all", [True, False, True]),
        ("deny_on_first_deny", [True, False]),
        ("permit_on_first_permit", [True]),
    ],
)
def test_the_three_semantics(pdp, semantic, expected):
    answers = pdp.batch(
        subject=BOB,
        resource=RECORD,
        evaluations=[READ, WRITE, READ],
        options={"evaluations_semantic": semantic},
    )
    assert [each["decision"] for each in answers] == expected


def test_permit_on_first_permit_gives_all_the_denials_when_there_is_no_permit(pdp):
    options = {"evaluations_semantic": "permit_on_first_permit"}
    answers = pdp.batch(subject=BOB, resource=RECORD, evaluations=[WRITE, WRITE], options=options)
    assert [each["decision"] for each in answers] == [False, False]


@pytest.mark.parametrize("options", [{"evaluations_semantic": "some"}, {"evaluations_semantic": 1}, "x", []])
def test_an_unknown_semantic_is_400(pdp, options):
    assert pdp.post("evaluations", {**VALID, "evaluations": [{}], "options": options}).status_code == 400
