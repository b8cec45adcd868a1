"""The document: the text of the moment of consent, a PDF made afterwards, a hash that both histories name."""

import pytest

from mandates import actions
from mandates.events import MandateEvent
from portal.core import jobs
from portal.core.documents import is_unchanged
from portal.core.models import AuditEntry, AuditPayload, Document, Job
from tests.mandates.conftest import active, fresh, made, offer

pytestmark = pytest.mark.django_db


def test_nobody_waits_for_the_pdf_and_it_has_the_text_of_the_consent(anne, carl, vat, bakery):
    mandate = active(anne, carl, vat)
    assert not Document.objects.across_organisations("test").exists()
    vat.name_da, bakery.name = "Noget andet", "Nyt Navn ApS"
    vat.save()
    bakery.save()
    document = made(mandate).document
    assert "Ret moms" in document.html
    assert "Aaby Bageri ApS" in document.html
    assert "Anne Aagaard" in document.html
    assert "Carl Cykel" in document.html
    assert is_unchanged(document)
    assert bytes(document.pdf).startswith(b"%PDF")


def test_both_histories_name_the_hash(anne, carl, vat):
    mandate = made(active(anne, carl, vat))
    told = AuditEntry.objects.across_organisations("test").filter(event=MandateEvent.DOCUMENTED)
    assert set(told.values_list("organisation", flat=True)) == {anne.organisation.pk, carl.organisation.pk}
    for said in AuditPayload.objects.filter(entry_id__in=told.values("pk")):
        assert said.data["sha256"] == mandate.document.sha256


def test_made_twice_it_is_one_document(anne, carl, vat):
    mandate = made(active(anne, carl, vat))
    job = Job.objects.across_organisations("test").get(kind="mandates.document")
    assert jobs.work(job.pk) == 0
    assert Document.objects.across_organisations("test").count() == 1
    assert fresh(mandate).document is not None


def test_a_changed_file_is_not_handed_out(anne, carl, vat, log_in):
    mandate = made(active(anne, carl, vat))
    Document.objects.across_organisations("test").update(pdf=b"%PDF-1.7 something else")
    client = log_in(anne)
    with pytest.raises(RuntimeError, match="does not match"):
        client.get(f"/99000015/fuldmagter/{mandate.pk}/fuldmagt.pdf")


def test_an_unconfirmed_request_has_no_document(anne, carl, vat):
    mandate = offer(anne, "99000023", vat)
    assert made(mandate).document is None
    actions.decline(actor=carl.actor, mandate=mandate)
    assert made(mandate).document is None
