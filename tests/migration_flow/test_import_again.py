"""Deliveries after the first: the same again, deltas, out of order, and what a company has decided on."""

import pytest

from migration_flow.generator.delivery import Head
from migration_flow.generator.make import Order, make
from migration_flow.models import Decision, Delivery, Finding, LegacyEmployee, LegacyRight, Move, RejectedRow
from portal.core import jobs
from portal.core.models import AuditEntry
from tests.migration_flow.importing import IMPORTER, good, lines, load, rename, snapshot

EMPLOYEES, RIGHTS = "medarbejdere.csv", "rettigheder.csv"
ROWS = LegacyEmployee.objects.across_organisations("test")


def next_one(folder, **changes):
    """The same twelve companies as delivery two."""
    delivery = good(folder, sequence=2, kind=changes.pop("kind", "delta"))
    if changes:
        rename(delivery, **changes)
    return delivery


def change(old, new):
    return lambda records: [record.replace(old, new) for record in records]


# -- the same again


def test_the_same_content_as_a_new_delivery_touches_no_row(tmp_path, db):
    load(good(tmp_path).folder)
    before = snapshot(but=())
    for sequence, kind in ((2, "delta"), (3, "full"), (4, "full")):
        again = load(good(tmp_path / str(sequence), sequence=sequence, kind=kind).folder)
        assert again.state == Delivery.State.LOADED
        assert snapshot(but=()) == before


def test_rows_in_another_order_touch_no_row(tmp_path, db):
    load(good(tmp_path).folder)
    before = snapshot(but=())
    turned = next_one(tmp_path / "turned")
    load(lines(turned, EMPLOYEES, lambda records: records[::-1]))
    assert snapshot(but=()) == before


def test_the_same_name_with_other_files_is_stopped(tmp_path, db):
    load(good(tmp_path).folder)
    before = snapshot(but=())
    other = load(lines(good(tmp_path / "b"), EMPLOYEES, lambda records: records[:-1]))
    assert (other.refused_code, other.refused_because) == ("F12", {"file": EMPLOYEES})
    assert snapshot(but=()) == before


# -- deltas


@pytest.fixture(scope="module")
def country(tmp_path_factory):
    out = tmp_path_factory.mktemp("country")
    for sequence, kind in ((1, "full"), (2, "delta"), (3, "delta")):
        make(Order(out, 300, 4, Head(sequence, kind)))
    return out


def test_deltas_balance_as_expected_and_change_what_they_name(country, db):
    import json

    for sequence in (1, 2, 3):
        before = snapshot()
        [folder] = country.glob(f"NEMIDERHV_*_{sequence:02}")
        loaded = load(folder)
        assert loaded.state == Delivery.State.LOADED
        expected = json.loads((country / "expected" / f"{folder.name}.json").read_text())["files"]
        for file in loaded.files.all():
            assert {"rows": file.total, "accepted": file.accepted, "rejected": file.rejected} == expected[
                file.name
            ]
        after = snapshot()
        assert len(after["company"]) >= len(before["company"])
        gone = set(before["employee"]) - set(after["employee"])
        assert bool(gone) == (sequence > 1)


def test_a_row_is_replaced_under_its_key(tmp_path, db):
    load(good(tmp_path).folder)
    row = ROWS.filter(status="AKTIV").exclude(email="").first()
    mail = row.email.encode()
    count = ROWS.count()
    load(lines(next_one(tmp_path / "2"), EMPLOYEES, change(mail + b";", b"ny@aaby.example;")))
    changed = ROWS.get(pk=row.pk)
    assert (changed.email, changed.delivery, ROWS.count()) == ("ny@aaby.example", 2, count)
    assert ROWS.filter(delivery=2).count() == 1


def test_a_full_delivery_marks_what_it_no_longer_names(tmp_path, db):
    load(good(tmp_path).folder)
    row = ROWS.order_by("cvr", "rid").first()
    rid = f"{row.cvr};{row.rid};".encode()
    full = next_one(tmp_path / "2", kind="full")
    for name in (EMPLOYEES, RIGHTS, "signaturer.csv", "administratorer.csv"):
        path = lines(full, name, lambda records: [each for each in records if not each.startswith(rid)])
    load(path)
    assert list(ROWS.filter(gone_since=2).values_list("rid", flat=True)) == [row.rid]
    finding = Finding.objects.across_organisations("test").get(code="D10")
    assert (finding.cvr, finding.rids) == (row.cvr, [row.rid])
    load(good(tmp_path / "3", sequence=3).folder)
    assert not ROWS.filter(gone_since__isnull=False).exists()


def test_a_delta_closes_nothing_by_absence(tmp_path, db):
    load(good(tmp_path).folder)
    load(lines(next_one(tmp_path / "2"), EMPLOYEES, lambda records: []))
    assert not ROWS.filter(gone_since__isnull=False).exists()


def test_a_rejected_row_marks_nothing_as_gone(tmp_path, db):
    load(good(tmp_path).folder)
    full = next_one(tmp_path / "2", kind="full")
    load(lines(full, EMPLOYEES, lambda records: [b'"' + records[0], *records[1:]]))
    row = RejectedRow.objects.get(file__name=EMPLOYEES)
    assert row.codes == ["R01"]
    gone = ROWS.filter(gone_since__isnull=False).count()
    assert gone <= 1  # a broken line names nobody; its company is not known either


