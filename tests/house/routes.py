"""Every address of the portal, found in the resolver: a new one is tested the moment it exists."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver
from django.urls.converters import get_converters

NOWHERE = {
    "uuid": str(uuid.UUID(int=7)),
    "int": "4711",
    "slug": "intet",
    "str": "intet",
    "path": "intet",
    "cvr": "99000015",
}


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str
    view: Any

    @property
    def in_organisation(self) -> bool:
        return self.pattern.startswith("<cvr:cvr>/")

    @property
    def view_class(self) -> Any:
        return getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)

    def address(self, cvr: str = "99000015") -> str:
        """The address with ids that belong to nobody."""
        path = self.pattern
        for converter in get_converters():
            while f"<{converter}:" in path:
                head, _, rest = path.partition(f"<{converter}:")
                path = (
                    head
                    + (cvr if converter == "cvr" else NOWHERE.get(converter, "intet"))
                    + rest.partition(">")[2]
                )
        path = re.sub(r"\(\?P<\w+>([^|)]*)[^)]*\)", r"\1", path)
        return "/" + path.replace("^", "").replace("$", "").replace("\\", "")


def routes() -> list[Route]:
    found: list[Route] = []
    _walk(get_resolver().url_patterns, "", "", found)
    return found


def _walk(patterns: Any, prefix: str, space: str, found: list[Route]) -> None:
    for each in patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            found.append(Route(route, f"{space}{each.name}", each.callback))
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            _walk(each.url_patterns, route, inner, found)


# Staff accounts and their admin are held by tests/web/test_staff*.
OURS = [each for each in routes() if not each.pattern.startswith(("support/", "supportkonto/"))]
IN_ORGANISATION = [each for each in OURS if each.in_organisation]
