"""A delivery from the generator, through the reader and the database, against what the generator knows of it."""

import json

import pytest
from django.core.management import call_command

from migration_flow.actions import receive
from migration_flow.models import Delivery, DeliveryFile, LegacyCompany, LegacyEmployee, RejectedRow
from portal.core import crypto, jobs
from portal.core.actors import Actor

IMPORTER = Actor.system("test")


@pytest.fixture(scope="session")
def country(tmp_path_factory):
    out = tmp_path_factory.mktemp("country")
    call_command("make_delivery", companies=50, seed=1, out=out, verbosity=0)
    return out


def load(folder):
    delivery = receive(actor=IMPORTER, path=folder)
    if delivery.job:
        jobs.work(delivery.job_id)
    delivery.refresh_from_db()
    return delivery


@pytest.fixture
def loaded(country, db):
    return load(next(country.glob("NEMIDERHV_*")))


def test_every_file_balances_as_the_generator_says(loaded, country):
    assert loaded.state == Delivery.State.LOADED
    expected = json.loads(next((country / "expected").glob("*.json")).read_text())
    for file in DeliveryFile.objects.all():
        assert file.accepted + file.rejected == file.total
        told = expected["files"][file.name]
        assert (file.name, file.accepted) == (file.name, told["accepted"])


def test_a_rejected_row_keeps_its_line_its_codes_and_its_text(loaded, country):
    row = RejectedRow.objects.order_by("pk").first()
    lines = (country / loaded.delivery_id / row.file.name).read_bytes().decode(row.file.encoding).splitlines()
    assert crypto.decrypt(bytes(row.raw), purpose="rejected_row") == lines[row.line - 1]
    assert row.codes


def test_no_cpr_number_stands_in_clear_anywhere(loaded, country):
    from django.db import connection

    from portal.core import identifiers

    employees = (
        (country / loaded.delivery_id / "medarbejdere.csv").read_text(encoding="windows-1252").splitlines()
    )
    numbers = {line.split(";")[4] for line in employees[1:-1]}
    numbers = {n for n in numbers if identifiers.parse_cpr(n, allow_substitute=True)}
    assert numbers
    with connection.cursor() as cursor:
        for table in (
            "migration_flow_legacyemployee",
            "migration_flow_legacyright",
            "migration_flow_rejectedrow",
        ):
            cursor.execute(f"SELECT t::text FROM {table} t")
            text = "\n".join(row[0] for row in cursor.fetchall())
            assert text
            assert not [number for number in numbers if number in text]


def test_the_same_delivery_twice_changes_nothing(loaded, country):
    before = list(LegacyEmployee.objects.across_organisations("test").values_list().order_by("pk"))
    again = load(country / loaded.delivery_id)
    assert again.pk == loaded.pk
    assert list(LegacyEmployee.objects.across_organisations("test").values_list().order_by("pk")) == before


def test_a_truncated_file_stops_the_delivery(country, tmp_path, db):
    import shutil

    copy = tmp_path / "cut"
    shutil.copytree(next(country.glob("NEMIDERHV_*")), copy)
    path = copy / "rettigheder.csv"
    path.write_bytes(path.read_bytes()[:-200])
    delivery = load(copy)
    assert (delivery.state, delivery.refused_code) == ("refused", "F01")
    assert not LegacyCompany.objects.across_organisations("test").exists()
