"""The decision API as a service sees it (OpenID AuthZEN Authorization API 1.0)."""

import datetime
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from portal.core import trace
from portal.core.api import issue_token
from rights import actions
from rights.actions import decision_log
from rights.actions.clients import close_client, open_organisation_client
from rights.models import DecisionLog, Grant, ITSystem
from tests.rights.conftest import SYSTEM
from tests.rights.service import Service, evaluation


@pytest.fixture
def granted(bakery, bo, vat):
    return Grant.objects.create(organisation=bakery, right=vat, identity=bo.identity)


def test_a_yes_says_why_and_by_which_path(service, granted, bo, vat):
    answer = service.ask(bo.identity, vat)
    context = answer["context"]
    assert (answer["decision"], context["reason"], context["source"]) == (True, "granted_direct", "portal")
    assert context["provenance"] == {"grant": str(granted.pk)}
    assert context["employer_cvr"] == context["acted_for_cvr"] == bo.organisation.cvr


def test_a_no_says_why_to_the_user_and_what_to_ask_for(service, bo, vat):
    context = service.ask(bo.identity, vat)["context"]
    assert context["reason"] == "no_right"
    assert context["reason_user"]["da"].startswith("Du har ikke rettigheden")
    assert context["access_request"]["approver"] == "rights_administrator"
    assert f"/{bo.organisation.cvr}/rettigheder/ansoeg/?ret={vat.pk}" in context["access_request"]["form_url"]


def test_a_withdrawn_right_is_a_no_on_the_next_call(service, granted, bo, vat, anne):
    assert service.ask(bo.identity, vat)["decision"] is True
    actions.withdraw_grant(actor=anne.actor, grant=granted)
    answer = service.ask(bo.identity, vat)
    assert (answer["decision"], answer["context"]["reason"]) == (False, "grant_ended")


def test_a_right_is_named_by_its_short_name_too(service, granted, bo):
    assert service.ask(bo.identity, "moms")["decision"] is True
    assert service.ask(bo.identity, "loen")["context"]["reason"] == "unknown_right"


def test_an_employee_is_named_by_company_and_rid_or_as_urn(service, granted, bo, vat):
    bo.identity.rid = "12345678"
    bo.identity.save()
    body = evaluation(bo.identity, vat)
    for name in (
        f"{bo.organisation.cvr}:12345678",
        f"urn:uuid:{bo.identity.pk}",
        str(bo.identity.pk).upper(),
    ):
        body["subject"]["id"] = name
        assert service.post("evaluation", body).json()["decision"] is True


def test_too_low_a_level_tells_which_to_step_up_to(service, bo, bakery, make_right):
    strong = make_right("strong", required_level="high")
    Grant.objects.create(organisation=bakery, right=strong, identity=bo.identity)
    context = service.ask(bo.identity, strong)["context"]
    assert context["step_up"] == {"acr_values": ["https://data.gov.dk/concept/core/nsis/loa/High"]}
    for spelling in ("High", "high", "HIGH", "https://data.gov.dk/concept/core/nsis/loa/High"):
        assert service.ask(bo.identity, strong, level=spelling)["decision"] is True
    for nonsense in ("Highest", "xHigh", " High", "", "https://evil.example/High"):
        assert service.ask(bo.identity, strong, level=nonsense)["decision"] is False


def test_the_mandate_answers_for_the_grantor_and_names_both_in_the_log(service, bakery, vat, accountant):
    with trace.collecting("test"):
        actions.open_powers(
            actor=SYSTEM,
            mandate_id=accountant.mandate,
            holder=accountant.firm,
            grantor=bakery,
            rights=[vat],
            only_identity=accountant.rolf,
        )
    answer = service.ask(accountant.rolf, vat, organisation=bakery)
    assert answer["context"]["provenance"]["mandate"] == str(accountant.mandate)
    assert decision_log.flush()
    row = DecisionLog.objects.get(pk=answer["context"]["id"])
    assert (row.employer_cvr, row.acted_for_cvr, row.decision) == (accountant.firm.cvr, bakery.cvr, True)


