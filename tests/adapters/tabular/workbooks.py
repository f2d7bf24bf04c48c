"""Workbooks built part by part, as no office program would write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/styles.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
)


def relations(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{at}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{lines}</Relationships>'


def sheet(rows: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def text_cell(address: str, text: str, more: str = "") -> str:
    return f'<c r="{address}" t="inlineStr"{more}><is><t>{text}</t></is></c>'


def number_cell(address: str, text: str, more: str = "") -> str:
    return f'<c r="{address}"{more}><v>{text}</v></c>'


def styles(*formats: str) -> str:
    """Style 0 is General; style n has the n-th format."""
    named = "".join(f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    xfs = "".join(f'<xf numFmtId="{164 + at}"/>' for at in range(len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{named}</numFmts><cellXfs><xf numFmtId="0"/>{xfs}</cellXfs></styleSheet>'
    )


def parts(
    sheets: dict[str, str], states: dict[str, str] | None = None, properties: str = "", **more: str
) -> dict[str, str]:
    names = list(sheets)
    entries = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{(states or {}).get(name, "visible")}" r:id="rId{at}"/>'
        for at, name in enumerate(names, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(names) + 1)]
    targets += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    made = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{properties}'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": relations(*targets),
        "xl/styles.xml": more.get("styles", styles()),
        "xl/sharedStrings.xml": more.get("strings", f'<sst xmlns="{MAIN}"/>'),
    }
    return made | {f"xl/worksheets/sheet{at}.xml": sheets[name] for at, name in enumerate(names, 1)}


def zipped(path: Path, members: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def workbook(path: Path, rows: str, **options) -> Path:
    """A workbook of one sheet `So`."""
    before, after = options.pop("before", ""), options.pop("after", "")
    return zipped(path, parts({"So": sheet(rows, before, after)}, **options))
