"""`lienthong epcis convert`: a document in another version or syntax."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from adapters.epcis.converting import WRITERS, Converted, Forms, convert
from adapters.epcis.telling import CATALOGUE
from adapters.epcis.translate import Translator, cbv_formats, epc_formats
from adapters.gs1.commands import FOLLOWED, prefixes_of
from adapters.gs1.company_prefix import CompanyPrefixes
from lienthong.commands import Command, Output, Result, Word
from lienthong.findings import Finding
from lienthong.plugs import Refusal
from lienthong.reading import Unreadable

STANDARD = Path("-")
TOLD = 1000
"""Findings shown of one document where no file takes all of them; the others are counted."""
_PIECE = 1 << 18


def run(
    document: Path,
    *,
    out: Path = STANDARD,
    to: str = "json-2.0",
    epc_format: str = "",
    cbv_format: str = "No_Preference",
    gcp: Path | None = None,
    company_prefix_length: int = 0,
    strict: bool = False,
    fail_on_loss: bool = False,
    findings: Path | None = None,
) -> Iterator[Result | Output | Finding]:
    """The document as `to` says, on standard output or in a file; then what became of it."""
    try:
        forms = _forms(to, epc_format, cbv_format, prefixes_of(gcp, company_prefix_length))
    except Refusal as refusal:
        yield Finding(refusal.code, "error", "", refusal.facts)
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        told = _Told(stack.enter_context(findings.open("wb")) if findings else None)
        source = _received(folder) if document == STANDARD else document
        target = folder / "document" if out == STANDARD else out
        try:
            made = convert(source, target, to, told, strict=strict, refuse_loss=fail_on_loss, forms=forms)
        except Unreadable as fault:
            yield fault.finding
            return
        if out != STANDARD:
            yield _result(document, out, to, made, told)
            return
        yield from _pieces(target) if made.whole else ()
        yield Output(b"", ok=not made.faults, findings=list(told.shown()))
        if not made.whole:
            yield CATALOGUE.finding("epcis.loss-refused", count=str(made.lost))


def _forms(to: str, epc_format: str, cbv_format: str, prefixes: CompanyPrefixes) -> Forms:
    """What makes the translator of a target; raises `Refusal` with `epcis.option` for a word nobody knows."""
    # 1.x knows no links
    epc_format = epc_format or ("Always_EPC_URN" if to.startswith("xml-1") else "No_Preference")
    for option, value, known in (
        ("--to", to, tuple(WRITERS)),
        ("--epc-format", epc_format, epc_formats()),
        ("--cbv-format", cbv_format, cbv_formats()),
    ):
        if value not in known:
            raise Refusal("epcis.option", option=option, value=value, wants=", ".join(known))
    # JSON has bare words, and 1.x has URNs
    words = cbv_format if to == "xml-2.0" else "No_Preference"
    return lambda tell: Translator(epc_format, words, prefixes, tell)


def _received(folder: Path) -> Path:
    """Standard input as a file, which readers may walk twice."""
    file = folder / "stdin"
    with file.open("wb") as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
    return file


def _pieces(file: Path) -> Iterator[Output]:
    with file.open("rb") as made:
        while piece := made.read(_PIECE):
            yield Output(piece)


def _result(document: Path, out: Path, to: str, made: Converted, told: _Told) -> Result:
    facts = {"file": str(document), "out": str(out), "to": to, "events": str(made.events), "lost": str(made.lost)}
    code = "epcis.converted" if made.whole else "epcis.loss-refused"
    members: Mapping[str, Any] = {
        "file": str(document),
        "ok": made.whole and not made.faults,
        "to": to,
        "out": str(out) if made.whole else None,
        "kind": made.kind,
        "events": made.events,
        "lost": made.lost,
    }
    return Result(
        members, list(told.shown()), Finding(code, "warning", "", {**facts, "count": str(made.lost)}), made.whole
    )


class _Told:
    """Takes findings: all of them as lines of a file where there is one, else the first to be shown."""

    def __init__(self, file: BinaryIO | None) -> None:
        self._file, self._kept, self._count = file, list[Finding](), 0
        self._encode: Callable[[Any], bytes] = msgspec.json.Encoder(decimal_format="number").encode

    def __call__(self, finding: Finding) -> None:
        self._count += 1
        if self._file:
            self._file.write(self._encode(CATALOGUE.wire(finding)) + b"\n")
        elif len(self._kept) < TOLD:
            self._kept.append(finding)

    def shown(self) -> Iterator[Finding]:
        """The findings kept, and one for all others."""
        yield from self._kept
        if not self._file and self._count > len(self._kept):
            yield CATALOGUE.finding("epcis.more", count=str(self._count - len(self._kept)))


CONVERT = Command(
    "convert",
    run,
    {
        "vi": "Chuyển tài liệu EPCIS sang phiên bản và cú pháp khác; những gì không giữ được đều được báo.",
        "en": "Converts an EPCIS document to another version and syntax; whatever cannot be kept is told.",
    },
    {
        "document": Word("Tài liệu EPCIS; - là đầu vào chuẩn.", "The EPCIS document; - is standard input.", "file"),
        "out": Word(
            "Tệp cần ghi; - là đầu ra chuẩn.", "The file to write; - is standard output.", "file", ("-o", "--out")
        ),
        "to": Word(f"Đích: {', '.join(WRITERS)}.", f"The target: {', '.join(WRITERS)}.", "name"),
        "epc_format": Word(
            f"Dạng mã định danh: {', '.join(epc_formats())}; 1.x: Always_EPC_URN nếu không chọn.",
            f"Form of identifiers: {', '.join(epc_formats())}; for 1.x Always_EPC_URN where none is chosen.",
            "name",
        ),
        "cbv_format": Word(
            f"Dạng từ CBV trong XML 2.0: {', '.join(cbv_formats())}.",
            f"Form of CBV words in XML 2.0: {', '.join(cbv_formats())}.",
            "name",
        ),
        "gcp": FOLLOWED["gcp"],
        "company_prefix_length": FOLLOWED["company_prefix_length"],
        "strict": Word(
            "Bỏ những gì bản 1.1 và 1.2 không quy định.",
            "Leaves out what 1.1 and 1.2 do not define.",
            names=("--strict-1.2", "--strict"),
        ),
        "fail_on_loss": Word("Không ghi gì nếu có phần bị mất.", "Writes nothing where anything is lost."),
        "findings": Word(
            "Tệp nhận mọi phát hiện, mỗi dòng một JSON.", "Takes all findings, a JSON object a line.", "file"
        ),
    },
    sentences=True,
)
