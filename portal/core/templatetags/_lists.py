"""Lists, tables and ways through them. Items are dictionaries or objects with the names a function tells."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ._stacking import named_cells

CURSORS = ("after", "before")


def _of(item: Any, name: str, default: Any = "") -> Any:
    return item.get(name, default) if isinstance(item, dict) else getattr(item, name, default)


def side_menu(items: Iterable[Any], css: str = "sidemenu") -> dict[str, Any]:
    """Items: label, url, current, optional `note` (a short line below) and `children` (items again)."""
    return {"items": [_menu_item(item) for item in items or ()], "css": css}


def _menu_item(item: Any) -> dict[str, Any]:
    children = [_menu_item(child) for child in _of(item, "children", ()) or ()]
    below = any(child["current"] or child["active"] for child in children)
    return {
        "label": _of(item, "label"),
        "url": _of(item, "url"),
        "note": _of(item, "note"),
        "children": children,
        "current": bool(_of(item, "current", False)) and not below,
        "active": below,
    }


def breadcrumbs(*labels_and_urls: Any) -> dict[str, Any]:
    """label, url, label, url, …, label: the last one is the page itself."""
    *way, here = labels_and_urls
    return {"way": list(zip(way[::2], way[1::2], strict=True)), "here": here}


def step_list(steps: Iterable[Any]) -> dict[str, Any]:
    """Steps: label, url (unused of a todo), state ("done", "current", "error", "todo"), optional `note`."""
    drawn = [
        {
            "label": _of(step, "label"),
            "url": _of(step, "url"),
            "state": _of(step, "state", "todo"),
            "note": _of(step, "note"),
            "number": number,
        }
        for number, step in enumerate(steps, 1)
    ]
    current = next((step for step in drawn if step["state"] == "current"), None)
    return {"steps": drawn, "current": current, "total": len(drawn)}


def step_position(steps: Iterable[Any]) -> str:
    """ "Trin 2 af 5", or "" where no step is the current one."""
    told = step_list(steps)
    if not told["current"]:
        return ""
    return _("Trin %(number)s af %(total)s") % {"number": told["current"]["number"], "total": told["total"]}


def pagination(previous: str, next: str, label: str, by_time: bool = False) -> dict[str, Any]:
    """Query strings (or "") as `ListPage` gives them; `by_time` says "newer" and "older"."""
    return {"previous": previous, "next": next, "label": label, "by_time": by_time}


def sort_header(context: Any, label: str, key: str, current: str, css: str = "") -> dict[str, Any]:
    """A heading that sorts by `key` ("name"), the other way round if `current` ("name", "-name") does."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name in CURSORS:
        query.pop(name, None)
    direction = {key: "ascending", f"-{key}": "descending"}.get(current, "")
    query["sort"] = f"-{key}" if direction == "ascending" else key
    return {"label": label, "direction": direction, "query": query.urlencode(), "css": css}


def table(content: str, caption: str, kind: str = "", show_caption: bool = False) -> SafeString:
    """A table; on a narrow screen its rows are stacked, and what is still too wide scrolls by itself.

    `kind`: classes such as "table--zebra table--compact"; "table--selectable" with `select_row`.
    """
    told = {
        "content": SafeString(named_cells(content)),
        "caption": caption,
        "kind": kind,
        "show_caption": show_caption,
    }
    return render_to_string("components/table.html", told)


def table_actions(content: str, one: str, many: str, none: str) -> SafeString:
    """The buttons under a table of chosen rows. `many` holds {count}: "{count} identiteter valgt"."""
    return render_to_string(
        "components/table_actions.html", {"content": content, "one": one, "many": many, "none": none}
    )


def select_all(label: str = "") -> dict[str, str]:
    """The head of the column of `select_row`s; without script it is left out."""
    return {"label": label}


def select_row(value: Any, label: str, name: str = "ids", checked: bool = False) -> dict[str, Any]:
    """The first cell of a row that can be chosen; `label` names the row: "Vælg Søren Ågesen"."""
    return {"value": value, "label": label, "name": name, "checked": checked}


def filter_form(form: Any, submit: str = "", reset: str = "") -> dict[str, Any]:
    """A `FilterForm` above its list; `reset` is the address without filters, shown when one is in use."""
    return {"form": form, "submit": submit, "reset": reset if form.is_bound and form.has_changed() else ""}


def summary_list(rows: Iterable[Sequence[Any]], caption: str = "") -> dict[str, Any]:
    """ "Check your answers": (label, value) or (label, value, url of the step where it is changed)."""
    drawn = [dict(zip(("label", "value", "url"), (*row, "")[:3], strict=True)) for row in rows]
    return {"rows": drawn, "caption": caption, "can_change": any(row["url"] for row in drawn)}


def definition_list(rows: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """(term, value) pairs: what is known about one thing."""
    return {"rows": rows}


def tabs(items: Iterable[Any], label: str) -> dict[str, Any]:
    """Items: label, url, current, optional `count`. Each tab is a page of its own."""
    drawn = [{name: _of(item, name) for name in ("label", "url", "current", "count")} for item in items]
    return {"items": drawn, "label": label}


def card_grid(cards: Iterable[Any], level: int = 2) -> dict[str, Any]:
    """Cards: heading, url, text, optional `icon` (name), `badge` (text) and `tone`."""
    names = ("heading", "url", "text", "icon", "badge")
    drawn = [
        {name: _of(card, name) for name in names} | {"tone": _of(card, "tone", "info")} for card in cards
    ]
    return {"cards": drawn, "level": level}


def error_summary(*forms: Any) -> dict[str, Any]:
    """Every error of every given form or formset, each a link to its field, in the order of the page."""
    return {"lines": [line for form in forms for line in _error_lines(form)]}


def _error_lines(form: Any) -> list[tuple[str, str]]:
    if hasattr(form, "error_summary"):
        return list(form.error_summary())
    if hasattr(form, "non_form_errors"):
        general = [("", message) for message in form.non_form_errors()]
        return general + [line for each in form.forms for line in _error_lines(each)]
    return []
