"""What the component gallery shows: one sample of everything, all of it made up."""

from typing import Any

from portal.web.gallery.forms import SampleFilter, SampleForm
from portal.web.gallery.samples import lists, numbers

__all__ = ["SampleFilter", "SampleForm", "context"]


def context() -> dict[str, Any]:
    """Everything web/gallery.html asks for, besides its title."""
    wrong = SampleForm(
        {"mail": "lone@", "birth_0": "31", "birth_1": "2", "birth_2": "1990", "cvr": "12345678"}
    )
    return {"form": wrong, "clean_form": SampleForm(auto_id="clean_%s"),
            "filter": SampleFilter({"q": "Sø"}, auto_id="filter_%s"), "sort": "name",
            **lists(), **numbers()}  # fmt: skip