def test_a_limit_is_a_resource_of_its_own_kind(service, bakery, bo, vat, units):
    Grant.objects.create(
        organisation=bakery, right=vat, identity=bo.identity, limit_type="p", limit_value=units.ours
    )
    unit = {"type": "production_unit", "id": units.ours, "properties": {"cvr": bakery.cvr}}
    assert service.ask(bo.identity, vat, resource=unit)["decision"] is True
    whole = service.ask(bo.identity, vat)["context"]
    assert (whole["reason"], whole["limits"]) == (
        "limit_mismatch",
        [{"type": "production_unit", "id": units.ours}],
    )
    theirs = {**unit, "id": units.theirs}
    assert service.ask(bo.identity, vat, resource=theirs)["context"]["reason"] == "limit_mismatch"


def test_every_answer_is_in_the_log_within_200_ms(service, granted, bo, vat):
    before = timezone.now()
    key = service.ask(bo.identity, vat)["context"]["id"]
    assert decision_log.flush(0.2), "not durable in time"
    row = DecisionLog.objects.get(pk=key)
    assert row.at - before < datetime.timedelta(seconds=2)
    assert (row.client_id, row.identity, row.reason) == (
        service.row.client_id,
        bo.identity.pk,
        "granted_direct",
    )


def test_the_callers_request_id_comes_back_and_is_in_the_log(service, granted, bo, vat):
    answer = service.post("evaluation", evaluation(bo.identity, vat), **{"X-Request-ID": "bfe9eb29-ab87"})
    assert answer["X-Request-ID"] == "bfe9eb29-ab87"
    assert decision_log.flush()
    assert DecisionLog.objects.get(pk=answer.json()["context"]["id"]).request_id == "bfe9eb29-ab87"
    assert service.post("evaluation", evaluation(bo.identity, vat))["X-Request-ID"]


def test_another_services_client_learns_nothing(granted, bo, vat, service):
    other = Service(ITSystem.objects.create(code="other", name_da="Andet", name_en="Other"))
    assert other.ask(bo.identity, vat)["context"]["reason"] == "unknown_right"


def test_an_organisations_own_client_cannot_ask_for_decisions(bakery, bo, vat):
    client, _ = open_organisation_client(actor=SYSTEM, organisation=bakery, name="HR")
    headers = {"Authorization": f"Bearer {issue_token(client.client_id)[0]}"}
    answer = Client().post(
        "/access/v1/evaluation",
        evaluation(bo.identity, vat),
        content_type="application/json",
        headers=headers,
    )
    assert answer.status_code == 403


def test_a_closed_client_is_out_at_the_next_call_whatever_its_token_says(service, granted, bo, vat):
    assert service.ask(bo.identity, vat)["decision"] is True
    close_client(actor=SYSTEM, client=service.row)
    assert service.post("evaluation", evaluation(bo.identity, vat)).status_code == 401


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic abc", "Bearer " + "x" * 4000])
def test_without_a_token_of_ours_there_is_no_answer(db, header, bo, vat):
    answer = Client().post(
        "/access/v1/evaluation",
        evaluation(bo.identity, vat),
        content_type="application/json",
        headers={"Authorization": header},
    )
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_logged_in_person_is_nobody_here(log_in, anne, granted, bo, vat):
    answer = log_in(anne).post(
        "/access/v1/evaluation", evaluation(bo.identity, vat), content_type="application/json"
    )
    assert answer.status_code == 401


def test_the_metadata_tells_where_to_ask(db):
    answer = Client().get("/.well-known/authzen-configuration")
    body = answer.json()
    assert body["policy_decision_point"] == "http://127.0.0.1:8000"
    assert body["access_evaluation_endpoint"] == "http://127.0.0.1:8000/access/v1/evaluation"
    assert body["access_evaluations_endpoint"].endswith("/access/v1/evaluations")
    assert "max-age" in answer["Cache-Control"]


def test_an_unknown_identity_is_a_no_and_not_an_error(service, vat, bakery):
    body = {
        "subject": {"type": "identity", "id": str(uuid.uuid4())},
        "action": {"name": vat.key},
        "resource": {"type": "organisation", "id": bakery.cvr},
    }
    assert service.post("evaluation", body).json()["context"]["reason"] == "identity_unknown"
