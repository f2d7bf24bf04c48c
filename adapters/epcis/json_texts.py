"""The events of a JSON file as texts, one by one, whatever the form of the file; memory flat in their number."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from adapters.epcis.json_door import JsonFault
from adapters.epcis.json_outline import Outline
from adapters.epcis.json_window import MAX_ITEM, Window
from adapters.epcis.source import opened

_MARK = b"\xef\xbb\xbf"


def event_texts(path: Path, outline: Outline) -> Iterator[tuple[int, bytes]]:
    """Each event's line (0 where it does not matter: only newline-delimited events have one) and its text.

    A line is given as it stands, sound or not. Raises `Fault` where no more can be read: packed data that break, a
    line beyond measure.
    """
    if outline.form == "lines":
        yield from _lines(path)
    elif outline.events >= 0:
        with opened(path) as file:
            window = Window(file, outline.events)
            if outline.form == "event":
                yield 0, window.value()
                return
            for batch in window.batches():
                for text in batch:
                    yield 0, bytes(text)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    row, number = 0, -1
    with opened(path) as file:
        while line := file.readline(MAX_ITEM + 1):
            row += 1
            text = (line.removeprefix(_MARK) if row == 1 else line).strip()
            number += bool(text)
            if len(line) > MAX_ITEM:
                raise JsonFault("epcis.size", f"/eventList/{number}", limit=f"{MAX_ITEM >> 20} MiB")
            if text:
                yield row, text
