"""The person's own page names the mandates that name them; nobody else's page does."""

import pytest

from mandates import queries
from tests.mandates.conftest import active, make_right

pytestmark = pytest.mark.django_db


def test_my_page_names_the_mandates_that_name_me(anne, bo, carl, log_in):
    active(carl, anne, make_right("moms"), email=bo.identity.email)
    page = log_in(bo).get("/mine-identiteter/").content.decode()
    assert f"{carl.organisation.name}".replace("&", "&amp;") in page
    assert "I kraft" in page
    assert list(queries.naming(bo.user)) == [bo.identity.pk]
    assert queries.naming(anne.user) == {}
