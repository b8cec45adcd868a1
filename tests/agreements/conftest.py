from types import SimpleNamespace

import pytest

from portal.core.models import User
from portal.core.runtime.translations import compile_translations
from tests.agreements import country


@pytest.fixture(scope="session", autouse=True)
def catalogues():
    compile_translations()


@pytest.fixture
def people(db):
    """Four people; none is anything anywhere until a register says so."""
    names = ("Anna Aalborg", "Bent Bruun", "Carla Carlsen", "Dan Dam")
    return SimpleNamespace(
        **{name.split()[0].lower(): country.person(name, n) for n, name in enumerate(names, 1)}
    )


@pytest.fixture
def register(tmp_path, db):
    return lambda *documents: country.register(tmp_path, *documents)


@pytest.fixture
def applicant(log_in):
    return lambda who: country.Applicant(log_in(who), who)


@pytest.fixture
def agent(sus):
    """The support agent as an actor."""
    assert User.objects.filter(username="sus").exists()
    return sus.actor
