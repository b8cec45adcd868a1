"""Every page of the world as it leaves the server."""

from tests.house.looking import look, pages
from tests.house.world import world

__all__ = ["world"]
# Pages this world has nothing to show on, and where they are held instead.
NOT_HERE: dict[str, str] = {}


def test_every_page_has_something_to_show_in_this_world(world):
    missing = [each.name for each in pages() if each.name not in NOT_HERE and look(world, each) is None]
    assert " ".join(missing) == "", (
        "give tests/house/world.py what they need, or say in NOT_HERE where they are tested"
    )
