"""A rehearsal says what would happen, by the same code, and leaves nothing behind."""

import pytest
from django.db import connection

from migration_flow import actions
from migration_flow.models import Decision, Move
from migration_flow.queries.projection import digests
from portal.core import jobs
from portal.core.models import AuditEntry, OutgoingMail
from tests.migration_flow.country import legacy_bakery

CVR = "99000015"


@pytest.fixture
def rehearsed(anne, carl):
    legacy_bakery()
    actions.start_move(actor=anne.actor)
    anne.before = everything()
    job = actions.rehearse(actor=anne.actor)
    jobs.work(job.pk)
    job.refresh_from_db()
    return job


def everything():
    """The rows of every table a move writes."""
    tables = ("identities_identity", "identities_activation", "identities_roleassignment", "rights_grant", "rights_power",
              "mandates_mandate", "mandates_resolution", "migration_flow_decision", "migration_flow_move",
              "migration_flow_employeemove", "core_outgoingmail", "core_document", "agreements_organisation")  # fmt: skip
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(
                f"SELECT md5(COALESCE(string_agg(t::text, '' ORDER BY t::text), '')) FROM {table} t"
            )
            found[table] = cursor.fetchone()[0]
    return found


def test_it_tells_what_would_happen(rehearsed):
    found = rehearsed.result
    assert (found["identities"], found["grants"], found["mandates"], found["open"]) == (3, 1, 1, 10)
    assert found["receipt"]["right"] == {"yes": 1, "left": 2, "missing": 0}
    assert found["missing"] == []


def test_nothing_is_kept_and_nothing_sent(rehearsed, anne):
    assert everything() == anne.before
    assert not OutgoingMail.objects.exists()
    assert Move.objects.for_actor(anne.actor).get().state == "deciding"
    events = AuditEntry.objects.for_actor(anne.actor).values_list("event", flat=True)
    assert set(events) == {"migration_flow.move.started", "migration_flow.move.rehearsed"}


def test_the_move_afterwards_does_what_the_rehearsal_said(rehearsed, anne):
    for item in Decision.Item.values:
        actions.accept_proposals(actor=anne.actor, item=item)
    jobs.work(actions.execute(actor=anne.actor).job_id)
    assert Move.objects.for_actor(anne.actor).get().receipt_facts == rehearsed.result["receipt"]
    assert digests(anne.organisation)["grants"]


def test_the_page_shows_it(rehearsed, anne, log_in):
    page = log_in(anne).get(f"/{CVR}/flytning/proeve/{rehearsed.pk}/").content.decode()
    assert "Alt, I vil flytte, ville virke" in page


def test_ordering_one_leads_to_its_page(anne, carl, log_in):
    legacy_bakery()
    actions.start_move(actor=anne.actor)
    answer = log_in(anne).post(f"/{CVR}/flytning/proeve/")
    assert answer.status_code == 302
    assert log_in(anne).get(answer["Location"]).status_code == 200
