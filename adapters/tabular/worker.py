"""The worker: parses one workbook in a process of its own, under limits, and spools its rows.

`python -m adapters.tabular.worker SOURCE SPOOL LIMITS`; its report comes on standard output as MessagePack.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from adapters.tabular.limits import Limits
from adapters.tabular.package import Fault, Package, Sheet
from adapters.tabular.report import FaultReport, Report, SheetReport
from adapters.tabular.spool import CHUNK, SpoolWriter, packed

SPOOL_BASE, SPOOL_GROWTH = 64 << 20, 16


def parse(source: Path, spool: Path, limits: Limits) -> Report:
    """The report of a workbook whose rows now stand in the spool."""
    import python_calamine as calamine

    package = Package(source, limits)
    sheets = package.sheets()
    report = Report()
    with spool.open("wb") as file:
        try:
            workbook = calamine.CalamineWorkbook.from_path(source)
        except calamine.CalamineError:
            raise Fault("damaged") from None
        writer = SpoolWriter(file, SPOOL_BASE + SPOOL_GROWTH * source.stat().st_size * limits.ratio)
        for sheet in sheets:
            report.sheets.append(_spool_sheet(workbook, sheet, writer))
    return report


def _spool_sheet(workbook: Any, sheet: Sheet, writer: SpoolWriter) -> SheetReport:
    import python_calamine as calamine

    try:
        values = workbook.get_sheet_by_name(sheet.name)
    except calamine.CalamineError:
        raise Fault("damaged", sheet=sheet.name) from None
    report = SheetReport(sheet.name, sheet.hidden, begin=writer.size)
    for first, rows in _chunks(values):
        writer.write(first, rows)
        report.rows += len(rows)
        report.width = max(report.width, len(rows[0]))
    report.end = writer.size
    return report


def _chunks(values: Any) -> Iterator[tuple[int, list[list[Any]]]]:
    if values.start is None:
        return
    left = [""] * values.start[1]
    first = 0
    rows: list[list[Any]] = []
    for number, row in enumerate(values.iter_rows(), 1):
        if number <= values.start[0]:
            continue
        if not rows:
            first = number
        rows.append(left + [cell if type(cell) is str else packed(cell) for cell in row])
        if len(rows) == CHUNK:
            yield first, rows
            rows = []
    if rows:
        yield first, rows


def set_limits(limits: Limits) -> None:
    """Limits this process itself where the system can; elsewhere the parent watches."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    if limits.cpu is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 1))


def main(words: list[str]) -> int:
    """Exit code 0 with a report, whose fault may say why there are no rows."""
    limits = msgspec.json.decode(words[2], type=Limits)
    set_limits(limits)
    try:
        report = parse(Path(words[0]), Path(words[1]), limits)
    except Fault as fault:
        report = Report(fault=FaultReport(fault.code, fault.facts, fault.sheet, fault.row, fault.column))
    except MemoryError:
        report = Report(fault=FaultReport("costly", {"what": "memory", "limit": f"{limits.memory >> 20} MiB"}))
    sys.stdout.buffer.write(msgspec.msgpack.encode(report))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
