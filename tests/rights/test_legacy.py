"""Old and new side by side: a company not yet moved is answered from its legacy rights, and told so."""

import pytest

from portal.core.permissions import Level
from rights.queries.decision import Reason, decide_one
from rights.queries.legacy import _hook
from tests.cast import make_identity

ASKED = []
ANSWERS = {}


def old_system(cvr, rid, service, right, limit_type, limit_value):
    """A legacy system with the answers of this module; None: moved."""
    ASKED.append((cvr, rid, service, right, limit_type, limit_value))
    return ANSWERS.get((cvr, rid, right))


@pytest.fixture(autouse=True)
def _clean(settings):
    ASKED.clear()
    ANSWERS.clear()
    settings.LEGACY_RIGHTS = "tests.rights.test_legacy.old_system"
    _hook.cache_clear()
    yield
    _hook.cache_clear()


@pytest.fixture
def moms(make_right):
    return make_right("old-moms", legacy_service="SKAT", legacy_right="MOMS_INDBERET")


def ask(right, cvr="93000015", rid="12345678", **more):
    more.setdefault("level", Level.SUBSTANTIAL)
    return decide_one(cvr=cvr, rid=rid, right=right.key, **more)


def test_a_yes_and_a_no_of_the_old_system(moms):
    ANSWERS[("93000015", "12345678", "MOMS_INDBERET")] = True
    answer = ask(moms, limit_type="p", limit_value="1900000010")
    assert (answer.granted, answer.reason, answer.source) == (True, Reason.GRANTED_LEGACY, "legacy")
    assert ASKED == [("93000015", "12345678", "SKAT", "MOMS_INDBERET", "p", "1900000010")]
    ANSWERS[("93000015", "12345678", "MOMS_INDBERET")] = False
    answer = ask(moms)
    assert (answer.granted, answer.reason, answer.source) == (False, Reason.NO_LEGACY_RIGHT, "legacy")


def test_a_moved_company_is_answered_by_the_portal(moms):
    assert (ask(moms).reason, ask(moms).source) == (Reason.IDENTITY_UNKNOWN, "portal")


def test_who_is_known_here_is_never_asked_for_there(bakery, moms):
    make_identity(bakery, None, "Mona Moved", source="moved", rid="12345678")
    ANSWERS[(bakery.cvr, "12345678", "MOMS_INDBERET")] = True
    assert ask(moms, cvr=bakery.cvr).reason is Reason.NO_RIGHT
    assert ASKED == []


def test_a_right_the_old_system_never_had_is_not_asked_for(vat):
    assert ask(vat).reason is Reason.IDENTITY_UNKNOWN
    assert ASKED == []


def test_the_level_counts_for_the_old_rights_too(moms):
    ANSWERS[("93000015", "12345678", "MOMS_INDBERET")] = True
    assert ask(moms, level=Level.LOW).reason is Reason.LEVEL_TOO_LOW


def test_an_old_right_is_not_a_right_for_somebody_else(moms, bakery):
    ANSWERS[("93000015", "12345678", "MOMS_INDBERET")] = True
    assert ask(moms, acted_for=bakery.cvr).reason is Reason.NO_LEGACY_RIGHT


def test_the_log_names_the_company_that_has_not_moved(moms, service):
    from rights.actions import decision_log
    from rights.models import DecisionLog

    ANSWERS[("93000015", "12345678", "MOMS_INDBERET")] = True
    body = {
        "subject": {"type": "identity", "id": "93000015:12345678"},
        "action": {"name": "old-moms"},
        "resource": {"type": "organisation", "id": "93000015"},
    }
    answer = service.post("evaluation", body).json()
    assert (answer["decision"], answer["context"]["source"]) == (True, "legacy")
    assert decision_log.flush()
    row = DecisionLog.objects.get(pk=answer["context"]["id"])
    assert (row.employer_cvr, row.acted_for_cvr, row.reason) == ("93000015", "93000015", "granted_legacy")
