"""The list as a file: exactly what is filtered, safe to open."""

import csv
import io

import pytest
from django.urls import reverse

from identities.models import Identity
from portal.core.models import AuditEntry

pytestmark = pytest.mark.django_db


def fetched(client, bakery, query="", file_format="csv"):
    answer = client.post(
        reverse("identities:export", args=[bakery.cvr]), {"query": query, "format": file_format}
    )
    content = b"".join(answer.streaming_content)
    if file_format == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    import openpyxl

    return [
        list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    ]


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_file_holds_exactly_the_filtered_list(bakery, cycles, anne, bo, carl, log_in, file_format):
    Identity.objects.create(organisation=bakery, given_name="=HYPERLINK(1)", surname="Farlig", state="draft")
    dangerous = "'=HYPERLINK(1) Farlig" if file_format == "csv" else "=HYPERLINK(1) Farlig"
    everybody = fetched(log_in(anne), bakery, file_format=file_format)
    assert {row[0] for row in everybody[1:]} == {"Anne Aagaard", "Bo Bager", dangerous}
    drafts = fetched(log_in(anne), bakery, "status=draft", file_format)
    assert [row[0] for row in drafts[1:]] == [dangerous]
    found = fetched(log_in(anne), bakery, "q=Bagre", file_format)
    assert [row[0] for row in found[1:]] == ["Bo Bager"]


def test_taking_the_list_leaves_a_trace_and_needs_the_right(bakery, anne, bo, log_in):
    fetched(log_in(anne), bakery)
    assert (
        AuditEntry.objects.across_organisations("test").filter(event="identities.identity.exported").exists()
    )
    assert log_in(bo).post(reverse("identities:export", args=[bakery.cvr])).status_code == 403
    assert log_in(anne).get(reverse("identities:export", args=[bakery.cvr])).status_code == 405
