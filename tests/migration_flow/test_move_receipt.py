"""The access receipt: everything the legacy system gave is a yes of the rights decision, or a named decision."""

import pytest

from migration_flow import actions
from migration_flow.actions.receipt import ask_rights
from migration_flow.models import Decision, LegacyRight, Move
from portal.core.documents import is_unchanged
from portal.core.models import OutgoingMail
from rights.models import Grant
from tests.migration_flow.country import FROM, legacy_bakery, right
from tests.migration_flow.test_move_company import carry_out, decide_everything

CVR = "99000015"


@pytest.fixture
def moved(anne, carl):
    legacy_bakery()
    right("LOEN")
    limited = {"service": "TASTSELV", "right": "LOEN", "rid": "42630002", "cvr": CVR, **FROM}
    LegacyRight.objects.create(scope_type="P", scope_value="1999900018", **limited)
    LegacyRight.objects.create(scope_type="CPR", scope_value="", **limited)
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    carry_out(anne.actor)
    return Move.objects.for_actor(anne.actor).get()


def test_every_right_is_a_yes_or_a_named_decision(moved, anne):
    rows = Decision.objects.for_actor(anne.actor).filter(item__in=["right", "mandate"])
    told = {(d.item, d.rid, d.proposal_reason, d.outcome) for d in rows}
    assert told == {
        ("right", "42630001", "in_use", "yes"), ("right", "42630001", "unknown", "left"),
        ("right", "42630009", "left", "left"), ("right", "42630002", "in_use", "yes"),
        ("right", "42630002", "limit", "left"), ("mandate", "", "in_use", "yes"),
    }  # fmt: skip
    assert moved.receipt_facts == {
        "right": {"yes": 2, "left": 3, "missing": 0}, "mandate": {"yes": 1, "left": 0, "missing": 0}}  # fmt: skip


def test_one_lost_grant_breaks_the_receipt(moved, anne):
    lost = Grant.objects.for_actor(anne.actor).get(identity__rid="42630002")
    lost.delete()
    ask_rights(moved, 0, 2**40)
    rows = Decision.objects.for_actor(anne.actor).filter(outcome="missing")
    assert [(d.rid, d.proposal_reason) for d in rows] == [("42630002", "in_use")]


def test_a_right_for_one_citizen_never_becomes_one_for_the_company(moved, anne):
    grant = Grant.objects.for_actor(anne.actor).get(identity__rid="42630002")
    assert (grant.limit_type, grant.limit_value) == ("p", "1999900018")


def test_the_receipt_is_kept_as_a_document_and_told(moved):
    assert is_unchanged(moved.receipt)
    assert "Alt, I besluttede at flytte, virker." in moved.receipt.html
    assert "42630009" in moved.receipt.html
    assert OutgoingMail.objects.filter(template="migration_flow/moved").exists()


def test_the_page_shows_it_and_gives_it_as_a_file(moved, anne, log_in):
    client = log_in(anne)
    page = client.get(f"/{CVR}/flytning/kvittering/").content.decode()
    assert "Er inaktiv" in page or "ikke længere aktiv" in page
    assert "TASTSELV" in client.get(f"/{CVR}/flytning/kvittering/?resultat=left").content.decode()
    file = b"".join(client.get(f"/{CVR}/flytning/kvittering/csv/").streaming_content).decode()
    assert file.count("\r\n") == 7


def test_mandates_that_end_at_different_times_never_grow_into_one_another(anne, carl):
    import datetime

    from mandates.models import Mandate
    from migration_flow.models import LegacyMandate

    legacy_bakery()
    right("LOEN")
    right("GAMMEL")
    next_year = datetime.date.today() + datetime.timedelta(days=365)
    given = {"cvr": CVR, "grantee_cvr": "99000023", "service": "TASTSELV", **FROM}
    LegacyMandate.objects.create(**given, right="LOEN", valid_to=next_year)
    LegacyMandate.objects.create(**given, right="GAMMEL", valid_to=datetime.date(2020, 1, 1))
    actions.start_move(actor=anne.actor)
    decide_everything(anne.actor)
    carry_out(anne.actor)
    carried = Mandate.objects.for_actor(carl.actor).prefetch_related("rights__right")
    assert {tuple(r.right.legacy_right for r in m.rights.all()): m.ends_at is None for m in carried} == {
        ("MOMS",): True, ("LOEN",): False}  # fmt: skip
    assert Move.objects.for_actor(anne.actor).get().receipt_facts["mandate"] == {
        "yes": 2,
        "left": 1,
        "missing": 0,
    }
