"""What a newcomer is shown on a machine of their own: nothing here is known to the code that serves the portal."""

from typing import Any


def gallery_context() -> dict[str, Any]:
    """Sample rows for the component gallery."""
    return {}


def things_to_try() -> str:
    """The text `up` prints: the first journey with its personas."""
    return ""
