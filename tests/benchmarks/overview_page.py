"""The overview of a busy organisation against a page that shows nothing, both through every middleware.

The organisation waits for claims, role requests, requests for rights, ending grants and answers to mandates; what is
compared is the median of whole requests, taken in turn."""

from typing import Any

from tests.benchmarks import Figure
from tests.benchmarks._owner import analyse
from tests.benchmarks.identity_list import FILL, _client, _get, _interleaved, _organisation

PEOPLE = 2_000


def run() -> list[Figure]:
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.ROOT_URLCONF = "tests.benchmarks._empty_urls"
    from tests.benchmarks._empty_urls import EMPTY

    organisation, person = _organisation()
    with connection.cursor() as cursor:
        cursor.execute(FILL, [organisation.pk, PEOPLE])
    wait_for_something(organisation, person)
    analyse()
    client = _client(person)
    overview, nothing = f"/{organisation.cvr}/", EMPTY.format(organisation.cvr)
    _get(client, overview), _get(client, nothing)
    ours, empty = _interleaved(lambda: _get(client, overview), lambda: _get(client, nothing))
    more = queries(client, overview) - queries(client, nothing)
    return [
        Figure("overview_page", ours / empty, 4.0, "lower", "overview over an empty page, same middleware"),
        Figure("overview_page_queries", more, 8, "lower", "queries of the overview beyond the empty page's"),
    ]


def queries(client: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        _get(client, address)
    return len(captured)


def wait_for_something(organisation: Any, person: Any) -> None:
    """A right that ends soon, a request for it, and an offered mandate."""
    import datetime

    from mandates.models import Mandate
    from rights.models import Grant, ITSystem, Right
    from tests.cast import make_identity, make_organisation, make_user

    other = make_organisation("99000023", "Cykler & Søn A/S")
    Mandate.objects.create(number="F-1", grantor=other, grantee=organisation, state="offered")
    bo = make_identity(organisation, make_user("Bo Bager"))
    system = ITSystem.objects.create(code="skat", name_da="Skat", name_en="Tax")
    right = Right.objects.create(system=system, key="urn:x", name_da="Moms", name_en="VAT")
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=9)
    Grant.objects.create(organisation=organisation, right=right, identity=bo, ends_at=soon)
