"""What waits for somebody: one line on the overview, told by the area it belongs to."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Todo:
    """`title` and `text` are sentences to the reader, `url` the page where it is done, `due` an ISO date or ""."""

    title: Any
    url: str
    text: Any = ""
    due: str = ""
    urgent: bool = False
