"""`lienthong tcvn`: records into another form, a verdict on them, and the schemas of their form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from adapters.tcvn.converting import FORMS, convert, form_named, form_of, read
from adapters.tcvn.json_schema import json_schema
from adapters.tcvn.telling import CATALOGUE
from adapters.tcvn.xsd import schema_text
from lienthong.commands import Command, Output, Result, Word
from lienthong.findings import Finding
from lienthong.reading import Unreadable

TOLD = 1000
"""Findings shown of one file; the others are counted."""


class _Told:
    """Keeps the first findings and counts the others."""

    def __init__(self) -> None:
        self.kept, self.count = list[Finding](), 0

    def __call__(self, finding: Finding) -> None:
        self.count += 1
        if len(self.kept) < TOLD:
            self.kept.append(finding)

    def shown(self) -> list[Finding]:
        """The findings kept, and one for all others."""
        more = [CATALOGUE.finding("tcvn.more", count=str(self.count - TOLD))] if self.count > TOLD else []
        return [*self.kept, *more]


def run_convert(records: Path, *, out: Path, to: str = "") -> Iterator[Result | Finding]:
    """The records in the form that `to` or the ending of the file to write names; then what became of them."""
    form, told = to or form_named(out), _Told()
    if form not in FORMS:
        yield CATALOGUE.finding("tcvn.form-unknown", given=form or out.name, known=", ".join(FORMS))
        return
    try:
        count = convert(records, out, form, told)
    except FileNotFoundError as fault:
        yield CATALOGUE.finding("tcvn.absent", file=str(fault.filename))
        return
    except Unreadable as fault:
        yield fault.finding
        return
    members = {"file": str(records), "ok": not told.count, "to": form, "out": str(out), "records": count}
    says = CATALOGUE.finding("tcvn.converted", file=str(records), out=str(out), count=str(count))
    yield Result(members, told.shown(), says)


def run_validate(files: tuple[Path, ...]) -> Iterator[Result]:
    """The verdict on each file: whether all its records have the form of one."""
    for file in files:
        yield _verdict(file)


def _verdict(file: Path) -> Result:
    told, count, form = _Told(), 0, ""
    try:
        form = form_of(file)
        count = sum(1 for _ in read(file, told))
        readable = True
    except FileNotFoundError:
        told(CATALOGUE.finding("tcvn.absent", file=str(file)))
        readable = False
    except Unreadable as fault:
        told(fault.finding)
        readable = False
    code = "tcvn.unreadable" if not readable else "tcvn.invalid" if told.count else "tcvn.valid"
    members = {"file": str(file), "valid": not told.count, "form": form or None, "records": count}
    says = CATALOGUE.finding(code, file=str(file), count=str(count))
    return Result(members, told.shown(), says, done=readable)


def run_schema(form: str) -> Iterator[Output | Finding]:
    """The schema of one form: `json` or `xml`."""
    if form == "json":
        yield Output(msgspec.json.format(msgspec.json.encode(json_schema()), indent=1) + b"\n")
    elif form == "xml":
        yield Output(schema_text())
    else:
        yield CATALOGUE.finding("tcvn.form-unknown", given=form, known="json, xml")


CONVERT = Command(
    "convert",
    run_convert,
    {
        "vi": "Chuyển hồ sơ truy xuất giữa JSON, XML và bảng tính mà không mất gì.",
        "en": "Converts traceability records between JSON, XML and a workbook, losing nothing.",
    },
    {
        "records": Word("Tệp hồ sơ: JSON, XML hoặc xlsx.", "The file of records: JSON, XML or xlsx.", "file"),
        "out": Word("Tệp cần ghi.", "The file to write.", "file", ("-o", "--out")),
        "to": Word(
            "Dạng cần ghi: json, xml, xlsx; mặc định theo đuôi tệp.",
            "The form to write: json, xml, xlsx; by default as the file's name ends.",
            "name",
        ),
    },
    sentences=True,
)
VALIDATE = Command(
    "validate",
    run_validate,
    {
        "vi": "Kiểm tra tệp hồ sơ theo lược đồ của hồ sơ truy xuất.",
        "en": "Holds files of records against the schema of the traceability record.",
    },
    {"files": Word("Các tệp hồ sơ.", "The files of records.", "file")},
    sentences=True,
)
SCHEMA = Command(
    "schema",
    run_schema,
    {
        "vi": "In lược đồ của hồ sơ: json (JSON Schema) hoặc xml (XSD).",
        "en": "Prints the schema of the record: json (JSON Schema) or xml (XSD).",
    },
    {"form": Word("json hoặc xml.", "json or xml.", "name")},
)
