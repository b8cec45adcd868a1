"""What a machine can check of PDF/UA-1 (ISO 14289-1) in a PDF of ours. An empty list: nothing found."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Name, Pdf

STANDARD = {
    *("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "Caption", "TOC", "TOCI", "Index", "NonStruct"),
    *(
        "Private",
        "P",
        "H",
        "H1",
        "H2",
        "H3",
        "H4",
        "H5",
        "H6",
        "L",
        "LI",
        "Lbl",
        "LBody",
        "Table",
        "TR",
        "TH",
    ),
    *("TD", "THead", "TBody", "TFoot", "Span", "Quote", "Note", "Reference", "BibEntry", "Code", "Link"),
    *("Annot", "Figure", "Formula", "Form", "Ruby", "RB", "RT", "RP", "Warichu", "WT", "WP"),
}
DRAWING = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do"}


def check_ua(pdf: bytes, *, language: str | None = None) -> list[str]:
    """Every breach found, in words; with `language` also that the document is in it."""
    with pikepdf.open(BytesIO(pdf)) as document:
        checks = (_marked, _titled, _identified, _headings, _figures, _tables, _lists, _roles, _pages, _fonts)
        found = [breach for check in checks for breach in check(document)]
        found += [breach for page in document.pages for breach in _untagged(page)]
        found += list(_parents(document))
        said = str(document.Root.get("/Lang", ""))
    if not said or (language and said != language):
        found.append(f"language is {said!r}")
    return found


def elements(document: Pdf) -> Iterator[pikepdf.Object]:
    """The structure tree in reading order."""
    waiting = [document.Root.StructTreeRoot.get("/K")] if "/StructTreeRoot" in document.Root else []
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, pikepdf.Array):
            waiting[:0] = list(node)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node and node.get("/Type", Name.StructElem) == Name.StructElem:
                yield node
            if "/K" in node:
                waiting.insert(0, node.K)


def kind(element: pikepdf.Object) -> str:
    return str(element.S)[1:]


def _inside(element: pikepdf.Object, wanted: str) -> list[pikepdf.Object]:
    children = element.get("/K", pikepdf.Array())
    children = list(children) if isinstance(children, pikepdf.Array) else [children]
    below = [child for child in children if isinstance(child, pikepdf.Dictionary) and "/S" in child]
    return [child for child in below if kind(child) == wanted] + [
        deeper for child in below for deeper in _inside(child, wanted)
    ]


def _marked(document: Pdf) -> Iterator[str]:
    if not document.Root.get("/MarkInfo", {}).get("/Marked", False):
        yield "not marked as tagged"
    if not any(True for _ in elements(document)):
        yield "no structure tree"


def _titled(document: Pdf) -> Iterator[str]:
    if not str(document.open_metadata().get("dc:title", "")).strip():
        yield "no title in the metadata"
    if not document.Root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        yield "the window shows the file name, not the title"


def _identified(document: Pdf) -> Iterator[str]:
    if document.open_metadata().get("pdfuaid:part") != "1":
        yield "does not say it is PDF/UA-1"


def _headings(document: Pdf) -> Iterator[str]:
    levels = [int(kind(e)[1]) for e in elements(document) if kind(e) in ("H1", "H2", "H3", "H4", "H5", "H6")]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"headings do not begin with the one H1: {levels[:3]}"
    if any(after > before + 1 for before, after in zip(levels, levels[1:], strict=False)):
        yield f"a heading level is skipped: {levels}"


def _figures(document: Pdf) -> Iterator[str]:
    for element in elements(document):
        if kind(element) in ("Figure", "Formula") and not str(element.get("/Alt", "")).strip():
            yield "a figure has no alternative text"


def _tables(document: Pdf) -> Iterator[str]:
    for table in (element for element in elements(document) if kind(element) == "Table"):
        heads, cells = _inside(table, "TH"), _inside(table, "TD")
        if not heads:
            yield "a table has no header cells"
        headed = all("/Headers" in repr(cell.get("/A", "")) for cell in cells)
        scoped = all("/Scope" in repr(cell.get("/A", "")) for cell in heads)
        if not headed and not scoped:
            yield "a table's cells cannot be matched with its headers"
        if not _inside(table, "TR"):
            yield "a table has no rows"


def _lists(document: Pdf) -> Iterator[str]:
    for entry in (element for element in elements(document) if kind(element) == "LI"):
        if not _inside(entry, "LBody"):
            yield "a list item has no body"


def _roles(document: Pdf) -> Iterator[str]:
    mapped = document.Root.get("/StructTreeRoot", {}).get("/RoleMap", {})
    for name in {kind(element) for element in elements(document)} - STANDARD:
        if f"/{name}" not in mapped:
            yield f"structure type {name} means nothing to a reader"


def _pages(document: Pdf) -> Iterator[str]:
    for page in document.pages:
        if page.get("/Tabs") != Name.S:
            yield "the tab order does not follow the structure"
        for annotation in page.get("/Annots", []):
            if not str(annotation.get("/Contents", "")).strip():
                yield "a link does not say where it leads"
            if "/StructParent" not in annotation:
                yield "a link stands outside the structure"


def _fonts(document: Pdf) -> Iterator[str]:
    for page in document.pages:
        for name, font in page.get("/Resources", {}).get("/Font", {}).items():
            below = font.get("/DescendantFonts", [font])[0]
            described = below.get("/FontDescriptor", {})
            if not any(f"/FontFile{number}" in described for number in ("", 2, 3)):
                yield f"font {name} is not embedded"
            if "/ToUnicode" not in font:
                yield f"font {name} cannot be read as text"


def _untagged(page: pikepdf.Page) -> Iterator[str]:
    """Drawing that is neither content of the structure nor marked as decoration."""
    marks: list[bool] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BMC", "BDC"):
            tagged = operands[0] == Name.Artifact or (len(operands) > 1 and "/MCID" in operands[1])
            marks.append(tagged)
        elif name == "EMC":
            marks.pop()
        elif name in DRAWING and not any(marks):
            yield f"untagged drawing ({name})"
            return


def _parents(document: Pdf) -> Iterator[str]:
    if "/ParentTree" not in document.Root.get("/StructTreeRoot", {}):
        yield "content does not lead back to the structure"
    elif any("/StructParents" not in page for page in document.pages):
        yield "a page does not lead back to the structure"
