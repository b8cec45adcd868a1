"""From a file to identities: dry run, one job, resume, error file; and one act on many."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from identities import actions
from identities.models import Identity, Upload, UploadRow
from portal.core import jobs
from portal.core.actions import RuleBroken
from portal.core.models import AuditEntry, Chunk, Job, OutgoingMail
from tests.identities.people import order, with_channel

pytestmark = pytest.mark.django_db
GOOD = "Fornavn;Efternavn;E-mail;RID\n" + "".join(
    f"Person{n};Prøve;p{n}@bageri.example;4263{n:04}\n" for n in range(30)
)


def tried(anne, text=GOOD, kind="create"):
    upload = actions.read_upload(actor=anne.actor, content=text.encode(), file_name="brugere.csv", kind=kind)
    return actions.try_upload(actor=anne.actor, upload=upload, mapping=upload.mapping)


def done(upload):
    while jobs.work(upload.job):
        pass
    return Job.objects.across_organisations("test").get(pk=upload.job)


def test_a_dry_run_creates_nothing(bakery, anne):
    before = Identity.objects.for_actor(anne.actor).count()
    upload = tried(anne)
    assert (upload.rows_total, upload.rows_bad) == (30, 0)
    assert Identity.objects.for_actor(anne.actor).count() == before


def test_the_job_creates_the_good_lines_as_drafts_each_with_its_trace(bakery, anne):
    upload = actions.start_upload(actor=anne.actor, upload=tried(anne))
    job = done(upload)
    assert job.state == Job.State.DONE
    rows = Identity.objects.for_actor(anne.actor).filter(source="bulk")
    assert set(rows.values_list("state", flat=True)) == {"draft"}
    assert rows.count() == 30
    traces = AuditEntry.objects.across_organisations("test").filter(event="identities.identity.created")
    assert {str(pk) for pk in rows.values_list("pk", flat=True)} <= set(
        traces.values_list("subject_id", flat=True)
    )


def test_a_chunk_done_twice_has_the_effect_of_once(bakery, anne):
    without_rid = "\n".join(line.rpartition(";")[0] for line in GOOD.splitlines()) + "\n"
    upload = actions.start_upload(actor=anne.actor, upload=tried(anne, without_rid))
    done(upload)
    Chunk.objects.filter(job=upload.job).update(state="waiting")
    Job.objects.across_organisations("test").filter(pk=upload.job).update(state="running")
    done(upload)
    assert Identity.objects.for_actor(anne.actor).filter(source="bulk").count() == 30


def test_a_killed_chunk_leaves_nothing_and_is_taken_up_again(bakery, anne, monkeypatch):
    from identities.actions import upload_job

    upload = actions.start_upload(actor=anne.actor, upload=tried(anne))
    real, calls = upload_job.make_lines, []

    def killed_once(**kwargs):
        made = real(**kwargs)
        calls.append(made)
        if len(calls) == 1:
            raise ConnectionError("the worker died")
        return made

    monkeypatch.setattr(upload_job, "make_lines", killed_once)
    jobs.work(upload.job)
    done(upload)
    assert len(calls) == 2
    assert Identity.objects.for_actor(anne.actor).filter(source="bulk").count() == 30


def test_bad_lines_are_named_left_out_and_fetched_as_a_file_that_can_be_handed_in_again(bakery, anne, log_in):
    text = GOOD + "Uden;;;\nDobbelt;Prøve;d@bageri.example;42630001\n=cmd();Farlig;f@;\n"
    upload = tried(anne, text)
    assert upload.rows_bad == 4
    answer = log_in(anne).get(reverse("identities:upload_errors", args=[bakery.cvr, upload.pk]))
    lines = list(
        csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")), delimiter=";")
    )
    assert lines[0] == ["Fornavn", "Efternavn", "E-mail", "RID", "Fejl"]
    assert len(lines) == 5
    assert "efternavn mangler" in next(line for line in lines if line[0] == "Uden")[4]
    assert any(line[0] == "'=cmd()" for line in lines)
    done(actions.start_upload(actor=anne.actor, upload=upload))
    assert Identity.objects.for_actor(anne.actor).filter(source="bulk").count() == 29


def test_cpr_numbers_of_a_file_lie_nowhere_in_clear(bakery, anne):
    bakery.asks_for_cpr, bakery.cpr_purpose = True, "løn"
    bakery.save()
    anne.actor.organisation.refresh_from_db()
    upload = tried(anne, "Fornavn;Efternavn;CPR\nDorte;Dam;6301804321\n")
    stored = str(list(UploadRow.objects.for_actor(anne.actor).values("cells", "values", "problems")))
    stored += str(list(Upload.objects.for_actor(anne.actor).values("samples", "columns")))
    assert "6301804321" not in stored
    done(actions.start_upload(actor=anne.actor, upload=upload))
    identity = Identity.objects.for_actor(anne.actor).get(given_name="Dorte")
    assert (
        actions.reveal_cpr(actor=anne.actor, identity=identity, reason="afstemning af løn") == "630180-4321"
    )
    assert UploadRow.objects.for_actor(anne.actor).get().cpr is None


def test_ordering_at_once_sends_the_links_and_demands_a_channel_beyond_three(bakery, anne):
    upload = tried(anne)
    with pytest.raises(RuleBroken, match="regning"):
        actions.start_upload(actor=anne.actor, upload=upload, order=True)
    with_channel(bakery)
    done(actions.start_upload(actor=anne.actor, upload=upload, order=True))
    assert Identity.objects.for_actor(anne.actor).filter(source="bulk", state="pending").count() == 30
    assert OutgoingMail.objects.filter(template="identities/activation").count() == 30


def test_a_file_of_birth_dates_changes_the_path_of_those_who_wait(bakery, anne):
    identity = order(anne, "Dorte Dam", email="dorte@bageri.example")
    text = "E-mail;Fødselsdato\ndorte@bageri.example;03-02-1980\nukendt@bageri.example;01-01-1980\n"
    upload = tried(anne, text, kind="birth_dates")
    assert upload.rows_bad == 1
    done(actions.start_upload(actor=anne.actor, upload=upload))
    identity.refresh_from_db()
    assert identity.birth_date.isoformat() == "1980-02-03"
    assert identity.activations.get().path == "birth_date"


def test_the_pages_lead_from_the_file_to_the_job(bakery, anne, log_in):
    client = log_in(anne)
    answer = client.post(
        reverse("identities:upload_file", args=[bakery.cvr]),
        {"kind": "create", "file": SimpleUploadedFile("brugere.csv", GOOD.encode())},
    )
    columns = answer["Location"]
    assert "Person0" in client.get(columns).content.decode()
    chosen = {"column-0": "given_name", "column-1": "surname", "column-2": "email", "column-3": "rid"}
    result = client.post(columns, chosen)["Location"]
    assert "30 linjer er i orden" in client.get(result).content.decode()
    answer = client.post(result, {"order": "no"})
    assert "/opgaver/" in answer["Location"]


def test_a_strangers_upload_does_not_exist(bakery, cycles, anne, carl, log_in):
    upload = tried(anne)
    client = log_in(carl)
    for name in ("upload", "upload_columns", "upload_errors", "discard_upload"):
        assert client.get(reverse(f"identities:{name}", args=[cycles.cvr, upload.pk])).status_code == 404


def test_a_discarded_file_is_gone(bakery, anne):
    actions.discard_upload(actor=anne.actor, upload=tried(anne))
    assert not Upload.objects.for_actor(anne.actor).exists()
    assert not UploadRow.objects.for_actor(anne.actor).exists()


@pytest.fixture
def many(bakery, anne):
    with_channel(bakery)
    for n in range(60):
        Identity.objects.create(
            organisation=bakery,
            given_name=f"Kladde{n:02}",
            surname="Prøve",
            state="draft",
            department="Butik" if n % 2 else "Lager",
            email=f"k{n}@bageri.example",
        )


def run(client, bakery, **data):
    answer = client.post(reverse("identities:selection", args=[bakery.cvr]), {"confirmed": "1", **data})
    job = answer["Location"].rstrip("/").rpartition("/")[2]
    while jobs.work(job):
        pass
    return Job.objects.across_organisations("test").get(pk=job)


def test_everything_the_list_shows_can_be_chosen_over_pages(bakery, anne, many, log_in):
    client = log_in(anne)
    page = client.post(
        reverse("identities:selection", args=[bakery.cvr]),
        {"act": "order", "all": "1", "query": "status=draft"},
    )
    assert "60 brugere" in page.content.decode()
    job = run(client, bakery, act="order", all="1", query="status=draft", price_shown="20.00")
    assert job.result["done"] == 60
    assert not Identity.objects.for_actor(anne.actor).filter(state="draft").exists()


def test_chosen_ones_are_changed_and_the_others_left(bakery, anne, many, log_in):
    ids = [
        str(pk)
        for pk in Identity.objects.for_actor(anne.actor)
        .filter(department="Lager")
        .values_list("pk", flat=True)[:5]
    ]
    run(log_in(anne), bakery, act="change", ids=ids, department="Kontor")
    assert Identity.objects.for_actor(anne.actor).filter(department="Kontor").count() == 5


def test_those_an_act_no_longer_fits_are_named_and_left(bakery, anne, many, log_in):
    ids = [
        str(pk)
        for pk in Identity.objects.for_actor(anne.actor)
        .filter(state="draft")
        .values_list("pk", flat=True)[:3]
    ]
    job = run(log_in(anne), bakery, act="suspend", ids=ids)
    assert job.result["done"] == 0
    assert len(job.result["left"]) == 3


def test_a_strangers_ids_are_not_chosen(bakery, cycles, anne, carl, many, log_in):
    ids = [str(pk) for pk in Identity.objects.for_actor(anne.actor).values_list("pk", flat=True)]
    answer = log_in(carl).post(
        reverse("identities:selection", args=[cycles.cvr]), {"act": "close", "ids": ids}
    )
    assert answer.status_code == 302
    assert not Identity.objects.for_actor(anne.actor).filter(state="closed").exists()
