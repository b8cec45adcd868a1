"""The geometry of charts: numbers in, percentages out, so that the drawing scales with the page."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

WIDTH, HEIGHT = 1000, 240  # of the drawing's own coordinates


def bar_chart(
    caption: str, rows: Iterable[Sequence[Any]], *, unit: str = "", label_heading: str = ""
) -> dict[str, Any]:
    """Sideways bars in a table, the longest fills its column. `rows`: (label, value[, note])."""
    rows = [tuple(row) for row in rows]
    top = max((row[1] for row in rows), default=0)
    drawn = [
        {
            "label": row[0],
            "value": row[1],
            "note": row[2] if len(row) > 2 else "",
            "width": _share(row[1], top),
        }
        for row in rows
    ]
    return {
        "caption": caption,
        "rows": drawn,
        "unit": unit,
        "label_heading": label_heading,
        "has_notes": any(row["note"] for row in drawn),
    }


SIZE = {"width": WIDTH, "height": HEIGHT}


def column_chart(
    caption: str,
    points: Iterable[Sequence[Any]],
    *,
    bar_label: str,
    line_label: str = "",
    label_heading: str = "",
) -> dict[str, Any]:
    """Upright bars over time and, if `line_label` is given, a line beside them (a plan, a capacity).

    `points`: (label, value) or (label, value, line value); a line value of None is left out.
    """
    points = [(*point, None)[:3] for point in points]
    top = max((value for _label, *values in points for value in values if value is not None), default=0)
    step, drawn, line = Decimal(WIDTH) / (len(points) or 1), [], []
    for place, (label, value, planned) in enumerate(points):
        height = _height(value, top)
        drawn.append(
            {
                "label": label,
                "value": value,
                "planned": planned,
                "x": _round(step * place + step / 10),
                "y": HEIGHT - height,
                "height": height,
            }
        )
        if planned is not None:
            line.append(f"{_round(step * place + step / 2)},{HEIGHT - _height(planned, top)}")
    return {
        "caption": caption,
        "points": drawn,
        "line": " ".join(line),
        "bar_width": _round(step * 8 / 10),
        "top": top,
        "bar_label": bar_label,
        "line_label": line_label,
        "label_heading": label_heading,
        **SIZE,
    }


def _share(value: Any, top: Any, of: int = 100) -> int:
    return round(of * value / top) if top else 0


def _height(value: Any, top: Any) -> int:
    return _share(value, top, of=HEIGHT)


def _round(value: Decimal) -> str:
    return f"{value:.1f}"