def test_somebody_who_left_marks_their_rights(tmp_path, db):
    load(good(tmp_path).folder)
    right = LegacyRight.objects.across_organisations("test").exclude(findings__contains=["D06"]).first()
    who = f"{right.cvr};{right.rid};".encode()
    load(lines(next_one(tmp_path / "2"), EMPLOYEES,
               lambda records: [each.replace(b";AKTIV;", b";INAKTIV;") if each.startswith(who) else each for each in records]))  # fmt: skip
    right.refresh_from_db()
    assert "D06" in right.findings
    load(good(tmp_path / "3", sequence=3).folder)
    right.refresh_from_db()
    assert "D06" not in right.findings


# -- decisions


@pytest.fixture
def decided(tmp_path, db):
    """A company that has answered about one employee and not about the others."""
    load(good(tmp_path).folder)
    row = ROWS.filter(status="AKTIV").exclude(email="").first()
    move = Move.objects.create(cvr=row.cvr, name="x", segment="S2", state=Move.State.DECIDING)
    Decision.objects.create(move=move, item="employee", legacy_id=row.pk, rid=row.rid, proposal="move",
                            proposal_reason="in_use", choice="leave", change={"email": "x@y.example"}, decided_by="Anne")  # fmt: skip
    return row


def test_a_delta_leaves_a_decision_as_it_is_and_tells(decided, tmp_path):
    before = Decision.objects.across_organisations("test").values().get(choice="leave")
    mail = decided.email.encode()
    load(lines(next_one(tmp_path / "2"), EMPLOYEES, change(mail + b";", b"ny@aaby.example;")))
    assert Decision.objects.across_organisations("test").values().get(choice="leave") == before
    told = Finding.objects.across_organisations("test").get(code="D09")
    assert (told.cvr, told.rids, told.facts["gone"]) == (decided.cvr, [decided.rid], False)


def test_a_delta_that_changes_nothing_tells_nothing(decided, tmp_path):
    load(next_one(tmp_path / "2").folder)
    assert not Finding.objects.across_organisations("test").filter(code="D09").exists()


def test_new_things_of_a_deciding_company_are_asked_about(decided, tmp_path):
    new = f"{decided.cvr};98765432;Ny;Medarbejder;;ny@aaby.example;;;;;AKTIV;01-01-2019;".encode()
    load(lines(next_one(tmp_path / "2"), EMPLOYEES, lambda records: [*records, new]))
    row = ROWS.get(rid="98765432")
    asked = Decision.objects.across_organisations("test").get(item="employee", legacy_id=row.pk)
    assert asked.choice == ""


# -- order


def test_a_delivery_too_early_is_stopped_with_what_is_expected(tmp_path, db):
    load(good(tmp_path).folder)
    early = load(good(tmp_path / "5", sequence=5, kind="delta").folder)
    assert (early.refused_code, early.refused_because) == ("F06", {"expected": 2, "sequence": 5})
    assert load(good(tmp_path / "2", sequence=2, kind="delta").folder).state == Delivery.State.LOADED


def test_one_that_comes_while_the_one_before_is_loading_waits_and_then_begins(tmp_path, db):
    from migration_flow.actions import receive

    first = receive(actor=IMPORTER, path=good(tmp_path).folder)
    second = receive(actor=IMPORTER, path=next_one(tmp_path / "2").folder)
    third = receive(actor=IMPORTER, path=good(tmp_path / "3", sequence=3, kind="delta").folder)
    assert [first.state, second.state, third.state] == ["loading", "waiting", "waiting"]
    for delivery in (first, second, third):
        delivery.refresh_from_db()
        jobs.work(delivery.job_id)
        delivery.refresh_from_db()
        assert delivery.state == Delivery.State.LOADED


def test_what_happened_to_deliveries_is_in_the_trail(tmp_path, db):
    load(good(tmp_path).folder)
    load(good(tmp_path / "5", sequence=5).folder)
    events = AuditEntry.objects.across_organisations("test").filter(
        event__startswith="migration_flow.delivery"
    )
    assert set(events.values_list("event", flat=True)) == {
        f"migration_flow.delivery.{verb}" for verb in ("received", "loaded", "refused")
    }


# -- what must never be false


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("one_delivery_per_place_in_the_row", {"sequence": 1, "state": "loaded"}),
        ("one_delivery_is_loaded_at_a_time", {"sequence": 2, "state": "loading"}),
        ("a_refused_delivery_has_its_reason", {"sequence": 0, "state": "refused"}),
    ],
)
def test_no_second_delivery_in_the_place_of_the_first(tmp_path, db, name, change):
    from django.db import IntegrityError, transaction

    from migration_flow.actions import receive

    first = receive(actor=IMPORTER, path=good(tmp_path).folder)
    facts = {
        "kind": "full",
        "environment": "TEST",
        "made_at": first.made_at,
        "path": "",
        "delivery_id": "another",
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Delivery.objects.create(**facts, **change)
