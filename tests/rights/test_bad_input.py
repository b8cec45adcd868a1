"""What a service may send by mistake or by malice."""

import json

import pytest
from django.test import Client

from rights.actions import decision_log
from rights.models import DecisionLog, Grant
from rights.rules.authzen import MAX_EVALUATIONS
from tests.rights.service import evaluation


@pytest.fixture
def body(bakery, bo, vat):
    Grant.objects.create(organisation=bakery, right=vat, identity=bo.identity)
    return evaluation(bo.identity, vat)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "nul",
        "[]",
        '"x"',
        "7",
        "null",
        '{"subject": NaN}',
        "\ufeff{}",
        '{"a": 1}{"b": 2}',
        b"\xff\xfe{}",
        b"\x00",
    ],
    ids=range(12),
)
@pytest.mark.parametrize("path", ["evaluation", "evaluations"])
def test_a_body_that_is_no_json_object_is_400(service, text, path):
    assert service.post(path, text).status_code == 400


def test_a_key_that_stands_twice_is_400_and_not_the_last_one_wins(service, body):
    text = json.dumps(body)
    twice = text.replace(
        '"subject":', '"subject": {"type": "identity", "id": "somebody else"}, "subject":', 1
    )
    answer = service.post("evaluation", twice)
    assert answer.status_code == 400
    assert "twice" in answer.json()["detail"]
    inner = text.replace('"id":', '"id": "x", "id":', 1)
    assert service.post("evaluation", inner).status_code == 400


@pytest.mark.parametrize("depth", [25, 1000, 150_000])
def test_deep_nesting_is_400(service, body, depth):
    text = json.dumps({**body, "context": 0})
    assert (
        service.post(
            "evaluation", text.replace('"context": 0', f'"context": {"[" * depth}{"]" * depth}')
        ).status_code
        == 400
    )
    deep = '{"a":' * depth + "1" + "}" * depth
    assert service.post("evaluation", text.replace('"context": 0', f'"context": {deep}')).status_code == 400


def test_more_than_a_megabyte_is_413_before_it_is_read(service, body):
    answer = service.post("evaluation", {**body, "padding": "x" * 1_000_001})
    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_another_content_type_is_400(service, body, kind):
    assert service.post("evaluation", json.dumps(body), content_type=kind).status_code == 400


def test_ten_thousand_evaluations_in_one_call_are_refused_and_a_thousand_are_answered(service, body):
    items = [{"action": {"name": "moms"}}] * 10_000
    answer = service.post("evaluations", {**body, "evaluations": items})
    assert answer.status_code == 400
    assert str(MAX_EVALUATIONS) in answer.json()["detail"]
    answers = service.batch(**body, evaluations=items[:MAX_EVALUATIONS])
    assert len(answers) == MAX_EVALUATIONS
    assert all(each["decision"] for each in answers)


@pytest.mark.parametrize("kind", [{"evaluations": "x"}, {"evaluations": {}}, {"evaluations": 1}])
def test_evaluations_that_are_no_array_are_400(service, body, kind):
    assert service.post("evaluations", {**body, **kind}).status_code == 400


@pytest.mark.parametrize("name", ["x\x00y", "x" * 301, "urn:" + "x" * 400])
@pytest.mark.parametrize("where", ["subject", "resource", "action"])
def test_texts_the_database_cannot_take_are_400(service, body, name, where):
    key = "name" if where == "action" else "id"
    assert service.post("evaluation", {**body, where: {**body[where], key: name}}).status_code == 400


@pytest.mark.parametrize("cvr", ["", "1", "9900001", "990000155", "9900001a", "٩٩٠٠٠٠١٥", "' OR 1=1"])
def test_a_resource_that_is_no_organisation_number_is_400(service, body, cvr):
    assert (
        service.post("evaluation", {**body, "resource": {"type": "organisation", "id": cvr}}).status_code
        == 400
    )


@pytest.mark.parametrize(
    "who",
    [
        "'; DROP TABLE rights_grant; --",
        "99000015:",
        ":1",
        "99000015:x' OR '1'='1",
        "%",
        "_",
        "\\",
        "\ud83d\ude00",
    ],
)
def test_a_subject_nobody_has_is_a_no(service, body, who):
    answer = service.post("evaluation", {**body, "subject": {"type": "identity", "id": who}})
    assert answer.json()["context"]["reason"] == "identity_unknown"


def test_an_unknown_right_is_a_no_that_is_logged(service, body):
    answer = service.post(
        "evaluation", {**body, "action": {"name": "urn:dk:erhvervsadgang:tax:nothing"}}
    ).json()
    assert (answer["decision"], answer["context"]["reason"]) == (False, "unknown_right")
    assert decision_log.flush()
    assert (
        DecisionLog.objects.get(pk=answer["context"]["id"]).right_key == "urn:dk:erhvervsadgang:tax:nothing"
    )


@pytest.mark.parametrize("value", ["", "x" * 5000, "æøå", "a b", "<script>"])
def test_any_request_id_is_survived(service, body, value):
    answer = service.post("evaluation", body, **{"X-Request-ID": value})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["evaluation", "evaluations"])
@pytest.mark.parametrize("method", ["get", "put", "delete", "patch"])
def test_other_methods_are_not_allowed(service, path, method):
    answer = getattr(service.http, method)(f"/access/v1/{path}", headers=service.headers)
    assert answer.status_code == 405


def test_a_session_cookie_beside_the_token_changes_nothing(service, body, log_in, anne):
    with_cookie: Client = log_in(anne)
    answer = with_cookie.post(
        "/access/v1/evaluation", body, content_type="application/json", headers=service.headers
    )
    assert (answer.status_code, answer.json()["decision"]) == (200, True)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id": "x"},
        {"id": 1, "identity": 2},
        {"id": "", "identity": ""},
        {"id": "00000000-0000-0000-0000-000000000000", "identity": "alice"},
    ],
)
def test_a_name_for_nobody_is_400(service, body):
    answer = service.http.put(
        "/access/v1/subjects", body, content_type="application/json", headers=service.headers
    )
    assert answer.status_code == 400


def test_a_name_for_an_unknown_identity_is_404(service):
    body = {"id": "alice", "identity": "00000000-0000-0000-0000-000000000000"}
    answer = service.http.put(
        "/access/v1/subjects", body, content_type="application/json", headers=service.headers
    )
    assert answer.status_code == 404
