"""Commands about mappings: list, check, test, preview, template, show."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lienthong.cli.runs import settings_of
from lienthong.cli.voice import Voice
from lienthong.findings import Finding
from lienthong.job import Job
from lienthong.mapping.describe import listing as shipped
from lienthong.mapping.describe import steps_form
from lienthong.mapping.examples import run_examples
from lienthong.mapping.preview import preview as first_rows
from lienthong.mapping.preview import template as headings_of
from lienthong.mapping.tree import MappingTree
from lienthong.opening import Opened, Stop, load_mapping
from lienthong.plugs import installed
from lienthong.reading import Unreadable, cell_text
from lienthong.shelf import mapping_names
from lienthong.words import say


def listing(voice: Voice) -> int:
    """Prints the shipped mappings."""
    head = [say(voice.lang, f"cli.mapping.{name}") for name in ("name", "title", "reads")]
    voice.table(head, [(row.name, row.title.get(voice.lang, ""), _reads(row.reads, voice.lang)) for row in shipped()])
    return 0


def _reads(reads: str, lang: str) -> str:
    kind, _, names = reads.partition(": ")
    return say(lang, f"cli.mapping.reads.{kind}", names=names)


def _job(mapping: str, source: Path, settings: Sequence[str] = ()) -> Job:
    return Job(source, mapping, Path(), settings=settings_of(settings))


def _loaded(voice: Voice, mapping: str, settings: Sequence[str] = ()) -> tuple[MappingTree, list[Finding]] | None:
    try:
        return load_mapping(_job(mapping, Path(), settings), installed())
    except Stop as stop:
        voice.findings(stop.findings)
    except ValueError as fault:
        voice.say("cli.bad-setting", word=str(fault))
    return None


def check(voice: Voice, mapping: str, source: Path | None, settings: Sequence[str]) -> int:
    """Tells every fault of a mapping, and with a source what does not fit: unknown and unused columns."""
    loaded = _loaded(voice, mapping, settings)
    if loaded is None:
        return 2
    tree, notes = loaded
    found = list(notes)
    if source:
        try:
            opened = Opened.of(_job(mapping, source, settings), installed())
        except (Stop, Unreadable) as fault:
            voice.findings(fault.findings if isinstance(fault, Stop) else [fault.finding])
            return 2
        for _ in opened.fitted.outcomes():
            pass  # which columns hold something that nothing reads is known after a walk over all rows
        found += opened.told()
    voice.findings(found)
    if not any(finding.severity == "error" for finding in found):
        voice.say("cli.mapping.good", name=tree.name)
        return 0
    return 1


def test(voice: Voice, mapping: str) -> int:
    """Runs the examples of one mapping, or of all shipped ones."""
    code = 0
    for name in [mapping] if mapping else mapping_names():
        loaded = _loaded(voice, name)
        if loaded is None:
            code = 2
            continue
        results = run_examples(loaded[0], installed().catalogue)
        for result in results:
            for miss in result.misses:
                facts = {"pointer": miss.pointer, "got": miss.got, "expected": miss.expected}
                voice.say("cli.mapping.differs", line=str(miss.line), say=result.say, **facts)
            voice.findings(result.unexpected)
        good = sum(result.ok for result in results)
        voice.say("cli.mapping.examples", name=name, good=str(good), all=str(len(results)))
        code = max(code, int(good < len(results)))
    return code


def preview(voice: Voice, mapping: str, source: Path, rows: int, settings: Sequence[str]) -> int:
    """Shows the first units: their cells, the events they make, and what there is to tell."""
    if _loaded(voice, mapping, settings) is None:
        return 2
    try:
        opened = Opened.of(_job(mapping, source, settings), installed())
    except (Stop, Unreadable) as fault:
        voice.findings(fault.findings if isinstance(fault, Stop) else [fault.finding])
        return 2
    for shown in first_rows(opened.fitted, rows):
        for (_, row), cells in zip(shown.rows, shown.raw, strict=True):
            texts = " | ".join(cell_text(cell) for cell in cells)
            voice.text(f"{say(voice.lang, 'cli.preview.row')} {row}: {texts}")
        for event in shown.events:
            voice.data(event)
        voice.findings(shown.findings)
        voice.text("")
    return 0


def template(voice: Voice, mapping: str, out: Path) -> int:
    """Writes an empty workbook with the headings a mapping reads."""
    loaded = _loaded(voice, mapping)
    if loaded is None:
        return 2
    if loaded[0].kind == "events":
        voice.say("cli.mapping.no-sheet", name=loaded[0].name)
        return 2
    if out.suffix.lower() != ".xlsx":
        voice.say("cli.mapping.no-xlsx", file=str(out))
        return 2
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for title, headings in headings_of(loaded[0], say(voice.lang, "cli.mapping.sheet")).items():
        sheet = book.create_sheet(title[:31])
        sheet.append(list(headings))
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for letter in range(1, len(headings) + 1):
            sheet.column_dimensions[sheet.cell(1, letter).column_letter].width = max(14, len(headings[letter - 1]) + 2)
        sheet.freeze_panes = "A2"
    book.save(out)
    voice.say("cli.mapping.written", file=str(out))
    return 0


def show(voice: Voice, mapping: str, *, steps: bool) -> int:
    """Prints the text of a mapping, or its resolved steps."""
    loaded = _loaded(voice, mapping)
    if loaded is None:
        return 2
    voice.text("\n".join(steps_form(loaded[0])) if steps else loaded[0].text.rstrip("\n"))
    return 0
