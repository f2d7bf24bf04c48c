"""The worker: parses one workbook in a process of its own, under limits, and spools its rows.

`python -m adapters.tabular.worker parse|stream|locate SOURCE SPOOL LIMITS`; its report comes on standard output as
MessagePack.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from adapters.tabular.limits import Limits
from adapters.tabular.number_formats import formats_of_styles, zeros_of
from adapters.tabular.old_fonts import capital_cells, capital_styles, font_columns, fonts_of_styles
from adapters.tabular.package import Fault, Package, Sheet
from adapters.tabular.report import FaultReport, Report, SheetReport
from adapters.tabular.scan import SheetScan, scan_bytes, scan_other
from adapters.tabular.scan_elements import scan_elements
from adapters.tabular.sheet_rows import SheetRows
from adapters.tabular.sheet_values import Values
from adapters.tabular.spool import SpoolWriter

SPOOL_BASE, SPOOL_GROWTH = 64 << 20, 16
PARSED = {"xl/sharedStrings.xml", "xl/styles.xml"}
"""Parts the parser opens by these names, whatever the relations say."""


def parse(source: Path, spool: Path, limits: Limits, *, stream: bool) -> Report:
    """The report of a workbook whose rows now stand in the spool; `stream` parses in flat memory, and slowly."""
    package, sheets, scans = inspect(source, limits)
    styles = package.styles()
    formats, fonts, capitals = formats_of_styles(styles), fonts_of_styles(styles), capital_styles(styles)
    report = Report(macros=any(_is_active(name) for name in package.members), formats=formats)
    report.foreign = scan_strings(package) or any(scan.foreign for scan in scans)
    with spool.open("wb") as file:
        values = Values(source, stream=stream)
        writer = SpoolWriter(file, SPOOL_BASE + SPOOL_GROWTH * package.inflated)
        for sheet, scan in zip(sheets, scans, strict=True):
            spooled, whole = _spool_sheet(values, sheet, scan, writer)
            if not whole:
                scan = scan_elements(package, sheet.part, zeros_of(formats), scan.foreign)  # noqa: PLW2901
                scan.careful = True
                spooled, _ = _spool_sheet(values, sheet, scan, writer)
            spooled.fonts = font_columns(package.blocks(sheet.part), fonts) if fonts and report.foreign else {}
            spooled.capitals = capital_cells(package.blocks(sheet.part), capitals) if capitals else {}
            report.sheets.append(spooled)
    return report


def inspect(source: Path, limits: Limits) -> tuple[Package, list[Sheet], list[SheetScan]]:
    """The package, its sheets and their scans; raises `Fault` for what must not be parsed."""
    package = Package(source, limits)
    sheets, zeros = package.sheets(), zeros_of(formats_of_styles(package.styles()))
    scans = []
    for sheet in sheets:
        try:
            scan = scan_bytes(package, sheet.part, zeros)
            scans.append(scan_elements(package, sheet.part, zeros, scan.foreign) if scan.careful else scan)
        except Fault as fault:
            fault.sheet = sheet.name
            raise
    return package, sheets, scans


def locate(source: Path, limits: Limits) -> Report:
    """Walks every sheet of a workbook that was too costly to parse: a far cell is then named by its fault."""
    package = Package(source, limits)
    for sheet in package.sheets():
        try:
            scan_elements(package, sheet.part, {}, foreign=False)
        except Fault as fault:
            fault.sheet = sheet.name
            raise
    return Report()


def scan_strings(package: Package) -> bool:
    """Whether the shared texts hold foreign letters; all other parts that the parser reads are looked at."""
    named = {name for kind, name in package.relations().values() if kind in {"sharedStrings", "styles"}}
    parts = [name for name in sorted(named | PARSED) if name in package]
    return max([scan_other(package, part) for part in parts], default=False)


def _is_active(name: str) -> bool:
    return name.endswith("vbaproject.bin") or "/embeddings/" in name or "/activex/" in name


def _spool_sheet(values: Values, sheet: Sheet, scan: SheetScan, writer: SpoolWriter) -> tuple[SheetReport, bool]:
    """The report of a sheet now spooled, and whether the parser gave all the values its part holds."""
    report = SheetReport(
        sheet.name, sheet.hidden, sheet.part, begin=writer.size, widths=scan.widths, merged=sorted(scan.merged)
    )
    rows = SheetRows(scan, report)
    for first, batch in rows.chunks(values.rows(sheet, scan)):
        writer.write(first, batch)
    report.end = writer.size
    return report, scan.careful or rows.filled == scan.filled


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
    task, source, spool = words[0], Path(words[1]), Path(words[2])
    limits = msgspec.json.decode(words[3], type=Limits)
    set_limits(limits)
    try:
        report = locate(source, limits) if task == "locate" else parse(source, spool, limits, stream=task == "stream")
    except Fault as fault:
        report = Report(fault=FaultReport(fault.code, fault.facts, fault.sheet, fault.row, fault.column))
    except MemoryError:
        return 1
    except BaseException as fault:
        # a panic of the native parser is no Exception; everything else is our own bug and must be seen
        if type(fault).__name__ != "PanicException":
            raise
        report = Report(fault=FaultReport("damaged"))
    sys.stdout.buffer.write(msgspec.msgpack.encode(report))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
