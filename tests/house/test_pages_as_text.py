"""Every page of the world as it leaves the server."""

from tests.house.looking import look, pages
from tests.house.world import world

__all__ = ["world"]
# Pages this world has nothing to show on, and where they are held instead.
NOT_HERE: dict[str, str] = {
    "login:relink": "tests/web/test_login_people.py",
    "login:problem": "tests/web/test_login_answer.py",
    "identities_public:code_choice": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:enrolment": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:activate_own": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:welcome": "tests/identities/test_pages_in_a_browser.py",
    "identities_public:report_lost": "tests/identities/test_pages_in_a_browser.py",
    "identities:selection": "shown by POST alone",
    "agreements_public:start_this": "tests/agreements",
    "agreements_public:invitation": "tests/agreements",
    "agreements_public:submit": "tests/agreements",
    "agreements_public:paper": "tests/agreements",
    "agreements_public:take_up": "tests/agreements",
    "agreements_public:attach": "tests/agreements",
    "agreements_public:organisation": "tests/agreements",
    "agreements_public:write": "tests/agreements",
    "migration_flow:receipt": "tests/migration_flow",
    "migration_flow:undo": "tests/migration_flow",
    "front:case": "tests/web/test_support_cases.py",
}


def test_every_page_has_something_to_show_in_this_world(world):
    missing = [each.name for each in pages() if each.name not in NOT_HERE and look(world, each) is None]
    assert " ".join(missing) == "", (
        "give tests/house/world.py what they need, or say in NOT_HERE where they are tested"
    )
