"""A table on a narrow screen: its rows stand under each other, and each cell tells which column it is of."""

import re
from collections.abc import Iterator
from itertools import chain, repeat

from django.utils.html import strip_tags

UNSEEN = re.compile(r'<span class="sr-only">.*?</span>', re.DOTALL)
HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(td|th)\b")


def named_cells(content: str) -> str:
    """The same rows, each cell with its column's heading in `data-title`, from which the design system draws it.

    The row's own heading stands without; a row with cells across columns keeps its form. `content`: thead and tbody.
    """
    head, end, body = content.partition("</thead>")
    names = [_words(each) for each in HEAD.findall(head)]
    if not end or not any(names):
        return content
    return head + end + ROW.sub(lambda row: _row(row[0], names), body)


def _words(head: str) -> str:
    return " ".join(strip_tags(UNSEEN.sub("", head)).split()).replace('"', "&quot;")


def _row(row: str, names: list[str]) -> str:
    if "colspan=" in row:
        return row
    left: Iterator[str] = chain(names, repeat(""))
    head = row.index("<th") if "<th" in row else -1
    return CELL.sub(lambda cell: _cell(cell, next(left), first=cell.start() == head), row)


def _cell(cell: re.Match[str], name: str, first: bool) -> str:
    return f'{cell[0]} data-title="{"" if first else name}"'
