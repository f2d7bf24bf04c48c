"""A workbook put together from written sheets: the parts around them, and how they are named to each other.

Office Open XML, ECMA-376 part 1 (18.2 the workbook) and part 2 (the package). Only what a correction workbook needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from adapters.tabular.fixed_zip import MOMENT, FixedZip
from adapters.tabular.handback_styles import NAMESPACE, Styles
from adapters.tabular.markup import attribute
from adapters.tabular.sheet_writer import AUTHOR, RELATIONS, SheetWriter

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CORE = f"{_PACKAGE}/relationships/metadata/core-properties"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNSEEN = ' state="veryHidden"'
Related = tuple[str, str, str]
"""Identifier, type and target of a relation."""


def write_workbook(path: Path, sheets: Sequence[SheetWriter], styles: Styles) -> None:
    """Writes the file; the same rows give the same bytes."""
    with FixedZip(path) as package:

        def add(name: str, text: str) -> None:
            package.add(name, [(_DECLARATION + text).encode()])

        add("[Content_Types].xml", _content_types(sheets))
        add("_rels/.rels", _relations([("book", f"{RELATIONS}/officeDocument", "/xl/workbook.xml"),
                                       ("core", _CORE, "/docProps/core.xml")]))  # fmt: skip
        add("docProps/core.xml", _properties())
        add("xl/workbook.xml", _workbook(sheets))
        parts = [(f"s{at}", f"{RELATIONS}/worksheet", f"/{_part(at)}") for at in range(1, len(sheets) + 1)]
        add("xl/_rels/workbook.xml.rels", _relations([*parts, ("styles", f"{RELATIONS}/styles", "/xl/styles.xml")]))
        for at, sheet in enumerate(sheets, 1):
            package.add(_part(at), sheet.blocks(), sheet.size)
            if sheet.notes:
                notes, shapes = f"xl/comments{at}.xml", f"xl/drawings/notes{at}.vml"
                related = [("notes", f"{RELATIONS}/comments", f"/{notes}"),
                           ("shapes", f"{RELATIONS}/vmlDrawing", f"/{shapes}")]  # fmt: skip
                add(f"xl/worksheets/_rels/sheet{at}.xml.rels", _relations(related))
                add(notes, sheet.comments())
                package.add(shapes, [sheet.shapes().encode()])
        add("xl/styles.xml", styles.xml())


def _part(number: int) -> str:
    return f"xl/worksheets/sheet{number}.xml"


def _relations(related: Sequence[Related]) -> str:
    rows = "".join(f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>' for name, kind, target in related)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types(sheets: Sequence[SheetWriter]) -> str:
    kinds = {"xl/workbook.xml": f"{_TYPES}.sheet.main+xml", "xl/styles.xml": f"{_TYPES}.styles+xml"}
    kinds |= {_part(at): f"{_TYPES}.worksheet+xml" for at in range(1, len(sheets) + 1)}
    kinds |= {f"xl/comments{at}.xml": f"{_TYPES}.comments+xml" for at, sheet in enumerate(sheets, 1) if sheet.notes}
    kinds["docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        "vml": "application/vnd.openxmlformats-officedocument.vmlDrawing",
    }
    rows = [f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in defaults.items()]
    rows += [f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in kinds.items()]
    return f'<Types xmlns="{_PACKAGE}/content-types">{"".join(rows)}</Types>'


def _properties() -> str:
    year, month, day, hour, minute, second = MOMENT
    moment = f"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>' for name in ("created", "modified")
    )
    spaces = (
        f'xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    return f"<cp:coreProperties {spaces}><dc:creator>{AUTHOR}</dc:creator>{dates}</cp:coreProperties>"


def _workbook(sheets: Sequence[SheetWriter]) -> str:
    rows = "".join(
        f'<sheet name={attribute(sheet.title)} sheetId="{at}"{_UNSEEN * sheet.unseen} r:id="s{at}"/>'
        for at, sheet in enumerate(sheets, 1)
    )
    views = '<bookViews><workbookView activeTab="0"/></bookViews>'
    return f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}">{views}<sheets>{rows}</sheets></workbook>'
