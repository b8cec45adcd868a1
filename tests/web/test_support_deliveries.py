"""Support's pages about deliveries: the balance, the reasons, the rows to correct, a company's record."""

import io
import zipfile

import pytest
from django.urls import reverse

from migration_flow.generator.sign import sign
from migration_flow.models import Delivery, LegacyEmployee, RejectedRow
from portal.core.models import AuditEntry
from tests.migration_flow.importing import good, lines, load
from tests.web.agents import make_agent

EMPLOYEES = "medarbejdere.csv"


@pytest.fixture
def supervisor(db):
    agent = make_agent("lea", "supervisor")
    agent.log_in()
    agent.open_support()
    return agent.client


@pytest.fixture
def inbox(tmp_path, settings):
    settings.LEGACY_INBOX = str(tmp_path / "inbox")
    return tmp_path / "inbox"


@pytest.fixture
def spoilt(inbox):
    """One employee with a wrong date, whose signature and rights go with it."""
    delivery = good(inbox)

    def change(records):
        fields = records[0].split(b";")
        fields[11] = b"31-02-2018"
        return [b";".join(fields), *records[1:]]

    return lines(delivery, EMPLOYEES, change)


@pytest.fixture
def loaded(spoilt, db):
    return load(spoilt)


def page(client, name, *args):
    answer = client.get(reverse(f"support:{name}", args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_import_is_started_from_the_inbox(supervisor, spoilt):
    assert spoilt.name in page(supervisor, "start_import")
    answer = supervisor.post(reverse("support:start_import"), {"path": spoilt.name})
    delivery = Delivery.objects.get()
    assert answer["Location"] == reverse("support:delivery", args=[delivery.pk])
    assert delivery.state == Delivery.State.LOADING
    assert "0 %" in page(supervisor, "deliveries")


@pytest.mark.parametrize("path", ["/etc", "../x", "", "ukendt"])
def test_nothing_outside_the_inbox_can_be_imported(supervisor, spoilt, path):
    assert supervisor.post(reverse("support:start_import"), {"path": path}).status_code == 200
    assert not Delivery.objects.exists()


def test_an_empty_inbox_says_what_to_do(supervisor, inbox):
    assert "Indbakken er tom" in page(supervisor, "start_import")
    assert "Ingen leveringer" in page(supervisor, "deliveries")


def test_the_balance_and_the_reasons_with_examples_are_shown(supervisor, loaded):
    shown = page(supervisor, "delivery", loaded.pk)
    assert "Datoen findes ikke" in shown
    assert f"{EMPLOYEES}, linje 2" in " ".join(shown.split())
    for file in loaded.files.all():
        assert file.name in shown


def test_a_stopped_delivery_says_why(supervisor, inbox):
    delivery = good(inbox)
    delivery.edit(EMPLOYEES, lambda data: data.replace(b"TELEFON", b"TLF", 1))
    stopped = load(delivery.folder)
    assert "Kolonnerne er ikke dem, filen skal have." in page(supervisor, "delivery", stopped.pk)
    assert "F03" in page(supervisor, "deliveries")


def test_rejected_rows_are_handed_out_corrected_and_delivered_again(supervisor, loaded, tmp_path):
    rejected = RejectedRow.objects.count()
    assert rejected > 1
    answer = supervisor.post(reverse("support:rejected_rows", args=[loaded.pk]))
    assert answer.status_code == 200
    assert (
        AuditEntry.objects.across_organisations("test")
        .filter(event="migration_flow.delivery.handed_out")
        .exists()
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path / "corrected")
    path = tmp_path / "corrected" / EMPLOYEES
    assert "R07" in (tmp_path / "corrected" / "afvisninger.csv").read_text(encoding="utf-8-sig")
    path.write_bytes(path.read_bytes().replace(b"31-02-2018", b"28-02-2018"))
    assert load(tmp_path / "corrected").refused_code == "F01"
    sign(tmp_path / "corrected")
    again = load(tmp_path / "corrected")
    assert (again.state, again.sequence) == (Delivery.State.LOADED, 2)
    assert sum(file.accepted for file in again.files.all()) == rejected
    assert LegacyEmployee.objects.across_organisations("test").filter(delivery=2).count() == 1


def test_a_company_s_record_names_no_person(supervisor, loaded):
    someone = LegacyEmployee.objects.across_organisations("test").exclude(email="").first()
    shown = page(supervisor, "legacy_record", someone.cvr)
    assert someone.cvr in shown
    assert someone.email not in shown
    assert someone.surname not in shown
    assert supervisor.get(reverse("support:legacy_record", args=["99999977"])).status_code == 404


def test_an_agent_who_is_no_supervisor_sees_nothing_of_it(loaded):
    agent = make_agent("sus", "agent")
    agent.log_in()
    agent.open_support()
    for name, args in (
        ("deliveries", []),
        ("start_import", []),
        ("delivery", [loaded.pk]),
        ("legacy_record", ["99000015"]),
    ):
        assert agent.client.get(reverse(f"support:{name}", args=args)).status_code == 403
    assert agent.client.post(reverse("support:rejected_rows", args=[loaded.pk])).status_code == 403


def test_rows_are_never_handed_out_by_a_get(supervisor, loaded):
    assert supervisor.get(reverse("support:rejected_rows", args=[loaded.pk])).status_code == 405
