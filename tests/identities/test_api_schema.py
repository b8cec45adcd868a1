"""The identity API against its own document: no 5xx, no answer that is not documented, whatever is sent."""

import uuid

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import checks

from identities.models import Identity
from portal.wsgi import application
from tests.identities.people import activated, order, with_channel
from tests.identities.test_api import Hr

pytestmark = [pytest.mark.django_db]
CHECKS = (
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)


def document():
    found = SchemaGenerator().get_schema(request=None, public=True)
    found["paths"] = {
        path: told for path, told in found["paths"].items() if path.startswith("/identities/v1/")
    }
    for shape in found["components"]["schemas"].values():
        shape["additionalProperties"] = False  # else nearly everything made up is refused at its first name
    return found


def operations():
    return [(path, method) for path, told in document()["paths"].items() for method in told]


@pytest.fixture
def populated(bakery, anne):
    with_channel(bakery)
    return [order(anne, "Dorte Dam", order=False).pk, activated(anne, "Eva Eng").identity.pk]


def test_every_address_is_documented_with_its_refusals():
    found = document()["paths"]
    assert len(operations()) == 14
    for path, method in operations():
        told = found[path][method]
        assert {"400", "401", "403"} <= set(told["responses"]), (path, method)
        assert told["summary"]


@pytest.fixture
def one_connection():
    """The application is called as a server calls it, inside the test's own transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def run(path, method, bakery, populated, examples):
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    hr = Hr(bakery)
    operation = schema[path][method.upper()]

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(
        case=operation.as_strategy(), known=st.sampled_from([*populated, uuid.UUID(int=7)]), use=st.booleans()
    )
    def holds(case, known, use):
        if use and "id" in case.path_parameters:
            case.path_parameters["id"] = str(known)
        case.call_and_validate(headers=hr.headers, checks=CHECKS, base_url="http://testserver")

    holds()
    assert Identity.objects.across_organisations("test").exclude(organisation=bakery).count() == 0


@pytest.mark.parametrize(("path", "method"), operations())
def test_few_examples_find_no_5xx_and_nothing_undocumented(path, method, bakery, populated, one_connection):
    run(path, method, bakery, populated, 8)


@pytest.mark.full
@pytest.mark.parametrize(("path", "method"), operations())
def test_many_examples_find_no_5xx_and_nothing_undocumented(path, method, bakery, populated, one_connection):
    run(path, method, bakery, populated, 100)
