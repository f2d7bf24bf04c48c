"""The contract every adapter must pass; a solution provider runs it on his own.

from lienthong.testing import adapter_faults
assert adapter_faults(ADAPTER) == []
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from lienthong.commands import Command, Line, Lines, Output, Result
from lienthong.findings import Catalogue, Finding, Position, core_catalogue
from lienthong.mapping.functions import CORE
from lienthong.mapping.functions.examples import run_example
from lienthong.model import Header, KeyOf
from lienthong.plugs import Adapter, Function, PlugError, Plugs, Reader, Writer
from lienthong.reading import ReadOptions, Table, Unreadable

_NOT_OF_ANY_FORMAT = (b"", b"\x00\xff\xfe\x01" * 64, b"\x89PNG\r\n\x1a\n" + bytes(64))
_TEXTS = ("", "urn:epc:id:sgtin:", "https://id.gs1.org/01/", "%", "\u202e", "0" * 5000)
_LINES = (*_TEXTS, "\x00", "(01)", "\\xff", "]d2", "F" * 65_000, "Số 7", " ", "[" * 9_000)


def adapter_faults(adapter: Adapter, samples: Mapping[str, Sequence[Path]] | None = None) -> list[str]:
    """What is wrong with an adapter, as sentences; an empty list when it keeps the contract.

    `samples` gives, for a reader's name, files of its format; each must be known and read the same twice.
    """
    try:
        Plugs([adapter]).commands_of(adapter)
    except PlugError as fault:
        return [str(fault)]
    files = samples or {}
    catalogue = core_catalogue() + (adapter.catalogue or Catalogue([]))
    return [
        *_function_faults(adapter, catalogue),
        *(fault for reader in adapter.readers for fault in _reader_faults(reader, files.get(reader.name, ()))),
        *(fault for writer in adapter.writers for fault in _writer_faults(writer)),
        *(_key_faults(adapter.keys) if adapter.keys else ()),
        *(fault for command in adapter.commands for fault in _command_faults(command, catalogue)),
    ]


def _function_faults(adapter: Adapter, catalogue: Catalogue) -> Iterator[str]:
    functions: dict[str, Function] = {**CORE, **{function.name: function for function in adapter.functions}}
    for function in adapter.functions:
        if not (function.says.get("vi") and function.says.get("en")):
            yield f"{function.name}: says must have vi and en"
        if not function.examples:
            yield f"{function.name}: has no example; examples are its tests and its manual"
        for example in function.examples:
            if example.refuses and example.refuses not in catalogue:
                yield f"{function.name}: refuses with {example.refuses}, which no catalogue holds"
            fault = run_example(function, example, functions)
            if fault:
                yield f"{function.name}: {fault}"


def _reader_faults(reader: Reader, samples: Sequence[Path]) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(_NOT_OF_ANY_FORMAT):
            path = Path(folder) / f"odd-{number}"
            path.write_bytes(content)
            try:
                if content and reader.knows(path, content[:4096]):
                    reader.open(path, ReadOptions())
            except Unreadable:
                continue
            except Exception as fault:  # noqa: BLE001 the contract is that nothing else comes out
                yield f"{reader.name}: raised {type(fault).__name__} on bytes that are no source"
    for path in samples:
        yield from _sample_faults(reader, path)


def _sample_faults(reader: Reader, path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        head = file.read(4096)
    if not reader.knows(path, head):
        yield f"{reader.name}: does not know {path.name}"
        return
    reading = reader.open(path, ReadOptions())
    if reading.modified.tzinfo is None or reading.modified.utcoffset() != dt.timedelta(0):
        yield f"{reader.name}: the time of change of {path.name} is not in UTC"
    for number, table in enumerate(reading.tables):
        if table.number != number:
            yield f"{reader.name}: table {number} of {path.name} calls itself {table.number}"
        if _walk(table) != _walk(table):
            yield f"{reader.name}: two walks over {path.name} differ"


def _walk(table: Table) -> list[object]:
    walked: list[object] = []
    for chunk in table.chunks():
        if len(chunk.numbers) != len(chunk.rows):
            walked.append("numbers and rows differ")
        walked.extend(zip(chunk.numbers, map(tuple, chunk.rows), strict=False))
    return walked


def _writer_faults(writer: Writer) -> Iterator[str]:
    header = Header("2026-01-01T00:00:00Z")
    event = {
        "type": "ObjectEvent",
        "eventTime": "2026-01-01T00:00:00Z",
        "eventTimeZoneOffset": "+00:00",
        "epcList": ["urn:example:1"],
        "action": "OBSERVE",
    }
    with tempfile.TemporaryDirectory() as folder:
        written = []
        for turn in range(2):
            path = Path(folder) / f"{turn}-{writer.file_name}"
            sink = writer.open(path, header, lambda finding: None)
            sink.event(event)  # type: ignore[arg-type]
            sink.close(header)
            written.append(path.read_bytes())
        if not written[0] or written[0] != written[1]:
            yield f"{writer.name}: two writings of one document differ, or are empty"


def _key_faults(keys: KeyOf) -> Iterator[str]:
    for text in _TEXTS:
        try:
            key = keys(text)
        except Exception as fault:  # noqa: BLE001 the contract is that no text raises
            yield f"keys: raised {type(fault).__name__} on {text[:20]!r}"
            continue
        if key and not key.text:
            yield f"keys: gave a key without text for {text[:20]!r}"


def _command_faults(command: Command, catalogue: Catalogue) -> Iterator[str]:
    taker = next((one.name for one in command.parameters() if one.annotation == Lines), None)
    for sample in command.samples if taker else ():
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                yielded = _ran(command, {**sample, taker: _hostile_lines()})  # type: ignore[dict-item]
        except Exception as fault:  # noqa: BLE001 the contract is that no line raises
            yield f"{command.name}: raised {type(fault).__name__} on a line, with {sample}"
            continue
        if said.getvalue():
            yield f"{command.name}: printed by itself"
        if sum(isinstance(item, Result) for item in yielded) != len(_LINES) + 1:
            yield f"{command.name}: not one result a line, with {sample}"
        yield from _result_faults(command.name, yielded, catalogue)


def _ran(command: Command, given: Mapping[str, object]) -> list[Result | Output | Finding]:
    """All that a command yields for arguments by name."""
    placed = [one.name for one in command.parameters() if one.kind is not one.KEYWORD_ONLY]
    named = {name: value for name, value in given.items() if name not in placed}
    return list(command.run(*[given[name] for name in placed], **named))


def _hostile_lines() -> Iterator[Line]:
    for number, text in enumerate(_LINES, start=1):
        yield Line(text, Position("lines", "", number))
    place = Position("lines", "", len(_LINES) + 1)
    yield Line("\\xff", place, Finding("cli.line-bytes", "error", "", {}, place))


def _result_faults(name: str, yielded: Sequence[Result | Output | Finding], catalogue: Catalogue) -> Iterator[str]:
    for item in yielded:
        if isinstance(item, Output):
            continue
        findings = [item] if isinstance(item, Finding) else item.findings or ()
        unknown = [finding.code for finding in findings if finding.code not in catalogue]
        if unknown:
            yield f"{name}: tells {unknown[0]}, which no catalogue holds"
        elif isinstance(item, Result) and not item.ok and not findings:
            yield f"{name}: a result that is not good does not say why"
        if isinstance(item, Result):
            try:
                msgspec.json.encode(item.members)
            except (TypeError, UnicodeEncodeError, msgspec.MsgspecError):
                yield f"{name}: a result that is no JSON"
