"""`lienthong gs1 parse` and `lienthong gs1 check`: a verdict and a result for each line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from adapters.gs1 import binary, prefix_list, relations
from adapters.gs1.company_prefix import CompanyPrefixes
from adapters.gs1.forms import FORMS, Forms, Options, forms_of
from adapters.gs1.key_report import KINDS, Report, report_of
from adapters.gs1.recognise import Reading
from adapters.gs1.telling import CATALOGUE
from lienthong.commands import Command, Lines, Result, Word
from lienthong.findings import Finding
from lienthong.plugs import Refusal


def parse(
    lines: Lines,
    *,
    lenient: bool = False,
    legacy: bool = False,
    off: str = "",
    no_relations: bool = False,
    gcp: Path | None = None,
    company_prefix_length: int = 0,
    scheme: str = "",
    filter_: int | None = None,
    as_: Literal["hex"] | None = None,
    as_of: dt.date | None = None,
) -> Iterator[Result | Finding]:
    """Every form of what each line names; a finding by itself where an option cannot be used."""
    try:
        reading = reading_of(Rules(lenient, legacy, off, no_relations), as_hex=as_ == "hex")
        said = -1 if filter_ is None else filter_
        options = Options(reading, prefixes_of(gcp, company_prefix_length), _scheme(scheme), said, as_of)
    except Refusal as refusal:
        yield CATALOGUE.finding(refusal.code, **refusal.facts)
        return
    for line in lines:
        found = Forms(False, None, findings=(line.fault,)) if line.fault else forms_of(line.text, options)
        yield Result(members(line.text, found), [finding.placed(line.place) for finding in found.findings])


def members(text: str, found: Forms) -> dict[str, Any]:
    """The forms of a text as they stand on the wire."""
    shown: dict[str, Any] = {"input": text, "ok": found.ok, "kind": found.kind, "elements": found.elements}
    shown |= {name: getattr(found, name) for name in FORMS}
    return shown if found.dates is None else {**shown, "dates": found.dates}


def check(
    kind: str, lines: Lines, *, gcp: Path | None = None, company_prefix_length: int = 0
) -> Iterator[Result | Finding]:
    """The verdict on each line as a key of one kind, or as a link in one field of an EPCIS event."""
    try:
        named = _kind(kind)
        prefixes = prefixes_of(gcp, company_prefix_length)
    except Refusal as refusal:
        yield CATALOGUE.finding(refusal.code, **refusal.facts)
        return
    for line in lines:
        found = Report(False, findings=(line.fault,)) if line.fault else report_of(named, line.text, prefixes)
        shown = {"input": line.text, "ok": found.ok, **{name: getattr(found, at) for name, at in _REPORTED.items()}}
        yield Result(shown, [finding.placed(line.place) for finding in found.findings])


_REPORTED = {
    "key": "key",
    "prefix": "prefix",
    "member": "member",
    "companyPrefix": "company_prefix",
    "source": "source",
}


def _kind(name: str) -> str:
    if name.lower() not in KINDS:
        raise Refusal("gs1.key-kind", value=name, known=", ".join(KINDS))
    return name.lower()


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules to follow, as they are told on a command line."""

    lenient: bool = False
    legacy: bool = False
    off: str = ""
    no_relations: bool = False


def reading_of(rules: Rules, *, as_hex: bool = False) -> Reading:
    """How texts are read by these rules; raises `Refusal` with `gs1.option` for a code nobody knows."""
    off = _codes(rules.off) | (relations.CODES if rules.no_relations else frozenset())
    return Reading(rules.lenient, rules.legacy, off, as_hex)


def _codes(written: str) -> frozenset[str]:
    codes = frozenset(code.strip() for code in written.split(",") if code.strip())
    for code in sorted(codes):
        if code not in CATALOGUE:
            raise Refusal("gs1.option", option="--off", value=code, wants="gs1.ai-requires, gs1.check-digit, …")
    return codes


def prefixes_of(file: Path | None, length: int) -> CompanyPrefixes:
    """The sources for the length of company prefixes; a length told for all is one for every beginning."""
    return CompanyPrefixes(prefix_list.read(file.read_bytes()) if file else None, {"": length} if length else None)


def _scheme(name: str) -> str:
    if name and name.lower() not in binary.names():
        raise Refusal("gs1.option", option="--scheme", value=name, wants=", ".join(binary.names()))
    return name.lower()


_LINES = Word("Tệp, mỗi dòng một mã; không có thì đọc đầu vào chuẩn.", "A file with a code a line; else stdin.", "file")
FOLLOWED: Mapping[str, Word] = {
    "lenient": Word(
        "Nhận cả liên kết chưa đúng chuẩn, có cảnh báo.", "Takes links outside the standard, with a warning."
    ),
    "legacy": Word("Giải nén cả Digital Link nén kiểu 1.1.", "Decodes links in the compression of 1.1 too."),
    "off": Word("Mã của các phát hiện cần bỏ qua.", "Codes of findings to pass over.", "names"),
    "no_relations": Word("Bỏ qua quan hệ giữa các mã AI.", "Passes over the relations between AIs."),
    "gcp": Word("Danh sách độ dài mã doanh nghiệp của GS1.", "GS1's list of prefix lengths, JSON or XML.", "file"),
    "company_prefix_length": Word("Độ dài mã doanh nghiệp của mọi mã.", "Company-prefix digits of all keys.", "number"),
}
"""The words of what several commands follow alike."""

PARSE = Command(
    "parse",
    parse,
    {
        "vi": "Đọc mã GS1 ở mọi cú pháp, mỗi dòng một mã, và viết lại ở mọi dạng.",
        "en": "Reads GS1 codes in any syntax, one a line, and writes each in every form.",
    },
    {
        "lines": _LINES,
        **FOLLOWED,
        "scheme": Word(
            "Loại mã thẻ RFID cần viết, ví dụ sgtin-96.", "Binary scheme to write, such as sgtin-96.", "name"
        ),
        "filter_": Word(
            "Giá trị lọc; nếu không thì như thẻ đã đọc, hoặc 0.",
            "Filter value; else that of a tag read, or 0.",
            "number",
        ),
        "as_": Word("hex: đọc mọi dòng là mã thẻ thập lục phân.", "hex: every line is a tag in hexadecimal.", "name"),
        "as_of": Word(
            "Ngày mốc cho năm hai chữ số; in thêm các ngày.",
            "Day to read two-digit years from; prints dates too.",
            "date",
        ),
    },
    (
        {},
        {"lenient": True, "legacy": True, "no_relations": True},
        {"as_": "hex", "scheme": "sgtin+"},
        {"as_of": dt.date(2026, 11, 26)},
    ),
)

CHECK = Command(
    "check",
    check,
    {
        "vi": "Kiểm tra từng mã: số kiểm tra, đầu số GS1, mã doanh nghiệp; hoặc liên kết trong sự kiện EPCIS.",
        "en": "Checks keys one a line: check digit, GS1 prefix, company prefix; or links in EPCIS events.",
    },
    {
        "kind": Word(f"Loại mã: {', '.join(KINDS)}.", f"The kind of key: {', '.join(KINDS)}.", "name"),
        "lines": _LINES,
        "gcp": FOLLOWED["gcp"],
        "company_prefix_length": FOLLOWED["company_prefix_length"],
    },
    tuple({"kind": kind} for kind in KINDS),
)
